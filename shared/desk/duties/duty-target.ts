import { earlier } from "../../base/platform/instants.ts"
import type { Law } from "../law/law.ts"
import { defaultDutyTargets } from "./default-targets.ts"
import { addHours } from "./due-time.ts"
import type { Duty } from "./duty.ts"

/** How long before a legal deadline a duty is to be done, hours: as long as its last reminder comes before it. */
const hoursBeforeDeadline = 24

type TimedDuty = Pick<Duty, "law" | "rule" | "clock">

/**
 * When this deployment aims to have a duty done, where its law asks for promptness. If the law sets an outer limit too,
 * the target is the time for its standard of promptness, and at the latest a day before that limit.
 *
 * @param laws those that its owner follows
 * @returns ISO instant; `undefined` while the clock has not started, and if the law asks for a term alone
 */
export function targetOf({ law: lawId, rule: ruleId, clock }: TimedDuty, laws: readonly Law[]): string | undefined {
  const { startedAt, dueAt, dueIs } = clock
  if (startedAt === null || dueAt === null) return undefined
  if (dueIs === "target") return dueAt
  const law = laws.find(({ id }) => id === lawId)
  const standard = law?.rules.find(({ id }) => id === ruleId)?.clock.standard
  if (standard === undefined) return undefined
  const target = earlier(
    addHours(startedAt, defaultDutyTargets[`${standard}Hours`]),
    addHours(dueAt, -hoursBeforeDeadline),
  )
  return Date.parse(target) > Date.parse(startedAt) ? target : undefined
}

/** The times of a duty as events and answers give them: none while its clock has not started. */
export function timesOf(duty: TimedDuty, laws: readonly Law[]) {
  const { dueAt, dueIs } = duty.clock
  if (dueAt === null) return {}
  const targetAt = targetOf(duty, laws)
  return { dueAt, dueIs, ...(targetAt === undefined ? {} : { targetAt }) }
}

/** Whether this deployment's target is before `at` (ISO instant). */
export function isPastTarget(duty: TimedDuty, at: string, laws: readonly Law[]): boolean {
  const targetAt = targetOf(duty, laws)
  return targetAt !== undefined && Date.parse(targetAt) < Date.parse(at)
}
