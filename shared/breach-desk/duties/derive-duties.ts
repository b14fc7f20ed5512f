import { DateTime } from "luxon"
import type { Clock, ClockEvent, Law, PromptnessStandard, Rule } from "../../law/law.ts"
import type { CaseFacts, PartyFacts } from "../facts.ts"
import type { Duty } from "./duty.ts"
import { dutyKey, dutySchema } from "./duty.ts"
import { applyDutyAction, hubActor } from "./duty-actions.ts"
import { notNotified, progressOfDuty } from "./duty-progress.ts"

/**
 * The deployment's own targets where a law names a standard but no term. They are not legal deadlines and every
 * document says so.
 */
export type DutyTargets = { readonly [Standard in PromptnessStandard as `${Standard}Hours`]: number }

export const defaultDutyTargets: DutyTargets = {
  asSoonAsFeasibleHours: 72,
  withoutUndueDelayHours: 72,
  promptlyHours: 72,
  immediatelyHours: 24,
}

/**
 * Every duty of every party of the case: one per (party, law, kind), and of a carrier's duty to tell people one per retailer.
 * A rule not yet in force when the party became aware binds it to nothing.
 * @throws Error when a party is bound by a law that is not among `laws`
 */
export const deriveDuties = (
  facts: CaseFacts,
  laws: readonly Law[],
  targets: DutyTargets = defaultDutyTargets,
): readonly Duty[] =>
  facts.parties.flatMap((party) =>
    party.laws.flatMap((lawId) => {
      const law = laws.find((candidate) => candidate.id === lawId)
      if (law === undefined) throw new Error(`law ${lawId} is not in the law pack`)
      return law.rules
        .filter((rule) => rule.owedBy.includes(party.role) && rule.inForceFrom <= localDate(party))
        .flatMap((rule) => towardsWhom(party, rule).map((towards) => deriveDuty(party, law, rule, targets, towards)))
    }),
  )

const localDate = (party: PartyFacts): string => inZone(party.awareAt, party.timeZone).toISODate() ?? party.awareAt

/** The retailers to whose people a carrier owes a notice, each apart; `undefined` for people of no known retailer, and for everybody else's duties. */
function towardsWhom(party: PartyFacts, rule: Rule): readonly (string | undefined)[] {
  const { byRetailer = [] } = party
  if (rule.kind !== "tellIndividuals" || byRetailer.length === 0) return [undefined]
  const retailers = byRetailer.map(({ retailer }) => retailer)
  const rest = progressOfDuty(party, {})
  return rest !== undefined && rest.affected > 0 ? [...retailers, undefined] : retailers
}

function deriveDuty(party: PartyFacts, law: Law, rule: Rule, targets: DutyTargets, towards: string | undefined): Duty {
  return dutySchema.parse({
    ...(towards === undefined ? {} : { towards }),
    party: party.party,
    law: law.id,
    kind: rule.kind,
    rule: rule.id,
    addressee: rule.to.code,
    state: "open",
    clock: dutyClockOf(party, law, rule, targets),
    presumption: presume(party, rule),
  })
}

/** Whether the rule is owed whatever the risk, is to be assessed, or seems not to cover what was exposed. */
function presume(party: PartyFacts, rule: Rule): Duty["presumption"] {
  const { definedFields, residents, standard } = rule.threshold
  if (definedFields !== undefined && !party.exposuresByField.some(({ field }) => definedFields.includes(field))) {
    return "probablyNotOwed"
  }
  if (residents !== undefined) {
    const known = party.peopleByJurisdiction?.[residents.jurisdiction]
    if (known !== undefined && known <= residents.above) return "probablyNotOwed"
  }
  return standard === "everyBreach" || standard === "suspectedInHeldData" ? "owed" : "assess"
}

/** When the rule's clock started for the party, and when it ends. */
export const dutyClockOf = (
  party: PartyFacts,
  law: Law,
  rule: Rule,
  targets: DutyTargets = defaultDutyTargets,
): Duty["clock"] => {
  const start = startOf(party, rule.clock.from)
  const dueAt = start.at === null ? null : dueTime(start.at, rule.clock, party.timeZone, targets)
  return {
    from: rule.clock.from,
    startedAt: start.at,
    ...(start.standsIn ? { standsInFor: rule.clock.from } : {}),
    dueAt,
    dueIs: rule.clock.kind === "within" ? "legalDeadline" : "target",
    basis: basisOf(law, rule, targets, start.standsIn),
  }
}

/**
 * The party's own event. An unrecorded determination or discovery is counted from the party's awareness, which is
 * never later: the clock may run early, never late. Notice to individuals has no stand-in.
 */
function startOf(party: PartyFacts, event: ClockEvent): { at: string | null; standsIn: boolean } {
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
  }
}

const earlier = (one: string, other: string): string => (Date.parse(one) <= Date.parse(other) ? one : other)

