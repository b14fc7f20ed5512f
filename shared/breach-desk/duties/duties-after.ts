import type { Law } from "../../law/law.ts"
import type { CaseFacts } from "../facts.ts"
import { type DutyTargets, deriveDuties, lapsedDuties, mergeDuties, reopenForGrowth } from "./derive-duties.ts"
import { type Duty, dutyKey } from "./duty.ts"

/**
 * The duties of one party of a case as the facts stand: new ones derived, clocks moved, and what was done towards individuals
 * opened again where the case has grown past it.
 *
 * @returns duties that changed, and those that are none any more
 */
export function dutiesAfter(
  existing: readonly Duty[],
  facts: CaseFacts,
  laws: readonly Law[],
  at: string,
  targets?: DutyTargets,
): { changed: Duty[]; lapsed: readonly Duty[] } {
  const derived = targets === undefined ? deriveDuties(facts, laws) : deriveDuties(facts, laws, targets)
  const lapsed = lapsedDuties(existing, derived)
  const merged = mergeDuties(
    existing.filter((duty) => !lapsed.includes(duty)),
    derived,
  )
  const reopened = new Map(reopenForGrowth(merged, facts, at).map((duty) => [dutyKey(duty), duty]))
  const before = new Map(existing.map((duty) => [dutyKey(duty), JSON.stringify(duty)]))
  const changed = merged
    .map((duty) => reopened.get(dutyKey(duty)) ?? duty)
    .filter((duty) => before.get(dutyKey(duty)) !== JSON.stringify(duty))
  return { changed, lapsed }
}
