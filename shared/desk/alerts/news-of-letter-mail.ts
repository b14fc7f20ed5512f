import { capital, dateOnly } from "../../base/platform/bilingual.ts"
import { paragraph } from "../../parties/channels/letter.ts"
import type { LetterNews } from "../cases/outbox-message.ts"
import { declineInWords } from "../dossier/codes-in-words.ts"
import { requestInWords } from "../dossier/letters-in-words.ts"
import type { AlertLetter } from "./alert-letter.ts"
import { type MailReader, withLink } from "./mail-reader.ts"
import { fill } from "./mail-words.ts"

/** The mail to a retailer about what became of its letter to a carrier. It names neither of them. */
export function newsOfLetterMail(reader: MailReader, news: LetterNews): AlertLetter {
  const { words, language } = reader
  const { letters, labels } = words
  const { became, caseAlias, caseUrl, request } = news
  const asked = capital(requestInWords(request, language))
  const answer = answerInWords(reader, news)
  const facts = [
    { label: letters.asked, value: asked },
    ...(answer === undefined ? [] : [{ label: letters.answer, value: answer }]),
  ]
  const next = {
    answered: news.answer?.kind === "inform" ? letters.next.file : letters.next.answered,
    notDelivered: letters.next.notDelivered,
    unanswered: letters.next.unanswered,
  }[became]
  const letter = {
    language,
    subject: fill(letters.subjects[became], { case: caseAlias }),
    sections: [
      paragraph({ text: letters.first[became] }, withLink(reader, labels.openCase, caseUrl)),
      { parts: [{ kind: "facts" as const, facts }] },
      paragraph({ text: next }, ...(news.late === true ? [{ text: letters.late }] : [])),
    ],
    dueTimes: [],
  }
  return { letter, level: "alert" }
}

function answerInWords(
  { words: { letters }, language }: MailReader,
  { answer, hasFile }: LetterNews,
): string | undefined {
  if (answer === undefined) return undefined
  const file = hasFile === true && answer.kind !== "inform" ? ` ${letters.withFile}` : ""
  switch (answer.kind) {
    case "inform":
      return letters.answers.inform
    case "stopped":
      return `${letters.answers.stopped}${file}`
    case "accept":
      return answer.promisedBy === undefined
        ? `${letters.answers.accept}${file}`
        : `${fill(letters.answers.acceptBy, { day: dateOnly(answer.promisedBy, language) })}${file}`
    case "decline":
      return `${fill(letters.answers.decline, { reason: declineInWords(answer.reason, language) })}${file}`
  }
}
