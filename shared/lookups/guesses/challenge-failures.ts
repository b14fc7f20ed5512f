import * as z from "zod"

export const challengeFailuresRow = z.object({
  counterKey: z.string().min(1),
  failures: z.int(),
  expiresAt: z.int().positive(),
})

export type ChallengeFailuresRow = z.infer<typeof challengeFailuresRow>

/**
 * One budget of guesses: its key names whose and in which hour or day, `limit` how much it holds, `cost` how much of it one guess takes (1
 * unless given), `expiresAt` (epoch seconds) when it is forgotten.
 */
export type GuessBudget = { counterKey: string; limit: number; cost?: number; expiresAt: number }

/**
 * Counters of failed proofs. A guess is taken before it is checked and given back when it was right, so that guesses made at the same
 * moment cannot exceed the limit together.
 */
export type ChallengeFailures = {
  /** Takes the cost of one guess out of the budget; `false` when nothing is left. */
  take(budget: GuessBudget): Promise<boolean>
  /** Gives the cost of one guess back; nothing where nothing was taken. */
  giveBack(budget: GuessBudget): Promise<void>
}
