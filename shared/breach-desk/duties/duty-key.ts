import type { Duty } from "./duty.ts"

/**
 * Identifies a duty in its case. A party owes each kind at most once under a law, or once to each other party.
 */
export type DutyName = Pick<Duty, "party" | "law" | "kind" | "towards">

export const dutyKey = ({ party, law, kind, towards }: DutyName): string =>
  [party, law, kind, ...(towards === undefined ? [] : [towards])].join("#")
