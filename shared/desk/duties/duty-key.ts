import type { Duty } from "./duty.ts"

/**
 * Identifies a duty in its case. A party owes each kind at most once under a law, or once to each other party, or in
 * each stage of a report.
 */
export type DutyName = Pick<Duty, "party" | "law" | "kind" | "towards" | "stage">

export const dutyKey = ({ party, ...duty }: DutyName): string => `${party}#${ownDutyKey(duty)}`

/** Identifies a duty among those of its party in a case. */
export const ownDutyKey = ({ law, kind, towards, stage }: Omit<DutyName, "party">): string =>
  [law, kind, ...(towards === undefined ? [] : [towards]), ...(stage === undefined ? [] : ["stage", stage])].join("#")
