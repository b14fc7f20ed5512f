import { DateTime, IANAZone } from "luxon"
import type { ClockEvent, ControlRole } from "../../base/contracts/legal-words.ts"
import { earlier, later } from "../../base/platform/instants.ts"
import type { PartyFacts } from "../facts.ts"
import type { Clock } from "../law/clock.ts"
import { isVersionFor, type Law, type Rule, rolesStillAsked } from "../law/law.ts"
import { citationOf } from "./citation.ts"
import { basisInWords } from "./clock-in-words.ts"
import { type DutyTargets, defaultDutyTargets } from "./default-targets.ts"
import type { Duty } from "./duty.ts"

/**
 * When the rule's clock started for the party, when it ends, and why. Days end in the party's time zone or the law's,
 * whichever is earlier, so that nobody is told a time that is too late.
 */
export const dutyClockOf = (
  party: PartyFacts,
  law: Law,
  rule: Rule,
  targets: DutyTargets = defaultDutyTargets,
): Duty["clock"] => {
  const { at: startedAt, standsIn } = startOf(party, law, rule.clock.from)
  const zones = [party.timeZone, law.timeZone ?? party.timeZone]
  const dueAt =
    startedAt === null ? null : zones.map((zone) => dueTime(startedAt, rule.clock, zone, targets)).reduce(earlier)
  const citation = citationOf(law, rule)
  return {
    from: rule.clock.from,
    startedAt,
    ...(standsIn ? { standsInFor: rule.clock.from } : {}),
    dueAt,
    dueIs: rule.clock.kind === "within" ? "legalDeadline" : "target",
    basis: basisInWords(law, rule, { targets, standsIn }).en,
    ...(citation === "" ? {} : { citation }),
  }
}

/** The times of a party's side that may start a clock or choose a version of a rule, and its zone. */
export type Times = Pick<PartyFacts, "timeZone" | "awareAt" | "determinedAt" | "discoveredAt"> &
  Partial<Pick<PartyFacts, "notice" | "reported" | "grownAt" | "shrunkAt" | "correctedAt">> &
  Partial<Pick<PartyFacts, "lastExposureAt" | "possiblySeen" | "unknownBecause">>

/** The rules that count at these times, each in its last version in force, for the roles that this still asks. */
export function rulesInForce(party: Times, law: Law): readonly Rule[] {
  const inForce = law.rules.filter((rule) => isInForce(party, law, rule))
  return inForce.flatMap((rule) => {
    const owedBy = rolesStillAsked(rule, inForce)
    return owedBy.length === 0 ? [] : [{ ...rule, owedBy }]
  })
}

/** Whether a rule has versions of later alone. What the law asked of these roles at these times is not known here. */
export function hasLaterTextAlone(times: Times, law: Law, roles: readonly ControlRole[]): boolean {
  const inForce = rulesInForce(times, law)
  return law.rules.some((rule) =>
    rule.owedBy.some((role) => roles.includes(role) && !inForce.some((other) => isVersionFor(role, rule, other))),
  )
}

/**
 * Whether the rule's text was in force at the event that decides, or else at awareness: on the calendar of the law's
 * place or of the party's.
 */
function isInForce(party: Times, law: Law, { clock, inForceFrom, inForceBy }: Rule): boolean {
  const at = startOf(party, law, inForceBy ?? clock.from).at ?? party.awareAt
  return [party.timeZone, law.timeZone ?? party.timeZone].some(
    (zone) => inForceFrom <= inZone(at, zone).toFormat("yyyy-MM-dd"),
  )
}

/**
 * When the event happened that starts a clock, or the breach itself. Without a recorded determination or discovery, the
 * clock starts when the party became aware. That is never later, so a clock may end too early but never too late. Only
 * the notice to people, the report and the breach have no stand-in.
 */
