/** The ways in which an attack goes through numbers. */
import type { Random } from "../random.ts"
import type { Retailer } from "../world/orders.ts"
import type { AttackerAt } from "./attackers.ts"
import {
  type Attacker,
  ask,
  askForLive,
  largeRetailer,
  rangeNumber,
  type Scene,
  type Step,
  walkStart,
} from "./scene.ts"

type Sequence = {
  readonly length: number
  /** Seconds until the next step. */
  readonly pause: () => number
  readonly whoAt: AttackerAt
}

/** Calls `step` with an index and a time until the sequence or the trial ends. */
const steps = (
  { start, end }: Scene,
  { length, pause }: Sequence,
  step: (index: number, at: number) => Step,
): Step[] => {
  const made: Step[] = []
  let at = start
  for (let index = 0; index < length && at < end; index += 1) {
    made.push(step(index, at))
    at += pause()
  }
  return made
}

/**
 * A walk: consecutive numbers from a start, or others in an order of their own.
 *
 * `span` is how many numbers it covers: as many as it has steps, unless it leaves some out.
 */
export const walk = (
  scene: Scene,
  retailer: Retailer,
  sequence: Sequence & { readonly order?: (index: number) => number; readonly span?: number },
): Step[] => {
  const { whoAt, order = (index) => index, span = sequence.length } = sequence
  const first = walkStart(scene, retailer, span)
  return steps(scene, sequence, (index, at) =>
    ask(scene, whoAt(index), { retailer, ordinal: first + order(index), at }),
  )
}

/** Numbers of parcels under way, in no order, at one large retailer. */
export const randomHits = (scene: Scene, sequence: Sequence): Step[] => {
  const retailer = largeRetailer(scene)
  return steps(scene, sequence, (index, at) => askForLive(scene, sequence.whoAt(index), retailer, at))
}

/** Guesses, one a second: one in four is in the range of issued numbers. */
export const guesses = (scene: Scene, length: number, who: Attacker, retailer: Retailer): Step[] =>
  steps(scene, { length, pause: () => 1, whoAt: () => who }, (_, at) => {
    const ordinal = scene.random.chance(0.25)
      ? rangeNumber(scene, retailer, at)
      : retailer.firstOrdinal + retailer.orders.length + 100_000 + scene.random.integer(900_000)
    return ask(scene, who, { retailer, ordinal, at })
  })

/** The places of a list in random order. */
export const shuffledPlaces = (random: Random, length: number): number[] => {
  const order = Array.from({ length }, (_, index) => index)
  for (let index = length - 1; index > 0; index -= 1) {
    const other = random.integer(index + 1)
    const held = order[index] ?? 0
    order[index] = order[other] ?? 0
    order[other] = held
  }
  return order
}
