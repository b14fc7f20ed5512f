import type { ContentItem, ContentSource } from "../../law/content-item.ts"
import type { Law, Rule } from "../../law/law.ts"
import { labelled, say } from "../../platform/bilingual.ts"
import { languageInWords } from "./codes-in-words.ts"
import { answerTo } from "./content-answers.ts"
import type { Block, DossierDocument, MissingFact, Section } from "./document.ts"
import { problemsOfSentences } from "./further-language.ts"
import { missingFact } from "./missing-facts.ts"
import { type NoticeLine, type NoticeView, sentencesForPeople } from "./notice-sentences.ts"
import { type FurtherLanguage, type Told, tell, tellOfLaw } from "./notice-words.ts"
import type { Perspective } from "./perspective.ts"

/**
 * The notice to an affected person, under one law and in one language. Others can read its sender and subject on a
 * locked screen or an envelope, so these are the same for every party. The body never names goods, and says each thing
 * only if its fact is on record. What is missing is said in the language of the officer who prepares it.
 */
export const buildNotice = (
  { language, further }: Told,
  officer: Perspective,
  law: Law,
  rule: Rule,
): DossierDocument => {
  const view = { ...officer, language, further }
  const code = further?.code ?? language
  const { viewer } = view
  const parts = inReadingOrder(rule.content).map((item) => ({ ...item, lines: linesOf(item, view, law, rule) }))
  const missing = [
    ...parts.filter(({ lines }) => lines === undefined).map((part) => missingFact(part, officer.language)),
    ...(further === undefined ? [] : missingWords(further, view.laws, officer)),
  ]
  const subject = law.noticeTitle ?? tell(view, "title")
  return {
    id: `notice-${law.id}-${code}`,
    kind: "notice",
    audience: "outgoing",
    language,
    ...(further === undefined ? {} : { furtherLanguage: code }),
    title: missing.length === 0 ? subject : `${tell(view, "draft")} – ${subject}`,
    subtitle: say(
      officer.language,
      `To each person affected, in ${languageInWords(code, "en")} (${law.shortName.en})`,
      `À chaque personne touchée, en ${languageInWords(code, "fr")} (${law.shortName.fr})`,
    ),
    law: law.id,
    rule: rule.id,
    envelope: {
      sender: viewer.noticeSender ?? tell(view, "sender"),
      subject,
    },
    missing,
    sections: noticeSections(parts, view),
  }
}

/** What makes no sense to a reader who does not know yet what happened. */
const toldAfterwards: ReadonlySet<ContentSource> = new Set(["awareness", "period", "information"])

/** The items of a notice, with what happened before what was seen of it, whatever the order of the provision. */
function inReadingOrder(content: readonly ContentItem[]): readonly ContentItem[] {
  const from = content.findIndex(({ source }) => source === "circumstances")
  const to = content.findIndex(({ source }) => toldAfterwards.has(source))
  const happened = content[from]
  if (happened === undefined || to === -1 || to > from) return content
  return content.toSpliced(from, 1).toSpliced(to, 0, happened)
}

/** What is wrong with the words of a further language: a notice with a wrong word stays a draft. */
function missingWords(further: FurtherLanguage, laws: readonly Law[], officer: Perspective): readonly MissingFact[] {
  const bound = laws.filter(({ id }) => officer.viewer.laws.includes(id))
  const setBy = say(
    officer.language,
    `noticeLanguages (${further.code}) of the party in the parties file`,
    `noticeLanguages (${further.code}) de la partie dans le fichier des parties`,
  )
  return problemsOfSentences(further.words, bound).map((sentence) => ({ item: "words", sentence, setBy }))
}

/** What a notice says about an item. Undefined: the fact is missing. */
function linesOf(item: ContentItem, view: NoticeView, law: Law, rule: Rule): readonly NoticeLine[] | undefined {
  const inNotice = sentencesForPeople[item.source]
  if (inNotice !== undefined) return inNotice(view, law)
  const { values, standing } = answerTo(item, view, law, rule)
  return standing === "missing" ? undefined : values
}

type Part = ContentItem & { readonly lines: readonly NoticeLine[] | undefined }

/** A section for each item with a heading of its own. Other items stand under the heading that the law gives them. */
const noticeSections = (parts: readonly Part[], view: NoticeView): Section[] =>
  parts
    .filter(({ under }) => under === undefined)
    .map(({ id, label, lines }) => {
      const below = parts.filter(({ under }) => under === id)
      return {
        heading: tellOfLaw(view, "heading", label),
        blocks: [
          ...blocksOf(lines, view),
          ...below.map((part): Block => {
            const text = part.lines?.flat().join(" ") ?? tell(view, "gap")
            const heading = tellOfLaw(view, "heading", part.label)
            const tone = part.lines === undefined ? "gap" : "plain"
            return { kind: "paragraph", text: labelled(heading, text, view.language), tone }
          }),
        ],
      }
    })

const blocksOf = (lines: readonly NoticeLine[] | undefined, view: NoticeView): Block[] =>
  lines === undefined
    ? [{ kind: "paragraph", text: tell(view, "gap"), tone: "gap" }]
    : lines.map((line) =>
        typeof line === "string"
          ? { kind: "paragraph", text: line, tone: "plain" }
          : { kind: "list", items: [...line] },
      )
