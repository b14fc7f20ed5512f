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
 * Takes a guess out of the budget of the accessor, and then out of that of the order asked for, whether it exists or not. An accessor who
 * has none left takes nothing from the order, so that nobody can use up what its recipient may need.
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
      counterKey: `${subjectKey(of.accessor)}#${of.at.slice(0, 10)}`,
      limit: guessesPerAccessorAndDay,
      expiresAt: seconds + 2 * 86_400,
    },
    {
      counterKey: `reference#${of.referenceKey}#${of.at.slice(0, 13)}`,
      limit: guessesPerShipmentAndHour,
      expiresAt: seconds + 2 * 3600,
    },
  ]
  const taken: GuessBudget[] = []
  for (const budget of budgets) {
    if (!(await failures.take(budget))) break
    taken.push(budget)
  }
  return {
    allowed: taken.length === budgets.length,
    async giveBack() {
      await Promise.all(taken.map((budget) => failures.giveBack(budget)))
    },
  }
}
