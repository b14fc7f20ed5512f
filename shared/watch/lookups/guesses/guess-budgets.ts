import { daySeconds } from "../../../base/platform/instants.ts"
import { networkKey, subjectKey } from "../../detection/accessor.ts"
import {
  guessesPerAccessorAndDay,
  guessesPerEarningParcelAndDay,
  guessesPerNetworkOfGuessers,
  guessesPerShipmentAndHour,
  houseNumbersPerNetwork,
  houseNumbersPerShipmentAndDay,
  unprovenPerEarningParcelAndDay,
  unprovenPerNetworkAndDay,
} from "../../detection/thresholds/thresholds.ts"
import type { ChallengeFailures, GuessBudget } from "./challenge-failures.ts"

/** What a guess turned out to be. `unchecked`: a restriction refuses it, right or wrong. */
export type Guess = "right" | "wrong" | "unchecked"

/** A visitor as budgets name it. */
type Guesser = { readonly network: { readonly fingerprint: string }; readonly vouchedBy?: string | undefined }

export type TakenGuess = {
  /** False when a budget was used up. Then the proof does not count, right or wrong. */
  readonly allowed: boolean
  /** Whether it was the first budget that was used up, which for postal codes is the accessor's own. */
  readonly firstUsedUp: boolean
}

/**
 * Takes a guess from the budget of the accessor, then from that of the order, whether it exists or not. An accessor
 * without guesses left takes nothing from the order, so that nobody can use up what its recipient may need. On a
 * network of guessers, two more budgets come between: of the parcel that earns the accessor its answer, and of the
 * network.
 * @param of `at` (ISO) decides the hour and the day, both UTC; `earningTag` names that parcel, on a network of
 *   guessers only
 * @param was only a wrong guess costs something
 */
export function takeGuess(
  failures: ChallengeFailures,
  of: {
    referenceKey: string
    accessor: Guesser & { subject: { fingerprint: string } }
    at: string
    earningTag?: string | undefined
  },
  was: Guess,
): Promise<TakenGuess> {
  const { referenceKey, accessor, at, earningTag } = of
  const { cost, limit } = guessesPerNetworkOfGuessers
  const network = { ...daily(networkKey(accessor), limit, at), cost }
  const budgets: GuessBudget[] = [
    daily(subjectKey(accessor), guessesPerAccessorAndDay, at),
    ...(earningTag === undefined
      ? []
      : [daily(`earning#${sharedBy(accessor, earningTag)}`, guessesPerEarningParcelAndDay, at), network]),
    {
      counterKey: `reference#${sharedBy(accessor, referenceKey)}#${at.slice(0, 13)}`,
      limit: guessesPerShipmentAndHour,
      expiresAt: secondsOf(at) + 2 * 3600,
    },
  ]
  const rewarded =
    earningTag === undefined ? undefined : { budget: network, order: `${networkKey(accessor)}#${referenceKey}` }
  return takeAll(failures, { budgets, rewarded, at }, was)
}

/**
 * Takes a try at a house number from the budgets of the network and of the order, whether the order exists or not.
 * Postal codes have other budgets, so whoever uses those up leaves these to the neighbours.
 * @param of `at` (ISO) decides the day, UTC
 * @param was only a wrong try costs something
 */
export function takeHouseNumber(
  failures: ChallengeFailures,
  of: { referenceKey: string; accessor: Guesser; at: string },
  was: Guess,
): Promise<TakenGuess> {
  const { referenceKey, accessor, at } = of
  const networkHouse = `house#${networkKey(accessor)}`
  const { cost, limit } = houseNumbersPerNetwork
  const network = { ...daily(networkHouse, limit, at), cost }
  const budgets = [network, daily(`house#${sharedBy(accessor, referenceKey)}`, houseNumbersPerShipmentAndDay, at)]
  const rewarded = { budget: network, order: `${networkHouse}#${referenceKey}` }
  return takeAll(failures, { budgets, rewarded, at }, was)
}

/**
 * Asks each budget in turn whether it has a guess left, and takes a wrong one out of it in the same write. So right and
 * wrong guesses make the same calls, and of many at the same moment no right one counts behind too many wrong ones. A
 * right one gives 1 back to the rewarded budget, if any.
 */
async function takeAll(
  failures: ChallengeFailures,
  of: {
    budgets: readonly GuessBudget[]
    rewarded: { budget: GuessBudget; order: string } | undefined
    at: string
  },
  was: Guess,
): Promise<TakenGuess> {
  const { rewarded, at } = of
  const taken: GuessBudget[] = []
  for (const budget of of.budgets) {
    const asked = was === "wrong" ? budget : { ...budget, cost: 0 }
    if (!(await failures.take(asked))) {
      await Promise.all(taken.map((one) => failures.giveBack(one)))
      return { allowed: false, firstUsedUp: taken.length === 0 }
    }
    taken.push(asked)
  }
  if (was === "right" && rewarded !== undefined) {
    // Once for each order, so that opening one's own order again and again earns nothing.
    const isFirst = await failures.take(daily(rewarded.order, 1, at))
    if (isFirst) await failures.giveBack({ ...rewarded.budget, cost: 1 })
  }
  return { allowed: true, firstUsedUp: false }
}

/**
 * Takes a lookup without proof from the budgets of a restricted network and of the parcel that earns the visitor its
 * answer there. `false` if one is used up. It is never given back.
 * @param of `at` (ISO) decides the day, UTC
 */
export async function takeUnproven(
  failures: ChallengeFailures,
  of: { earningTag: string; accessor: Guesser; at: string },
): Promise<boolean> {
  const { earningTag, accessor, at } = of
  const ofParcel = daily(`earning#${sharedBy(accessor, earningTag)}#unproven`, unprovenPerEarningParcelAndDay, at)
  if (!(await failures.take(ofParcel))) return false
  return failures.take(daily(`${networkKey(accessor)}#unproven`, unprovenPerNetworkAndDay, at))
}

/**
 * What the visitors share that one party names, or those that the hub sees: so no party uses up what its own visitors
 * or the hub's need of an order or a parcel.
 */
function sharedBy({ vouchedBy }: Guesser, name: string): string {
  return vouchedBy === undefined ? name : `by ${vouchedBy} ${name}`
}

function daily(key: string, limit: number, at: string): GuessBudget {
  return { counterKey: `${key}#${at.slice(0, 10)}`, limit, expiresAt: secondsOf(at) + 2 * daySeconds }
}

function secondsOf(at: string): number {
  return Math.floor(Date.parse(at) / 1000)
}
