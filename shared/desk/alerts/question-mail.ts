import { deadline, shortDeadline } from "../../base/platform/bilingual.ts"
import { paragraph } from "../../parties/channels/letter.ts"
import type { QuestionDue } from "../cases/outbox-message.ts"
import { regulatorInWords } from "../dossier/views-in-words.ts"
import type { AlertLetter } from "./alert-letter.ts"
import { type MailReader, pageOf, withLink } from "./mail-reader.ts"
import { fill } from "./mail-words.ts"

/** The mail that a regulator waits for an answer. It says nothing of the question, whose words are the party's own. */
export function questionMail(reader: MailReader, questionId: string, question: QuestionDue): AlertLetter {
  const { words, language, timeZone, links } = reader
  const { caseAlias, caseUrl, regulator, dueAt, isOverdue, escalation } = question
  const { subjects, sentences, extended, calendar } = words.questions
  const by = regulatorInWords(regulator, language)
  const subject = fill(isOverdue ? subjects.overdue : subjects.due, {
    time: shortDeadline(dueAt, timeZone, language),
    case: caseAlias,
  })
  const sentence = fill(isOverdue ? sentences.overdue : sentences.due, {
    regulator: by,
    time: deadline(dueAt, timeZone, language),
  })
  const url = pageOf(reader, caseUrl)
  const dueTime = {
    uid: `${questionId}@${new URL(links.apiUrl).host}`,
    at: dueAt,
    summary: fill(calendar, { case: caseAlias }),
    details: sentence,
    isOver: false,
    ...(url === undefined ? {} : { url }),
  }
  const letter = {
    language,
    subject,
    sections: [
      paragraph({ text: sentence }),
      paragraph({ text: extended }, withLink(reader, words.labels.openCase, caseUrl)),
    ],
    dueTimes: isOverdue ? [] : [dueTime],
  }
  return { letter, level: escalation > 0 ? "escalation" : "alert" }
}
