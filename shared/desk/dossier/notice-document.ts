import { pair, say } from "../../base/platform/bilingual.ts"
import { principalOf } from "../../parties/counterparty-id.ts"
import type { ContentItem, ContentSource } from "../law/content-item.ts"
import type { Law, Rule } from "../law/law.ts"
import { languageInWords } from "./codes-in-words.ts"
import { answerTo } from "./content-answers.ts"
import type { Block, DossierDocument, MissingFact, NoticeKind, Section } from "./document.ts"
import { problemsOfSentences } from "./further-language.ts"
import { missingFact, missingWayToCheck } from "./missing-facts.ts"
import { noticeName } from "./notice-kinds.ts"
import {
  dayOf,
  howToCheck,
  type NoticeLine,
  type NoticeView,
  onlyPossibly,
  plainLine,
  sentencesForPeople,
  signatureIn,
} from "./notice-sentences.ts"
import { type FurtherLanguage, type NoticeSentence, type Told, tell, tellOfLaw } from "./notice-words.ts"
import type { Perspective } from "./perspective.ts"

/** For whom, under what and in which language a notice is written. */
export type NoticeTask = {
  readonly told: Told
  readonly officer: Perspective
  readonly law: Law
  readonly rule: Rule
}

export const viewFor = ({ told, officer, law }: NoticeTask): NoticeView => ({
  ...officer,
  ...told,
  jurisdiction: law.jurisdiction,
})

/** What a notice holds, and the facts that it waits for. */
export type NoticeBody = { readonly sections: readonly Section[]; readonly missing: readonly MissingFact[] }

/** Which notice it is. */
type NoticeForm = {
  /** What its id begins with, before the law and the language. */
  readonly prefix: string
  readonly noticeKind?: NoticeKind
  readonly subject: string
}

/**
 * A notice as a document, in one language. Others can read its sender and subject on a locked screen or an envelope, so
 * these are the same for every party. What is missing is said in the language of the officer who prepares it.
 */
export function noticeDocument(
  task: NoticeTask,
  { prefix, noticeKind, subject }: NoticeForm,
  body: NoticeBody,
): DossierDocument {
  const { told, officer, law, rule } = task
  const { language, further } = told
  const code = further?.code ?? language
  const canCheck = noticeKind === "publicNotice" || further !== undefined || howToCheck(viewFor(task)).length > 0
  const missing = [
    ...body.missing,
    ...(canCheck ? [] : [missingWayToCheck(officer.language)]),
    ...(further === undefined ? [] : missingWords(further, officer, noticeKind)),
  ]
  const inLanguage = say(
    officer.language,
    `in ${languageInWords(code, "en")} (${law.shortName.en})`,
    `en ${languageInWords(code, "fr")} (${law.shortName.fr})`,
  )
  return {
    id: `${prefix}-${law.id}-${code}`,
    kind: "notice",
    ...(noticeKind === undefined ? {} : { noticeKind }),
    audience: "outgoing",
    language,
    ...(further === undefined ? {} : { furtherLanguage: code }),
    title: missing.length === 0 ? subject : `${tell(told, "draft")} – ${subject}`,
    subtitle: `${noticeName(noticeKind)[officer.language]}, ${inLanguage}`,
    law: law.id,
    rule: rule.id,
    envelope: { sender: signatureIn(told, officer.viewer), ...dateUnasked(task), subject },
    missing,
    sections: [...body.sections],
  }
}

/** The day on which a notice was drawn. A law that asks for it gives it a heading of its own. */
const dateUnasked = (task: NoticeTask): { readonly date?: string } =>
  task.rule.content.some(({ source }) => source === "noticeDate")
    ? {}
    : { date: dayOf(viewFor(task), task.officer.preparedAt) }

/** What is wrong with the words of a further language: a notice with a wrong word stays a draft. */
function missingWords(
  further: FurtherLanguage,
  officer: Perspective,
  noticeKind: NoticeKind | undefined,
): readonly MissingFact[] {
  const asked = {
    of: noticeKind === undefined ? "ofNotices" : "all",
    hasWay: officer.viewer.trackingSite !== undefined,
    isOfPossible: onlyPossibly(officer.viewer) !== undefined,
    isAtHub: officer.viewer.atHub !== undefined,
    isAtSupplier: principalOf(officer.facts.tool.operatedBy) !== undefined,
    hasUnknown: officer.viewer.unwatched.length + officer.viewer.unknownBecause.length > 0,
  } as const
  const bound = officer.laws.filter(({ id }) => officer.viewer.laws.includes(id))
  const setBy = say(
    officer.language,
    `noticeLanguages (${further.code}) of the party in the parties file`,
    `noticeLanguages (${further.code}) de la partie dans le fichier des parties`,
  )
  return problemsOfSentences(further.words, bound, asked).map((sentence) => ({ item: "words", sentence, setBy }))
}

