import { subjectKey } from "../domain/accessor.ts"
import { guessesPerAccessorAndDay, guessesPerShipmentAndHour } from "../domain/lookup-policy.ts"
import type { ChallengeFailures, GuessBudget } from "../storage/challenge-failures.ts"

/** A guess that was taken out of its budgets before it was checked. */
export type TakenGuess = {
  /** False when one of the budgets was used up: the proof counts for nothing, right or wrong. */
  readonly allowed: boolean
  /** Gives it back; to be called when the proof was right. */
  giveBack(): Promise<void>
}

/**
 * Takes a guess out of the budgets of the order that is asked for (whether it exists or not) and of the accessor.
 *
 * @param at ISO; decides the hour and the day, both UTC
 */
export async function takeGuess(
  failures: ChallengeFailures,
  of: { referenceKey: string; accessor: { subject: { fingerprint: string } }; at: string },
): Promise<TakenGuess> {
  const seconds = Math.floor(Date.parse(of.at) / 1000)
  const budgets: GuessBudget[] = [
    {
      counterKey: `reference#${of.referenceKey}#${of.at.slice(0, 13)}`,
      limit: guessesPerShipmentAndHour,
      expiresAt: seconds + 2 * 3600,
    },
    {
      counterKey: `${subjectKey(of.accessor)}#${of.at.slice(0, 10)}`,
      limit: guessesPerAccessorAndDay,
      expiresAt: seconds + 2 * 86_400,
    },
  ]
  const taken = await Promise.all(budgets.map((budget) => failures.take(budget)))
  return {
    allowed: taken.every((one) => one),
    async giveBack() {
      await Promise.all(budgets.filter((_, place) => taken[place]).map((budget) => failures.giveBack(budget)))
    },
  }
}
