/** The result of a check for people at a terminal. */

import { mostValues } from "../../../../client/access-logs/references/reference-places.ts"
import { notCheckedInWords } from "../not-checked.ts"
import type { CheckedData, ResultData, WalkerData } from "./result-as-data.ts"

export const resultInWords = (result: ResultData): string =>
  result.checked ? checkedInWords(result) : result.reasons.map(notCheckedInWords).join("\n\n")

const checkedInWords = (result: CheckedData): string => {
  const sections = [
    logInWords(result),
    result.walkers.length === 0 ? nothingFound(result) : walkersInWords(result.walkers),
    list("Also seen, no alarm:", alsoSeen(result)),
    list("Not checked or assumed:", [...result.limits, ...result.accepted.map(({ reason }) => `Accepted: ${reason}.`)]),
    list("What to do next:", nextSteps(result)),
  ]
  return sections.filter((section) => section !== "").join("\n\n")
}

const nothingFound = ({ limits }: CheckedData): string =>
  limits.length === 0
    ? "FOUND NOTHING. No chart crossed its threshold."
    : "FOUND NOTHING in what was checked. See below what was not."

const list = (title: string, items: readonly string[]): string =>
  items.length === 0 ? "" : [title, ...items.map((item) => `  - ${item}`)].join("\n")

const count = (value: number): string => value.toLocaleString("en-US")
const counted = (value: number, one: string, many: string): string => `${count(value)} ${value === 1 ? one : many}`
const time = (instant: string): string => instant.slice(0, 19).replace("T", " ")

const shownFiles = 5

const logInWords = ({ log }: CheckedData): string => {
  const { otherRequests, otherStatus, withoutAddress, unreadable } = log.leftOut
  const left = [
    ...(otherRequests > 0 ? [counted(otherRequests, "other request", "other requests")] : []),
    ...(otherStatus > 0 ? [counted(otherStatus, "failed request", "failed requests")] : []),
    ...(withoutAddress > 0 ? [counted(withoutAddress, "lookup without an address", "lookups without an address")] : []),
    ...(unreadable > 0 ? [counted(unreadable, "unreadable line", "unreadable lines")] : []),
  ]
  return [
    `Checked ${counted(log.lookups, "lookup", "lookups")} by ${counted(log.addresses, "address", "addresses")}, ` +
      `${time(log.from)} to ${time(log.until)} UTC.`,
    ...log.files.slice(0, shownFiles).map(({ name, format }) => `  ${name}: ${format}`),
    ...(log.files.length > shownFiles ? [`  and ${log.files.length - shownFiles} more files`] : []),
    ...(left.length > 0 ? [`  Left out: ${left.join(", ")}.`] : []),
    ...log.references.map(
      ({ place, distinct, samples }) =>
        `  Reference in ${place}: ${distinctInWords(distinct)}, like ${[...new Set(samples)].join(", ")}`,
    ),
  ].join("\n")
}

const distinctInWords = (distinct: number): string =>
  distinct >= mostValues ? `${count(mostValues)} values or more` : counted(distinct, "value", "values")

const shownWalkers = 20

const walkersInWords = (walkers: readonly WalkerData[]): string => {
  const rows = walkers.slice(0, shownWalkers).map((walker, index) => [
    String(index + 1),
    count(walker.records),
    walker.possible ? `up to ${count(walker.shown)}` : count(walker.shown),
    time(walker.from),
    time(walker.until),
    whoInWords(walker),
    walker.charts
      .filter(({ severity }) => severity === "alert")
      .map(({ chart }) => chart)
      .join(", "),
  ])
  return [
    `FOUND ${counted(walkers.length, "walker", "walkers")}, who saw ${seenInWords(walkers)}. Worst first:`,
    "",
    table(["#", "records", "shown", "first (UTC)", "last (UTC)", "from", "charts"], rows),
    ...(walkers.length > shownWalkers ? [`  and ${walkers.length - shownWalkers} more; --json lists all`] : []),
    "",
    ...walkers.slice(0, shownWalkers).map(sentence),
  ].join("\n")
}

/** Around a block of numbers nobody knows who walked, so what was seen there is only possibly theirs. */
const seenInWords = (walkers: readonly WalkerData[]): string => {
  const shownTo = (some: readonly WalkerData[]) => some.reduce((sum, { shown }) => sum + shown, 0)
  const { known = [], possible = [] } = Object.groupBy(walkers, (walker) => (walker.possible ? "possible" : "known"))
  if (possible.length === 0) return counted(shownTo(known), "record", "records")
  if (known.length === 0) return `up to ${counted(shownTo(possible), "record", "records")}`
  return `${counted(shownTo(known), "record", "records")}, and up to ${count(shownTo(possible))} more`
}

const sentence = ({ charts, resemblesHeavyReader }: WalkerData, index: number): string => {
  const first = charts[0]
  const hint = resemblesHeavyReader ? " It may be a heavy reader, such as a search engine or an aggregator." : ""
  return `  ${index + 1}. ${first?.title ?? ""}. ${first?.explanation.split(". ").at(-1) ?? ""}${hint}`
}

const whoInWords = ({ networks, networkCount }: WalkerData): string =>
  networkCount === 1 ? (networks[0] ?? "") : `${networks[0] ?? ""} and ${count(networkCount - 1)} more`

/** Columns as wide as their widest cell. */
const table = (header: readonly string[], rows: readonly (readonly string[])[]): string => {
  const widths = header.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)))
  return [header, ...rows]
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd())
    .join("\n")
}

const alsoSeen = ({ notices, busyDays }: CheckedData): string[] => {
  const byChart = Map.groupBy(notices, ({ charts }) => charts[0]?.chart ?? "")
  return [
    ...[...byChart].map(([chart, of]) => `${counted(of.length, "notice", "notices")} of the chart ${chart}`),
    ...(busyDays.length > 0
      ? [`more strangers than usual on ${busyDays.map(({ at }) => at.slice(0, 10)).join(", ")}`]
      : []),
  ]
}

const nextSteps = ({ walkers }: CheckedData): string[] => {
  if (walkers.length === 0) return ["Run it again each week, or in shadow mode: docs/detection.md, section 2."]
  return [
    "See each walk: add --html report.html. Show the addresses: add --reveal.",
    "List the records that were seen, because the people concerned may have to be notified: add --exposures seen.csv.",
    "Refuse the addresses: add --deny deny.conf, and --deny-format waf or crowdsec if you do not use nginx.",
    ...(walkers.some(({ resemblesHeavyReader }) => resemblesHeavyReader)
      ? ["If you know a reader, such as a search engine, name it: --reader 66.249.64.0/19."]
      : []),
  ]
}
