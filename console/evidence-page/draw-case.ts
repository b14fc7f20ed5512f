import type { DocumentLanguage } from "../../shared/base/contracts/words.ts"
import { count, say } from "../../shared/base/platform/bilingual.ts"
import { fillFrench } from "../../shared/base/platform/french.ts"
import { fieldInWords, kindInWords, stateInWords } from "../../shared/desk/dossier/codes-in-words.ts"
import { entryTypeInWords } from "../../shared/desk/dossier/entry-types-in-words.ts"
import { leastOf, unknownInWords, unwatchedSentences } from "../../shared/desk/dossier/unwatched-sentences.ts"
import type { Finding } from "../../shared/proof/evidence-package/finding.ts"
import { checkWords, findingInWords, outcomeWords } from "../../shared/proof/evidence-package/finding-in-words.ts"
import type { ReadPackage } from "../../shared/proof/evidence-package/package-files.ts"
import { drawn, element, table } from "./element.ts"
import type { PackagedCase, PackagedExposure } from "./packaged-case.ts"
import { words } from "./words.ts"

const [width, height, margin] = [720, 320, 28]

/** Exposures with their place in time, and their reference's place among all references in order, each from 0 to 1. */
function pointsOf(exposures: readonly PackagedExposure[]): readonly (readonly [x: number, y: number])[] {
  const order = new Intl.Collator("en", { numeric: true })
  const references = [...new Set(exposures.map(({ reference }) => reference))].sort(order.compare)
  const ranks = new Map(references.map((reference, rank) => [reference, rank]))
  const times = exposures.map(({ firstExposureAt }) => Date.parse(firstExposureAt))
  const first = times.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY)
  const last = times.reduce((one, other) => Math.max(one, other), Number.NEGATIVE_INFINITY)
  return exposures.map(({ reference }, place) => [
    share((times[place] ?? first) - first, last - first),
    share(ranks.get(reference) ?? 0, references.length - 1),
  ])
}

const share = (part: number, whole: number): number => (whole === 0 ? 0.5 : part / whole)

/** The picture of a walk. One path holds all points, so that thousands of them are drawn at once. */
function drawWalk(exposures: readonly PackagedExposure[], label: string): SVGElement {
  const path = pointsOf(exposures)
    .map(([x, y]) => [margin + x * (width - 2 * margin), height - margin - y * (height - 2 * margin)] as const)
    .map(([x, y]) => `M${x.toFixed(1)} ${y.toFixed(1)}h0`)
    .join("")
  const axes = `M${margin} ${margin / 2}V${height - margin}H${width - margin / 2}`
  return drawn(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label, class: "walk" },
    drawn("path", { d: axes, class: "axes" }),
    drawn("path", { d: path, class: "points" }),
  )
}

/** A sentence of the page in a language, with what is filled in. */
export function sentence(language: DocumentLanguage, word: keyof typeof words, filled: string | number = ""): string {
  const given = typeof filled === "number" ? count(filled, language) : filled
  return fillFrench(words[word][language], () => given)
}

/** An instant as it stands in the data: in UTC, to the second. */
const stamp = (at: string): string => `${at.slice(0, 19).replace("T", " ")} UTC`

/** Most rows of a table. A browser takes long to lay out very many. */
const rowsShown = 1_000

/** The list of checks, each with its outcome in words. */
export function drawFindings(findings: readonly Finding[], language: DocumentLanguage): HTMLElement {
  const say = (word: keyof typeof words) => sentence(language, word)
  const rows = findings.map((finding) => [
    checkWords[finding.check][language],
    element("strong", { class: finding.outcome }, outcomeWords[finding.outcome][language]),
    findingInWords(finding, language),
  ])
  return table(say("findings"), [say("whatColumn"), say("outcomeColumn"), say("whyColumn")], rows)
}

/** Everything that the page shows of the case below its checks. */
export function drawCase(of: ReadPackage, drawn: PackagedCase, language: DocumentLanguage): readonly HTMLElement[] {
  return [
    section(sentence(language, "summary"), figures(of, drawn, language), ...whatIsUnknown(drawn, language)),
    section(sentence(language, "walk"), ...walk(drawn, language)),
    section(sentence(language, "duties"), duties(drawn, language)),
    section(sentence(language, "timeline"), ...timeline(drawn, language)),
    section(sentence(language, "list"), ...shipments("fields", drawn.exposures, language)),
    ...(drawn.possible.length === 0
      ? []
      : [section(sentence(language, "possible"), ...shipments("perhaps", drawn.possible, language))]),
  ]
}

const section = (title: string, ...parts: readonly HTMLElement[]): HTMLElement =>
  element("section", {}, element("h2", {}, title), ...parts)