/**
 * The end of a clock. Hours are elapsed hours. Calendar days exclude the day of the event and end with the last
 * second of the last day in the party's time zone, whatever the clocks there do in between.
 * @param startIso ISO instant
 * @returns ISO instant in UTC
 * @throws Error on an unknown time zone
 */
export const dueTime = (startIso: string, clock: Clock, timeZone: string, targets = defaultDutyTargets): string => {
  const start = inZone(startIso, timeZone)
  if (clock.kind === "prompt") return utc(start.plus({ hours: targets[`${clock.standard}Hours`] }))
  if (clock.unit === "hours") return utc(start.plus({ hours: clock.amount }))
  return utc(start.plus({ days: clock.amount }).endOf("day").startOf("second"))
}

function inZone(iso: string, timeZone: string): DateTime {
  const instant = DateTime.fromISO(iso, { setZone: true }).setZone(timeZone)
  if (!instant.isValid) throw new Error(`not an instant in a known time zone: ${instant.invalidReason ?? "unknown"}`)
  return instant
}

const utc = (instant: DateTime): string => `${instant.toUTC().toFormat("yyyy-MM-dd'T'HH:mm:ss")}Z`

const standardWords: Record<PromptnessStandard, string> = {
  asSoonAsFeasible: "as soon as feasible",
  withoutUndueDelay: "without undue delay",
  promptly: "promptly",
  immediately: "immediately",
}

const eventWords: Record<ClockEvent, string> = {
  awareness: "becoming aware",
  determination: "determining that a breach has occurred",
  discovery: "discovery or notification of the breach",
  individualsNotified: "notifying the affected people",
}

function basisOf(law: Law, rule: Rule, targets: DutyTargets, standsIn: boolean): string {
  const { clock } = rule
  const where = `${law.shortName.en} ${rule.citation.section}`
  const stand = standsIn ? "; counted from awareness until that event is recorded" : ""
  if (clock.kind === "prompt") {
    const hours = targets[`${clock.standard}Hours`]
    return `${where}: ${standardWords[clock.standard]} after ${eventWords[clock.from]}. The law names no term; ${hours} h is this deployment's target${stand}.`
  }
  const unit = clock.unit === "hours" ? "hours" : "calendar days"
  return `${where}: within ${clock.amount} ${unit} of ${eventWords[clock.from]}${stand}.`
}

/**
 * Brings existing duties up to date with newly derived ones: state and history stay, clock and presumption follow the
 * facts. Alarms of a clock that moved are set anew. A duty that is no longer derived is kept as it was.
 */
export const mergeDuties = (existing: readonly Duty[], derived: readonly Duty[]): readonly Duty[] => {
  const byKey = new Map(derived.map((duty) => [dutyKey(duty), duty]))
  const known = new Set(existing.map(dutyKey))
  return [
    ...existing.map((duty) => {
      const fresh = byKey.get(dutyKey(duty))
      if (fresh === undefined) return duty
      const { clock, presumption, rule, addressee } = fresh
      const moved = duty.clock.dueAt !== clock.dueAt
      const { unansweredAt } = duty.alarms
      const alarms = moved ? { escalations: 0, ...(unansweredAt === undefined ? {} : { unansweredAt }) } : duty.alarms
      return { ...duty, clock, presumption, rule, addressee, alarms }
    }),
    ...derived.filter((duty) => !known.has(dutyKey(duty))),
  ]
}

/**
 * Duties with which nothing was done and that turned out to be owed to others: what a carrier owed before it was known whose people
 * were affected is owed to those of each retailer instead.
 */
export const lapsedDuties = (existing: readonly Duty[], derived: readonly Duty[]): readonly Duty[] => {
  const keys = new Set(derived.map(dutyKey))
  const owedStill = new Set(derived.map(({ party, law, kind }) => dutyKey({ party, law, kind })))
  return existing.filter(
    ({ party, law, kind, state, requests, ...duty }) =>
      !keys.has(dutyKey({ party, law, kind, towards: duty.towards })) &&
      owedStill.has(dutyKey({ party, law, kind })) &&
      state === "open" &&
      requests.length === 0,
  )
}

/**
 * Duties to tell individuals that were done and must be open again because the case has grown past what was told.
 * @param at ISO instant
 */
export const reopenForGrowth = (duties: readonly Duty[], facts: CaseFacts, at: string): readonly Duty[] =>
  duties.flatMap((duty) => {
    const owner = facts.parties.find(({ party }) => party === duty.party)
    const progress = owner === undefined ? undefined : progressOfDuty(owner, duty)
    if (duty.kind !== "tellIndividuals" || duty.state !== "discharged" || progress === undefined) return []
    if (notNotified(progress) === 0) return []
    const decision = applyDutyAction(duty, { operation: "reopen" }, { by: hubActor, at, parties: [] })
    return decision.ok ? [decision.duty] : []
  })
