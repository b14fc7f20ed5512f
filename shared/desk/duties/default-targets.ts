import type { PromptnessStandard } from "../law/clock.ts"

/**
 * The deployment's own targets, for laws that name a standard but no number of hours or days. They are not legal
 * deadlines, and every document says so.
 */
export type DutyTargets = { readonly [Standard in PromptnessStandard as `${Standard}Hours`]: number }

export const defaultDutyTargets: DutyTargets = {
  asSoonAsFeasibleHours: 72,
  asSoonAsPracticableHours: 72,
  asQuicklyAsPossibleHours: 72,
  withoutUndueDelayHours: 72,
  withoutUnreasonableDelayHours: 72,
  inReasonableTimeHours: 72,
  promptlyHours: 72,
  immediatelyHours: 24,
}
