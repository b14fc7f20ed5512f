import * as z from "zod"
import { ownString } from "../../../base/contracts/bounded-string.ts"

export const challengeFailuresRow = z.object({
  counterKey: ownString().min(1),
  failures: z.int(),
  expiresAt: z.int().positive(),
})

/**
 * One budget of guesses. `counterKey` names its owner and the hour or day, `limit` is its size, `cost` is what one
 * guess takes (default 1; 0 asks only whether any is left), and `expiresAt` (epoch seconds) is when it is deleted.
 */
export type GuessBudget = { counterKey: string; limit: number; cost?: number; expiresAt: number }

/** Counters of failed proofs. Each call is one write, so that concurrent guesses cannot exceed a limit together. */
export type ChallengeFailures = {
  /** Takes the cost of one guess from the budget. `false` if nothing is left. */
  take(budget: GuessBudget): Promise<boolean>
  /** Gives the cost of one guess back. No effect if nothing was taken. */
  giveBack(budget: GuessBudget): Promise<void>
}
