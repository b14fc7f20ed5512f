import { networkKey, subjectKey } from "../../detection/accessor.ts"
import { daySeconds } from "../../platform/instants.ts"
import type { ChallengeFailures, GuessBudget } from "./challenge-failures.ts"
import {
  guessesPerAccessorAndDay,
  guessesPerEarningParcelAndDay,
  guessesPerNetworkOfGuessers,
  guessesPerShipmentAndHour,
  unprovenPerEarningParcelAndDay,
} from "./guess-limits.ts"

/** A guess that was taken out of its budgets before it was checked. */
export type TakenGuess = {
  /** False when one of the budgets was used up: the proof counts for nothing, right or wrong. */
  readonly allowed: boolean
  /** Gives it back without having looked at it. */
  giveBack(): Promise<void>
  /** Gives it back because it was right. */
  wasRight(): Promise<void>
}

/**
 * Takes a guess out of the budget of the accessor, and then out of that of the order asked for, whether it exists or not. An accessor who
 * has none left takes nothing from the order, so that nobody can use up what its recipient may need. On a network of guessers two more
 * budgets come between: that of the parcel for whose sake the accessor is served, and the network's.
 *
 * @param of `at` in ISO decides the hour and the day, both UTC; `earningTag` names the parcel, on a network of guessers only
 */
export async function takeGuess(
  failures: ChallengeFailures,
  of: {
    referenceKey: string
    accessor: { subject: { fingerprint: string }; network: { fingerprint: string } }
    at: string
    earningTag?: string | undefined
  },
): Promise<TakenGuess> {
  const { referenceKey, accessor, at, earningTag } = of
  const { cost, limit } = guessesPerNetworkOfGuessers
  const network = { ...daily(networkKey(accessor), limit, at), cost }
  const budgets: GuessBudget[] = [
    daily(subjectKey(accessor), guessesPerAccessorAndDay, at),
    ...(earningTag === undefined ? [] : [daily(`earning#${earningTag}`, guessesPerEarningParcelAndDay, at), network]),
    {
      counterKey: `reference#${referenceKey}#${at.slice(0, 13)}`,
      limit: guessesPerShipmentAndHour,
      expiresAt: secondsOf(at) + 2 * 3600,
    },
  ]
  const taken: GuessBudget[] = []
  for (const budget of budgets) {
    if (!(await failures.take(budget))) break
    taken.push(budget)
  }
  const giveBack = async () => {
    await Promise.all(taken.map((budget) => failures.giveBack(budget)))
  }
  return {
    allowed: taken.length === budgets.length,
    giveBack,
    async wasRight() {
      await giveBack()
      if (earningTag === undefined) return
      // Once for each order: an order of one's own that is opened again and again earns nothing.
      const first = await failures.take(daily(`${networkKey(accessor)}#${referenceKey}`, 1, at))
      if (first) await failures.giveBack({ ...network, cost: 1 })
    },
  }
}

/**
 * Takes a lookup without proof out of the budget of the parcel for whose sake it is answered on a restricted network; `false` when it is used
 * up. Never given back.
 *
 * @param of `at` in ISO decides the day, UTC
 */
export function takeUnproven(failures: ChallengeFailures, of: { earningTag: string; at: string }): Promise<boolean> {
  return failures.take(daily(`earning#${of.earningTag}#unproven`, unprovenPerEarningParcelAndDay, of.at))
}

function daily(key: string, limit: number, at: string): GuessBudget {
  return { counterKey: `${key}#${at.slice(0, 10)}`, limit, expiresAt: secondsOf(at) + 2 * daySeconds }
}

function secondsOf(at: string): number {
  return Math.floor(Date.parse(at) / 1000)
}
