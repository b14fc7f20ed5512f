import { count, dateOnly, timeSpan } from "../../base/platform/bilingual.ts"
import type { Fact, Line, Part } from "../../parties/channels/letter.ts"
import { paragraph } from "../../parties/channels/letter.ts"
import { findingFor } from "../../watch/detection/anomalies/finding-for.ts"
import { voucherKindOf } from "../../watch/detection/anomalies/voucher.ts"
import { voucherInWords } from "../../watch/detection/anomalies/voucher-in-words.ts"
import type { RefusedAttempt } from "../attempts/refused-attempts.ts"
import { toolInWords } from "../dossier/codes-in-words.ts"
import type { AlertLetter } from "./alert-letter.ts"
import { linked, type MailReader } from "./mail-reader.ts"
import { fill } from "./mail-words.ts"

/**
 * The one letter about all refused attempts of a UTC day, in the language and time zone of its reader. It asks nothing
 * and has no deadline.
 */
export function attemptsLetter(reader: MailReader, day: string, attempts: readonly RefusedAttempt[]): AlertLetter {
  const { words, language } = reader
  const { subject, first, what, reported, noCase, heading } = words.attempts
  const names = { day: dateOnly(day, language) }
  const isReported = attempts.some(({ anomaly }) => voucherKindOf(anomaly).how !== "seen")
  const byTool = Map.groupBy(attempts, ({ anomaly }) => `${anomaly.tool} ${voucherKindOf(anomaly).how}`)
  const facts = [...byTool.values()].map((same): Part => ({ kind: "facts", facts: factsOf(reader, same) }))
  const said = [fill(what, names), ...(isReported ? [reported] : []), noCase]
  const sections = [
    paragraph(linked(reader, first, listOf(reader))),
    paragraph(...said.map((text): Line => ({ text }))),
    { heading, parts: facts },
  ]
  return { letter: { language, subject: fill(subject, names), sections }, level: "alert" }
}

/** The page of the console with the list, if the stage has one. */
function listOf({ links: { consoleUrl }, partyId }: MailReader): string | undefined {
  return consoleUrl && `${consoleUrl}/restrictions?${new URLSearchParams({ party: partyId })}`
}

/** What was noticed in one tool, by the word of one party. */
function factsOf({ words, language, timeZone, partyId, kind }: MailReader, same: readonly RefusedAttempt[]): Fact[] {
  const { labels, attempts } = words
  const findings = same.map(({ anomaly }) => findingFor(anomaly, partyId))
  const [from = ""] = findings.map((one) => one.from).sort()
  const until =
    findings
      .map(({ crossedAt }) => crossedAt)
      .sort()
      .at(-1) ?? from
  return same.slice(0, 1).flatMap(({ anomaly }) => [
    { label: labels.tool, value: toolInWords(anomaly.tool, language) },
    { label: labels.vouchedBy, value: voucherInWords(voucherKindOf(anomaly), language, kind) },
    { label: attempts.count, value: count(same.length, language) },
    { label: labels.period, value: timeSpan(from, until, timeZone, language) },
  ])
}
