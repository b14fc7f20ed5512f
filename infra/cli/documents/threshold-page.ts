import type { ThresholdRow, ThresholdRows } from "../../../shared/watch/detection/thresholds/threshold-row.ts"
import { thresholdRows, thresholdSections } from "../../../shared/watch/detection/thresholds/threshold-sections.ts"
import * as thresholds from "../../../shared/watch/detection/thresholds/thresholds.ts"
import { policyTables } from "./policy-tables.ts"
import { withTable } from "./table-in-page.ts"

/**
 * Every threshold and allowance of the detector, in Markdown.
 *
 * @param decisions the file of each decision by its number, such as `12` and `0012-find-walks.md`
 */
export function thresholdPage(decisions: ReadonlyMap<number, string>): string {
  return [
    "# The detector's thresholds",
    "",
    "Generated from `shared/watch/detection/thresholds` by `npm run generate`. Do not edit.",
    "",
    "Every number by which the detector judges, restricts and limits guesses. A score is a sum of log-likelihood ratios:",
    "by the model ordinary use reaches *s* by chance in at most e^-*s* of its excursions. A pair is what is ordinary and",
    "what an attack shows, unless the row says otherwise. A meaning that is no whole sentence goes on from the value and",
    "its unit: 256 numbers in one block. [detection.md](../detection.md) explains the charts, and which alerts a retailer",
    "may set for itself. The simulated world is that of `npm run bench:detection` ([figures](../bench/detection.md)).",
    "",
    ...thresholdSections.flatMap(({ title, rows }) => [`## ${title}`, "", ...sectionTable(rows, decisions), ""]),
    "## What an alert asks of whom, by tool",
    "",
    ...policyTables(),
    "",
  ].join("\n")
}

function sectionTable(rows: ThresholdRows, decisions: ReadonlyMap<number, string>): string[] {
  const withLinks = (text: string) =>
    text.replaceAll(/([Dd]ecision) (\d+)/g, (_, word, number) => `[${word} ${number}](${fileOf(number, decisions)})`)
  return [
    "| threshold | value | unit | meaning | source |",
    "|---|---|---|---|---|",
    ...Object.entries(rows).map(([id, row]) =>
      line([`\`${id}\``, valueInWords(id), row.unit, row.meaning, withLinks(row.source)]),
    ),
  ]
}

const alertHead = "| threshold | alert | what it says | a lower one harms |"

/**
 * The page of the detector with its table of alerts brought up to date.
 *
 * @throws Error if the page has no such table, or several
 */
export function withAlertTable(page: string): string {
  const rows = Object.entries(thresholdRows).flatMap(([id, { meaning, lowerHarms }]: [string, ThresholdRow]) =>
    lowerHarms === undefined ? [] : [line([`\`${id}\``, valueInWords(id), meaning, lowerHarms])],
  )
  return withTable(page, alertHead, rows)
}

/** @throws Error if the decision has no file */
function fileOf(number: string, decisions: ReadonlyMap<number, string>): string {
  const file = decisions.get(Number(number))
  if (file === undefined) throw new Error(`there is no decision ${number}`)
  return `../decisions/${file}`
}

const values: ReadonlyMap<string, unknown> = new Map(Object.entries(thresholds))

function valueInWords(id: string): string {
  const value = values.get(id)
  if (Array.isArray(value)) return value.map(numberInWords).join("; ")
  if (typeof value === "object" && value !== null)
    return Object.entries(value)
      .map(([name, one]) => `${name} ${numberInWords(one)}`)
      .join("; ")
  return numberInWords(value)
}

/** @throws Error if a threshold is no number */
function numberInWords(value: unknown): string {
  if (typeof value !== "number") throw new Error("a threshold is neither a number nor made of numbers")
  return value > 0 && value < 1e-5 ? value.toExponential() : value.toLocaleString("en-GB", { maximumFractionDigits: 6 })
}

const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`
