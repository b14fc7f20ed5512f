import { labelled } from "../../base/platform/bilingual.ts"
import type { ContentItem, ContentSource } from "../law/content-item.ts"
import type { Law, Rule } from "../law/law.ts"
import type { Block, DossierDocument, Section } from "./document.ts"
import { missingFact } from "./missing-facts.ts"
import { blocksOf, linesOf, type NoticeTask, noticeDocument, part, viewFor } from "./notice-document.ts"
import {
  howToCheck,
  type NoticeLine,
  type NoticeView,
  plainLine,
  unknownForPeople,
  whatItCanMean,
} from "./notice-sentences.ts"
import { type Told, tell, tellOfLaw } from "./notice-words.ts"
import type { Perspective } from "./perspective.ts"

/**
 * The notice to an affected person, under one law and in one language. The body never names goods, and says each thing
 * only if its fact is on record.
 */
export const buildNotice = (told: Told, officer: Perspective, law: Law, rule: Rule): DossierDocument => {
  const task = { told, officer, law, rule }
  const view = viewFor(task)
  const parts = inReadingOrder(rule.content).map((item) => {
    return { ...item, heading: tellOfLaw(view, "heading", item.label), lines: linesOf(item, task) }
  })
  const asksWhatWasShown = rule.content.some(({ source }) => source === "information")
  const hours = part(task, "headingHours", asksWhatWasShown ? [] : unknownForPeople(view))
  const asksWhomToAsk = rule.content.some(({ source }) => source === "furtherInformation")
  const check = part(task, "headingCheck", asksWhomToAsk || told.further !== undefined ? [] : howToCheck(view))
  const form = {
    prefix: "notice",
    subject: law.noticeTitle ?? tell(view, "title"),
  }
  const missing = parts.filter(({ lines }) => lines === undefined).map((one) => missingFact(one, officer.language))
  return noticeDocument(task, form, {
    sections: [...noticeSections(withMeaning(parts, task), view), ...hours.sections, ...check.sections],
    missing,
  })
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

type Part = Pick<ContentItem, "id" | "source" | "under"> & {
  readonly heading: string
  readonly lines: readonly NoticeLine[] | undefined
}

/** What it can mean, also where the law does not ask for it. It adds no heading to those that a law words. */
function withMeaning(parts: readonly Part[], task: NoticeTask): readonly Part[] {
  if (parts.some(({ source }) => source === "consequences")) return parts
  const above = parts.findLast(({ source }) => source === "information" || source === "circumstances")
  if (above === undefined) return parts
  const view = viewFor(task)
  const meaning = {
    id: "consequences",
    source: "consequences",
    heading: tell(view, "headingMeaning"),
    lines: whatItCanMean(view),
    under: task.law.noticeTitle === undefined ? undefined : above.id,
  } as const
  return parts.toSpliced(parts.indexOf(above) + 1, 0, meaning)
}

/** A section for each item with a heading of its own. Other items stand under the heading that the law gives them. */
const noticeSections = (parts: readonly Part[], view: NoticeView): Section[] =>
  parts
    .filter(({ under }) => under === undefined)
    .map(({ id, heading, lines }) => {
      const below = parts.filter(({ under }) => under === id)
      return {
        heading,
        blocks: [
          ...blocksOf(lines, view),
          ...below.map((one): Block => {
            const text = one.lines?.flatMap(plainLine).join(" ") ?? tell(view, "gap")
            const tone = one.lines === undefined ? "gap" : "plain"
            return { kind: "paragraph", text: labelled(one.heading, text, view.language), tone }
          }),
        ],
      }
    })
