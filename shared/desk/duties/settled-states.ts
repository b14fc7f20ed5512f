import type { DutyState } from "../../base/contracts/words.ts"

/** States of a duty in which nothing is left to do. */
export const settledStates: ReadonlySet<DutyState> = new Set<DutyState>(["discharged", "notOwed"])
