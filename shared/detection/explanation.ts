/**
 * A finding in words for the people who must decide on it: which pattern, what was seen, over which period, how unlikely under
 * ordinary use. Holds counts and times only: no reference, address, account or other raw value can be in it.
 */
import type { ChartName } from "./class-policy.ts"
import type { Evidence, Finding } from "./evaluate.ts"

const titles: Readonly<Record<ChartName, string>> = {
  walk: "One accessor walked along a retailer's reference numbers",
  guess: "One accessor guessed reference numbers or postal codes",
  fanOut: "One accessor saw the parcels of many destinations",
  scope: "A partner's credential looked outside its own shipments",
  insider: "A staff credential looked up many parcels without a case",
  block: "Several accessors together walked through one range of a retailer's numbers",
  blockMisses: "Several accessors probed numbers that do not exist in one range",
}

const count = (number: number, one: string, many = `${one}s`): string =>
  number === 1 ? `1 ${one}` : `${number.toLocaleString("en")} ${many}`

/** A duration as people say it: the two largest units that matter. */
export const describeDuration = (seconds: number): string => {
  if (seconds < 60) return count(Math.max(0, Math.round(seconds)), "second")
  if (seconds < 3600) return count(Math.round(seconds / 60), "minute")
  if (seconds < 2 * 86_400) return count(Math.round(seconds / 360) / 10, "hour")
  return count(Math.round(seconds / 8640) / 10, "day")
}

const utc = (epochSeconds: number): string =>
  `${new Date(epochSeconds * 1000).toISOString().slice(0, 19).replace("T", " ")} UTC`

/**
 * How unlikely the score is under ordinary use: a cumulative sum of log-likelihood ratios reaches s by chance in at most e^-s
 * of the excursions that ordinary use makes.
 */
export const describeImprobability = (score: number): string => {
  const odds = Math.exp(Math.min(score, 700))
  if (odds < 1000) return `less than once in ${Math.max(2, Math.floor(odds))} comparable runs of ordinary lookups`
  const power = Math.floor(score / Math.LN10)
  const words = ["thousand", "million", "billion"] as const
  const word = words[Math.min(words.length, Math.floor(power / 3)) - 1] ?? "billion"
  const unit = 1000 ** Math.min(words.length, Math.floor(power / 3))
  const size = Math.floor(odds / unit)
  return size < 1000
    ? `less than once in ${size} ${word} comparable runs of ordinary lookups`
    : "less than once in a million million comparable runs of ordinary lookups"
}

const seen = (finding: Finding): string => {
  const e = finding.evidence
  const all = count(e.references, "different reference")
  const over = e.spanSeconds === 0 ? "at one instant" : `within ${describeDuration(e.spanSeconds)}`
  switch (finding.chart) {
    case "walk":
      return `${all} ${over}${distance(e)}; numbers drawn at random would spread over about ${count(e.liveWidth ?? 0, "number")}.`
    case "guess":
      return `${all} ${over}, of which ${e.misses} did not exist and ${e.challengeFailed} failed the proof that was asked for; in ordinary use about ${percent(e.ordinaryMissShare)} do not exist.`
    case "fanOut":
      return `${all} shown without proof ${over}${e.deliveryPoints > 0 ? `, going to ${count(e.deliveryPoints, "different destination")}` : ""}; in ordinary use one accessor reaches about ${rate(e.ordinaryPerDay)} new ones a day.`
    case "scope":
      return `${all} outside the credential's entitlement ${over}; an ordinary credential makes about one such mistake in 500.`
    case "insider":
      return `${all} without a case ${over}; ordinary work needs about ${rate(e.ordinaryPerDay)} a day.`
    case "block":
      return `${count(e.accessors, "accessor")} asked for ${all} ${over}, in number order${distance(e)}; unrelated people look numbers up in no order.`
    case "blockMisses":
      return `${count(e.accessors, "accessor")} asked for ${count(e.misses, "reference")} that do not exist ${over}${distance(e)}${e.canaries > 0 ? `, and touched ${count(e.canaries, "planted number")} that nobody was ever given` : ""}.`
  }
}

const distance = (e: Evidence): string =>
  e.medianGap === null
    ? ""
    : `, lying ${e.medianGap === 1 ? "side by side" : `typically ${count(e.medianGap, "number")} apart`}`

const percent = (share: number | null): string => (share === null ? "few" : `${Math.round(share * 100)} %`)
const rate = (perDay: number | null): string =>
  perDay === null ? "few" : perDay >= 1 ? perDay.toFixed(0) : perDay.toFixed(1)

const exposed = (e: Evidence): string => {
  if (e.hits === 0) return "Nothing of these was shown."
  const proven =
    e.proven > 0 ? ` ${count(e.proven, "further reference")} in the same period came with proof and do not count.` : ""
  return `${count(e.hits, "record")} of them exist and may have been shown to this accessor.${proven}`
}

export type Explanation = {
  readonly title: string
  readonly seen: string
  readonly period: string
  readonly improbability: string
  readonly exposed: string
  /** The numbers behind the words. */
  readonly numbers: Evidence & { readonly score: number; readonly threshold: number }
}

/** @returns sentences in English; times in UTC */
export const explain = (finding: Finding): Explanation => ({
  title: titles[finding.chart],
  seen: seen(finding),
  period: `From ${utc(finding.from)}; recognised by the lookup of ${utc(finding.crossedAt)}.`,
  improbability: `By the detector's model, ordinary use shows this ${describeImprobability(finding.peak)} (score ${finding.peak.toFixed(1)}, ${finding.severity} from ${finding.threshold.toFixed(1)}).`,
  exposed: exposed(finding.evidence),
  numbers: { ...finding.evidence, score: finding.peak, threshold: finding.threshold },
})

/** The explanation as one text of at most 1,000 characters. */
export const explanationText = (finding: Finding): string => {
  const { title, seen: what, period, improbability, exposed: shown } = explain(finding)
  return `${title}. ${what} ${period} ${improbability} ${shown}`.slice(0, 1000)
}
