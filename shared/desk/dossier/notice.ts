import { labelled } from "../../base/platform/bilingual.ts"
import type { ContentItem, ContentSource } from "../law/content-item.ts"
import type { Law, Rule } from "../law/law.ts"
import type { Block, DossierDocument, Section } from "./document.ts"
import { missingFact } from "./missing-facts.ts"
import { blocksOf, linesOf, noticeDocument, part, viewFor } from "./notice-document.ts"
import { type NoticeLine, type NoticeView, unknownForPeople } from "./notice-sentences.ts"
import { type Told, tell, tellOfLaw } from "./notice-words.ts"
import type { Perspective } from "./perspective.ts"

/**
 * The notice to an affected person, under one law and in one language. The body never names goods, and says each thing
 * only if its fact is on record.
 */
export const buildNotice = (told: Told, officer: Perspective, law: Law, rule: Rule): DossierDocument => {
  const task = { told, officer, law, rule }
  const view = viewFor(task)
  const parts = inReadingOrder(rule.content).map((item) => ({ ...item, lines: linesOf(item, task) }))
  const asksWhatWasShown = rule.content.some(({ source }) => source === "information")
  const hours = part(task, "headingHours", asksWhatWasShown ? [] : unknownForPeople(view))
  const form = {
    prefix: "notice",
    subject: law.noticeTitle ?? tell(view, "title"),
  }
  const missing = parts.filter(({ lines }) => lines === undefined).map((one) => missingFact(one, officer.language))
  return noticeDocument(task, form, { sections: [...noticeSections(parts, view), ...hours.sections], missing })
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
          ...below.map((one): Block => {
            const text = one.lines?.flat().join(" ") ?? tell(view, "gap")
            const heading = tellOfLaw(view, "heading", one.label)
            const tone = one.lines === undefined ? "gap" : "plain"
            return { kind: "paragraph", text: labelled(heading, text, view.language), tone }
          }),
        ],
      }
    })