function figures({ manifest }: ReadPackage, drawn: PackagedCase, language: DocumentLanguage): HTMLElement {
  const firstAt = drawn.exposures.map(({ firstExposureAt }) => firstExposureAt).sort()[0]
  const lastAt = drawn.exposures
    .map(({ lastExposureAt }) => lastExposureAt)
    .sort()
    .at(-1)
  const shown: readonly (readonly [keyof typeof words, string])[] = [
    ["entries", count(drawn.entries.length, language)],
    ["shipments", leastOf(drawn.isAtLeast, count(drawn.exposures.length, language), language)],
    ...(drawn.possible.length === 0 ? [] : [["possible", count(drawn.possible.length, language)] as const]),
    ["duties", count(drawn.duties.length, language)],
    ["files", count(manifest.files.length, language)],
    ...(firstAt === undefined ? [] : [["firstSeen", stamp(firstAt)] as const]),
    ...(lastAt === undefined ? [] : [["lastSeen", stamp(lastAt)] as const]),
  ]
  const pairs = shown.map(([word, value]) =>
    element("div", {}, element("dt", {}, sentence(language, word)), element("dd", {}, value)),
  )
  return element("dl", {}, ...pairs)
}

/** Why more may have been shown, in UTC as all times of the page. */
function whatIsUnknown({ unwatched, unknownBecause }: PackagedCase, language: DocumentLanguage): HTMLElement[] {
  const spansOf = (some: PackagedCase["unwatched"]) => some.map((one) => spanOf(one, language)).join("; ")
  const reasons = [...unwatchedSentences(unwatched, language, spansOf), ...unknownInWords(unknownBecause, language)]
  return reasons.map((text) => element("p", {}, element("strong", {}, text)))
}

const spanOf = ({ from, until, goesOn }: PackagedCase["unwatched"][number], language: DocumentLanguage): string =>
  goesOn === true
    ? say(language, `since ${stamp(from)}`, `depuis le ${stamp(from)}`)
    : say(language, `from ${stamp(from)} to ${stamp(until)}`, `du ${stamp(from)} au ${stamp(until)}`)

function walk({ exposures, possible }: PackagedCase, language: DocumentLanguage): readonly HTMLElement[] {
  if (exposures.length === 0)
    return [element("p", {}, sentence(language, possible.length === 0 ? "noWalk" : "nothingSeen"))]
  const says = sentence(language, "walkSays", exposures.length)
  return [element("figure", {}, drawWalk(exposures, sentence(language, "walk")), element("figcaption", {}, says))]
}

function duties(drawn: PackagedCase, language: DocumentLanguage): HTMLElement {
  const columns = (["law", "duty", "owner", "state", "due"] as const).map((word) => sentence(language, word))
  const rows = drawn.duties.map(({ law, kind, party, state, clock }) => [
    law,
    kindInWords(kind, language),
    party,
    stateInWords(state, language),
    clock.dueAt === null ? "–" : stamp(clock.dueAt),
  ])
  return table(sentence(language, "duties"), columns, rows)
}

function timeline({ entries }: PackagedCase, language: DocumentLanguage): readonly HTMLElement[] {
  const columns = (["number", "when", "who", "entry", "data", "hash"] as const).map((word) => sentence(language, word))
  const rows = entries
    .slice(0, rowsShown)
    .map(({ seq, at, actor, type, data, hash }) => [
      String(seq),
      stamp(at),
      actor,
      entryTypeInWords(type, language),
      element("code", {}, JSON.stringify(data)),
      element("code", {}, hash.slice(0, 12)),
    ])
  return [table(sentence(language, "timeline"), columns, rows), ...cut(entries.length, language)]
}

function shipments(
  seen: "fields" | "perhaps",
  exposures: PackagedCase["exposures"],
  language: DocumentLanguage,
): readonly HTMLElement[] {
  const times = seen === "fields" ? (["firstSeen", "lastSeen"] as const) : (["from", "until"] as const)
  const columns = (["reference", seen, ...times] as const).map((word) => sentence(language, word))
  const rows = exposures
    .slice(0, rowsShown)
    .map(({ reference, fields, firstExposureAt, lastExposureAt }) => [
      reference,
      fields.map((field) => fieldInWords(field, language)).join(", "),
      stamp(firstExposureAt),
      stamp(lastExposureAt),
    ])
  return [
    table(sentence(language, seen === "fields" ? "list" : "possible"), columns, rows),
    ...cut(exposures.length, language),
  ]
}

const cut = (length: number, language: DocumentLanguage): readonly HTMLElement[] =>
  length > rowsShown ? [element("p", {}, sentence(language, "shown", rowsShown))] : []