/** What a notice says about an item. Undefined: the fact is missing. */
export function linesOf({ source }: Pick<ContentItem, "source">, task: NoticeTask): readonly NoticeLine[] | undefined {
  const { law, rule } = task
  const view = viewFor(task)
  const inNotice = sentencesForPeople[source]
  if (inNotice !== undefined) return inNotice(view, law)
  const { values, standing } = answerTo({ source }, view, law, rule)
  return standing === "missing" ? undefined : values
}

/** Lines as blocks; a gap if they are missing. */
export const blocksOf = (lines: readonly NoticeLine[] | undefined, told: Told): Block[] =>
  lines === undefined
    ? [{ kind: "paragraph", text: tell(told, "gap"), tone: "gap" }]
    : lines.map((given) => {
        const line = plainLine(given)
        const mark = line === given ? {} : { general: true as const }
        return typeof line === "string"
          ? { kind: "paragraph", text: line, tone: "plain", ...mark }
          : { kind: "list", items: [...line], ...mark }
      })

/** A part of a notice under a heading of its own. No lines: nothing of it is on record, and it is left out. */
export const part = (task: NoticeTask, heading: NoticeSentence, lines: readonly NoticeLine[]): NoticeBody => ({
  sections: lines.length === 0 ? [] : [{ heading: headingOf(task, heading), blocks: blocksOf(lines, task.told) }],
  missing: [],
})

/** A part that the notice needs. Without lines it shows a gap. */
export function neededPart(
  task: NoticeTask,
  heading: "headingShown" | "headingAsk",
  lines: readonly NoticeLine[] | undefined,
): NoticeBody {
  const { told, officer } = task
  const label = pair(tell({ language: "en" }, heading), tell({ language: "fr" }, heading))
  const asked = { id: heading, label, source: sourceOfHeading[heading] }
  return {
    sections: [{ heading: headingOf(task, heading), blocks: blocksOf(lines, told) }],
    missing: lines === undefined ? [missingFact(asked, officer.language)] : [],
  }
}

/** What the parts are about whose headings a law can word. */
const sourceOfHeading = {
  headingHappened: "circumstances",
  headingShown: "information",
  headingDone: "riskReduction",
  headingSteps: "individualSteps",
  headingAsk: "furtherInformation",
} as const satisfies Partial<Record<NoticeSentence, ContentSource>>

/** A heading in our words, or in those of a law that words the title and the headings of a notice. */
function headingOf({ told, law, rule }: NoticeTask, heading: NoticeSentence): string {
  const sources: Partial<Record<NoticeSentence, ContentSource>> = sourceOfHeading
  const { [heading]: source } = sources
  const worded = rule.content.find((item) => item.source === source && item.under === undefined)
  return law.noticeTitle === undefined || worded === undefined
    ? tell(told, heading)
    : tellOfLaw(told, "heading", worded.label)
}

/** What stands above a notice: its date where a law asks for it, and the sender where a law words the headings. */
export const opening = (task: NoticeTask): NoticeBody =>
  partsOfLaw(task, task.law.noticeTitle === undefined ? ["noticeDate"] : ["senderAndContact", "noticeDate"])

/** What stands below a notice: what else a law asks of each, and the name of the sender where it has to be given. */
export const closing = (task: NoticeTask, sources: readonly ContentSource[] = ["complaintRight"]): NoticeBody =>
  partsOfLaw(task, task.law.noticeTitle === undefined ? ["senderAndContact", ...sources] : sources)

/** What a law asks of each notice to people, whatever is known, such as the sender and where people can complain. */
function partsOfLaw(task: NoticeTask, sources: readonly ContentSource[]): NoticeBody {
  const { told, officer, rule } = task
  const asked = rule.content.filter(({ source }) => sources.includes(source))
  return joined(
    asked.map((item) => {
      const lines = linesOf(item, task)
      return {
        sections: [{ heading: tellOfLaw(told, "heading", item.label), blocks: blocksOf(lines, told) }],
        missing: lines === undefined ? [missingFact(item, officer.language)] : [],
      }
    }),
  )
}

export const joined = (parts: readonly NoticeBody[]): NoticeBody => ({
  sections: parts.flatMap(({ sections }) => sections),
  missing: parts.flatMap(({ missing }) => missing),
})