function startOf(party: Times, law: Law, event: ClockEvent | "breach"): { at: string | null; standsIn: boolean } {
  switch (event) {
    case "awareness":
      return { at: party.awareAt, standsIn: false }
    case "determination":
      return party.determinedAt === undefined
        ? { at: party.awareAt, standsIn: true }
        : { at: party.determinedAt, standsIn: false }
    case "discovery":
      return party.discoveredAt === undefined
        ? { at: party.awareAt, standsIn: true }
        : { at: earlier(party.discoveredAt, party.awareAt), standsIn: false }
    case "individualsNotified":
      return { at: party.notice?.firstNotifiedAt ?? null, standsIn: false }
    case "growth":
      return { at: changedAt(party, law), standsIn: false }
    case "report":
      return { at: party.reported?.[law.id]?.at ?? null, standsIn: false }
    case "breach":
      return { at: lastOfBreach(party), standsIn: false }
  }
}

/** When the breach was last going on, as far as is known. More may have been shown, until the party knew of it. */
function lastOfBreach({ lastExposureAt, possiblySeen, unknownBecause = [], awareAt }: Times): string | null {
  const known = [lastExposureAt ?? undefined, possiblySeen?.lastAt, unknownBecause.length > 0 ? awareAt : undefined]
  return latest(known.filter((at) => at !== undefined))
}

const latest = (times: readonly string[]): string | null =>
  times.reduce<string | null>((last, at) => (last === null ? at : later(last, at)), null)

/** When what is known last came to differ from what the regulator was told; never before it was told. */
function changedAt({ reported = {}, grownAt, shrunkAt, correctedAt }: Times, law: Law): string | null {
  const { [law.id]: told } = reported
  return latest([told?.at, grownAt, shrunkAt, correctedAt].filter((at) => at !== undefined))
}

/**
 * The end of a clock. Hours are elapsed hours. Calendar days and months do not count the day of the event. They end
 * with the last second of the last day in the time zone, even if its clocks change in between. A month ends on the day
 * of the same number, or on its last one (Regulation 1182/71, art. 3(2)(c)).
 *
 * @param startIso ISO instant
 * @returns ISO instant in UTC
 * @throws Error if the time zone is unknown
 */
export const dueTime = (startIso: string, clock: Clock, timeZone: string, targets = defaultDutyTargets): string => {
  if (clock.kind === "within" && clock.unit !== "hours") {
    const term = clock.unit === "calendarDays" ? { days: clock.amount } : { months: clock.amount }
    return utc(inZone(startIso, timeZone).plus(term).endOf("day").startOf("second"))
  }
  if (!IANAZone.create(timeZone).isValid) throw new Error("not a known time zone")
  return addHours(startIso, clock.kind === "prompt" ? targets[`${clock.standard}Hours`] : clock.amount)
}

/** By when the law has the party answer a test, with its section. Empty: the law names no time for that. */
export function answerBy(
  { assessWithin }: Pick<Rule, "assessWithin">,
  { awareAt, timeZone }: Pick<Times, "awareAt" | "timeZone">,
) {
  if (assessWithin === undefined) return {}
  const { calendarDays: amount, section } = assessWithin
  return {
    answerBy: {
      at: dueTime(awareAt, { kind: "within", amount, unit: "calendarDays", from: "awareness" }, timeZone),
      section,
    },
  }
}

/** An ISO instant in UTC that is elapsed hours later. @throws Error if `iso` is no instant */
export function addHours(iso: string, hours: number): string {
  // Elapsed hours are the same in every zone, and arithmetic in a zone is slow.
  const start = DateTime.fromISO(iso, { zone: "utc" })
  if (!start.isValid) throw new Error("not an instant")
  return utc(start.plus({ hours }))
}

/** The instant as a date and time in a time zone. @throws Error if either is unknown */
export function inZone(iso: string, timeZone: string): DateTime {
  const instant = DateTime.fromISO(iso, { setZone: true }).setZone(timeZone)
  if (!instant.isValid) throw new Error(`not an instant in a known time zone: ${instant.invalidReason ?? "unknown"}`)
  return instant
}

const utc = (instant: DateTime): string => `${instant.toUTC().toFormat("yyyy-MM-dd'T'HH:mm:ss")}Z`
