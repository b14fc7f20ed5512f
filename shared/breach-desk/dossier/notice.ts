import type { DocumentLanguage } from "../../contracts/words.ts"
import type { ContentItem, ContentSource } from "../../law/content-item.ts"
import type { Law, Rule } from "../../law/law.ts"
import { labelled, say } from "../../platform/bilingual.ts"
import { gap } from "./answer.ts"
import { languageInWords } from "./codes-in-words.ts"
import { answerTo } from "./content-answers.ts"
import type { Block, DossierDocument, Section } from "./document.ts"
import { missingFact, titleOf } from "./missing-facts.ts"
import { type NoticeLine, sentencesForPeople } from "./notice-sentences.ts"
import type { Perspective } from "./perspective.ts"

/**
 * The notice to an affected person, under one law and in one language. Others can read its sender and subject on a
 * locked screen or an envelope, so these are the same for every party. The body never names goods, and says each thing
 * only if its fact is on record. What is missing is said in the language of the officer who prepares it.
 */
export const buildNotice = (
  language: DocumentLanguage,
  officer: Perspective,
  law: Law,
  rule: Rule,
): DossierDocument => {
  const view = { ...officer, language }
  const { viewer } = view
  const parts = inReadingOrder(rule.content).map((item) => ({ ...item, lines: linesOf(item, view, law, rule) }))
  const missing = parts.filter(({ lines }) => lines === undefined).map((part) => missingFact(part, officer.language))
  const subject = noticeTitle(law, language)
  return {
    id: `notice-${law.id}-${language}`,
    kind: "notice",
    audience: "outgoing",
    language,
    title: titleOf(subject, missing, language),
    subtitle: say(
      officer.language,
      `To each person affected, in ${languageInWords(language, "en")} (${law.shortName.en})`,
      `À chaque personne touchée, en ${languageInWords(language, "fr")} (${law.shortName.fr})`,
    ),
    law: law.id,
    rule: rule.id,
    envelope: {
      sender: viewer.noticeSender ?? say(language, "Privacy Office", "Bureau de la protection de la vie privée"),
      subject,
    },
    missing,
    sections: noticeSections(parts, language),
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

const noticeTitle = (law: Law, language: DocumentLanguage): string =>
  law.noticeTitle ??
  say(language, "Important information about your privacy", "Renseignements importants sur votre vie privée")

/** What a notice says about an item. Undefined: the fact is missing. */
function linesOf(item: ContentItem, view: Perspective, law: Law, rule: Rule): readonly NoticeLine[] | undefined {
  const inNotice = sentencesForPeople[item.source]
  if (inNotice !== undefined) return inNotice(view, law)
  const { values, standing } = answerTo(item, view, law, rule)
  return standing === "missing" ? undefined : values
}

type Part = ContentItem & { readonly lines: readonly NoticeLine[] | undefined }

/** A section for each item with a heading of its own. Other items stand under the heading that the law gives them. */
const noticeSections = (parts: readonly Part[], language: DocumentLanguage): Section[] =>
  parts
    .filter(({ under }) => under === undefined)
    .map(({ id, label, lines }) => {
      const below = parts.filter(({ under }) => under === id)
      return {
        heading: label[language],
        blocks: [
          ...blocksOf(lines, language),
          ...below.map((part): Block => {
            const text = part.lines?.flat().join(" ") ?? gap({ language })
            const tone = part.lines === undefined ? "gap" : "plain"
            return { kind: "paragraph", text: labelled(part.label[language], text, language), tone }
          }),
        ],
      }
    })

const blocksOf = (lines: readonly NoticeLine[] | undefined, language: DocumentLanguage): Block[] =>
  lines === undefined
    ? [{ kind: "paragraph", text: gap({ language }), tone: "gap" }]
    : lines.map((line) =>
        typeof line === "string"
          ? { kind: "paragraph", text: line, tone: "plain" }
          : { kind: "list", items: [...line] },
      )
