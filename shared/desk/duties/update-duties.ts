import { isByContract } from "../../base/contracts/by-contract.ts"
import { assessmentKey, isOutgrown } from "../assessment.ts"
import type { CaseFacts } from "../facts.ts"
import type { Law } from "../law/law.ts"
import { isPutOff } from "./contract-duties.ts"
import { deriveDuties } from "./derive-duties.ts"
import { type Duty, isSettled, notNotified, progressOfDuty } from "./duty.ts"
import { applyDutyAction, hubActor } from "./duty-actions.ts"
import { dutyKey } from "./duty-key.ts"

/**
 * The duties of one party after the facts of its case changed: new duties are derived, clocks follow the facts, and a
 * done duty to notify people opens again if there are more people to notify. A duty that was assessed as not owed opens
 * again once the party answers the legal test otherwise, the time of its reason has ended, or the case has grown: the
 * assessment spoke of less. A supplement is owed again with each growth.
 *
 * @param at ISO instant
 * @returns the duties that changed, and those that no longer exist
 */
export function updateDuties(
  existing: readonly Duty[],
  facts: CaseFacts,
  laws: readonly Law[],
  at: string,
): { changed: Duty[]; lapsed: readonly Duty[] } {
  const derived = deriveDuties(facts, laws)
  const lapsed = lapsedDuties(existing, derived, laws)
  const refreshed = refreshDuties(
    existing.filter((duty) => !lapsed.includes(duty)),
    derived,
  )
  const reopening = [
    ...reopenForGrowth(refreshed, facts, at),
    ...reopenAssessed(refreshed, facts, at),
    ...reopenSupplements(refreshed, derived, at),
  ]
  const reopened = new Map(reopening.map((duty) => [dutyKey(duty), duty]))
  const before = new Map(existing.map((duty) => [dutyKey(duty), JSON.stringify(duty)]))
  const changed = refreshed
    .map((duty) => reopened.get(dutyKey(duty)) ?? duty)
    .filter((duty) => before.get(dutyKey(duty)) !== JSON.stringify(duty))
  return { changed, lapsed }
}

/**
 * Brings existing duties up to date with newly derived ones. State and history stay. Clock and presumption follow the
 * facts, and a moved clock gets new alarms. A duty that is no longer derived is kept unchanged.
 */
export const refreshDuties = (existing: readonly Duty[], derived: readonly Duty[]): readonly Duty[] => {
  const byKey = new Map(derived.map((duty) => [dutyKey(duty), duty]))
  const known = new Set(existing.map(dutyKey))
  return [
    ...existing.map((duty) => {
      const fresh = byKey.get(dutyKey(duty))
      if (fresh === undefined) return duty
      const { presumption, rule, text, addressee, test, excuses } = fresh
      const isOfText = duty.text === undefined || duty.text === text
      // What came after a growth makes its supplement no less late.
      const isWaiting = duty.kind === "supplementReport" && !isSettled(duty) && isOfText
      const { clock } = isWaiting || isPutOff(duty, fresh.clock) ? duty : fresh
      const moved = duty.clock.dueAt !== clock.dueAt
      const { unansweredAt } = duty.alarms
      const alarms = moved ? { escalations: 0, ...(unansweredAt === undefined ? {} : { unansweredAt }) } : duty.alarms
      const next: Duty = { ...duty, clock, presumption, rule, addressee, excuses, alarms }
      if (text !== undefined) next.text = text
      if (test === undefined) delete next.test
      else next.test = test
      return next
    }),
    ...derived.filter((duty) => !known.has(dutyKey(duty))),
  ]
}

/**
 * Untouched duties that turned out to be owed to somebody else. Example: a carrier owes notice to people of no known
 * retailer. Once the retailers are known, it owes notice to the people of each retailer instead. So do those that
 * another text of the law, which the party accepted, does not ask for. A duty by contract never lapses: the party
 * that owes it can take the contract out of its settings.
 */
function lapsedDuties(existing: readonly Duty[], derived: readonly Duty[], laws: readonly Law[]): readonly Duty[] {
  const isOfOtherText = ({ law, text }: Pick<Duty, "law" | "text">) =>
    text !== undefined && laws.some(({ id, hash }) => id === law && hash !== text)
  const keys = new Set(derived.map(dutyKey))
  const owedStill = new Set(derived.map(({ towards: _, ...duty }) => dutyKey(duty)))
  return existing.filter(
    ({ towards, ...duty }) =>
      !keys.has(dutyKey({ ...duty, towards })) &&
      (owedStill.has(dutyKey(duty)) || isOfOtherText(duty)) &&
      !isByContract(duty) &&
      duty.state === "open" &&
      duty.requests.length === 0,
  )
}

/**
 * Done duties to notify people that must open again because the case now affects people who were not notified.
 *
 * @param at ISO instant
 */
export const reopenForGrowth = (duties: readonly Duty[], facts: CaseFacts, at: string): readonly Duty[] =>
  duties.flatMap((duty) => {
    const owner = facts.parties.find(({ party }) => party === duty.party)
    const progress = owner === undefined ? undefined : progressOfDuty(owner, duty)
    if (duty.kind !== "tellIndividuals" || duty.state !== "discharged") return []
    // At the hub nobody can count people: what the operator states anew may concern others of them.
    const isRestated = owner?.atHub !== undefined && isLaterThan(owner.grownAt, duty.discharged?.at)
    const isUntold = progress !== undefined && notNotified(progress) > 0
    if (!isUntold && !isRestated) return []
    const decision = applyDutyAction(duty, { operation: "reopen" }, { by: hubActor, at, parties: [] })
    return decision.ok ? [decision.duty] : []
  })

const isLaterThan = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && other !== undefined && Date.parse(one) > Date.parse(other)

/**
 * Duties assessed as not owed whose assessment no longer holds: a later one of the same test says that it is met, the
 * reason has ended, or the case has grown.
 */
function reopenAssessed(duties: readonly Duty[], facts: CaseFacts, at: string): readonly Duty[] {
  return duties.flatMap((duty) => {
    const given = duty.state === "notOwed" ? duty.notOwed?.assessment : undefined
    if (given === undefined) return []
    const owner = facts.parties.find(({ party }) => party === duty.party)
    const latest = owner?.assessments[assessmentKey({ law: duty.law, test: duty.test })]
    const isAnsweredOtherwise =
      latest?.met === "yes" && given.met === "no" && Date.parse(latest.assessedAt) >= Date.parse(given.assessedAt)
    const hasEnded = given.until !== undefined && Date.parse(given.until) <= Date.parse(at)
    if (!isAnsweredOtherwise && !hasEnded && !isOutgrown(given, owner?.grownAt)) return []
    const decision = applyDutyAction(duty, { operation: "reopen" }, { by: hubActor, at, parties: [] })
    return decision.ok ? [decision.duty] : []
  })
}

/** Done supplements of a report to which, once more, something is to be added. */
function reopenSupplements(duties: readonly Duty[], derived: readonly Duty[], at: string): readonly Duty[] {
  const owed = new Set(derived.map(dutyKey))
  return duties.flatMap((duty) => {
    if (duty.kind !== "supplementReport" || duty.state !== "discharged" || !owed.has(dutyKey(duty))) return []
    const decision = applyDutyAction(duty, { operation: "reopen" }, { by: hubActor, at, parties: [] })
    return decision.ok ? [decision.duty] : []
  })
}
