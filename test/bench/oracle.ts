/**
 * The fewest records after which anybody could notice an attack: Wald's sequential likelihood ratio test (1945) of one
 * who knows the attacker's plan, on the same traffic, and alarms as seldom as Wayseal's charts.
 */
import { daySeconds } from "../../shared/base/platform/instants.ts"
import { blockAlert, walkAlert } from "../../shared/watch/detection/thresholds/thresholds.ts"
import { trialOf } from "./attack-run.ts"
import { attacks } from "./attacks/attacks.ts"
import type { Step } from "./attacks/scene.ts"
import { median } from "./statistics.ts"
import { trait } from "./world/identities.ts"
import { liveWidth } from "./world/orders.ts"
import { carrierNumber } from "./world/tracking-numbers.ts"
import type { World } from "./world/world.ts"

/** Records asked for before the alarm; null where the attack ends first. */
export type OracleDelays = {
  /** Of one who knows the order of the numbers alone. */
  readonly order: number | null
  /** Of one who knows the pace too. */
  readonly orderAndPace: number | null
}

/** What ordinary traffic would do by chance where the attack takes place. */
export type Surroundings = {
  /** How many numbers ordinary people look up around then. */
  readonly liveNumbers: number
  /** Lookups of ordinary strangers a second that could be taken for the attack's. */
  readonly strangersPerSecond: number
  /** The score that raises the alarm. */
  readonly threshold: number
}

/** A lookup of an attack: when, in seconds, and whether it asked for a record that exists. */
export type AttackLookup = { readonly at: number; readonly isHit: boolean }

/**
 * @param asked in the order of time
 * @param choices how many numbers the plan has for the next lookup; undefined if it has no order
 */
export function oracleDelays(
  asked: readonly AttackLookup[],
  choices: number | undefined,
  of: Surroundings,
): OracleDelays {
  const at = asked.map((lookup) => lookup.at)
  const pauses = at.slice(1).map((time, index) => Math.max(1, time - (at[index] ?? 0)))
  const sorted = [...pauses].sort((one, other) => one - other)
  const spread = Math.max(1, (sorted.at(-1) ?? 1) - (sorted[0] ?? 1))
  const attackPerSecond = pauses.length / Math.max(1, (at.at(-1) ?? 0) - (at[0] ?? 0))
  const likely = Math.min(1, (choices ?? of.liveNumbers) / of.liveNumbers)
  const inOrder = (pause: number) => Math.log(1 / (likely * Math.max(1, of.strangersPerSecond * pause)))
  const inTime = Math.max(
    -Math.log(-Math.expm1(-likely * of.strangersPerSecond * spread)),
    excessPerRecord(attackPerSecond, of.strangersPerSecond),
  )
  const recordsBefore = (scores: readonly number[]): number | null => {
    const last = lookupsUntil(scores, of.threshold)
    return last === null ? null : asked.slice(0, last).filter(({ isHit }) => isHit).length
  }
  return {
    order: recordsBefore(pauses.map(inOrder)),
    orderAndPace: recordsBefore(pauses.map((pause) => Math.max(inTime, inOrder(pause)))),
  }
}

/** What each lookup adds for one who knows that lookups came at one rate, and now at the sum of two (Poisson). */
function excessPerRecord(attackPerSecond: number, strangersPerSecond: number): number {
  const sum = attackPerSecond + strangersPerSecond
  return (sum * Math.log(sum / strangersPerSecond) - attackPerSecond) / attackPerSecond
}

/** The first lookup tells nothing. Ordinary traffic in between never brings the sum below zero (Page 1954). */
function lookupsUntil(scores: readonly number[], threshold: number): number | null {
  let sum = 0
  for (const [index, score] of scores.entries()) {
    sum = Math.max(0, sum + score)
    if (sum >= threshold) return index + 2
  }
  return null
}

/** Measures what is ordinary in a world, once. */
function ordinarySurroundings(world: World): (steps: readonly Step[]) => Surroundings {
  const { lookups, retailers, days } = world
  const ofRetailer = new Map<number, number>()
  const ofNetwork = new Map<number, number>()
  const parcels = new Set<string>()
  const visitors = new Set<number>()
  for (let index = 0; index < lookups.count; index += 1) {
    const traits = lookups.traits[index] ?? 0
    if (trait.isProven(traits) || trait.accessorClass(traits) !== "public") continue
    const retailer = lookups.retailer[index] ?? 0
    const network = lookups.network[index] ?? 0
    const subject = lookups.subject[index] ?? 0
    ofRetailer.set(retailer, (ofRetailer.get(retailer) ?? 0) + 1)
    ofNetwork.set(network, (ofNetwork.get(network) ?? 0) + 1)
    if (subject % 32 !== 0) continue
    visitors.add(subject)
    parcels.add(`${subject} ${lookups.target[index]}`)
  }
  const seconds = days * daySeconds
  const ofVisitor = parcels.size / Math.max(1, visitors.size) / seconds
  const all = [...ofRetailer.values()].reduce((sum, count) => sum + count, 0) / seconds
  const allNumbers = retailers.reduce((sum, retailer) => sum + liveWidth(retailer), 0)
  return (steps) => {
    const [first] = steps
    if (first === undefined) return { liveNumbers: 1, strangersPerSecond: all, threshold: blockAlert }
    const { access, network } = first
    const isOf = (same: (step: Step) => boolean) => steps.every(same)
    const isOfVisitor = isOf((step) => step.access.subject.fingerprint === access.subject.fingerprint)
    const isOfNetwork = isOf((step) => step.network === network)
    const retailer = retailers[access.retailer - 1]
    const isTracking = access.series === carrierNumber
    const liveNumbers = isTracking || retailer === undefined ? allNumbers : liveWidth(retailer)
    const ofSeries = isTracking ? all : (ofRetailer.get(access.retailer) ?? 1) / seconds
    const strangersPerSecond = isOfVisitor
      ? ofVisitor
      : isOfNetwork
        ? Math.max(ofVisitor, (ofNetwork.get(network) ?? 0) / seconds)
        : ofSeries
    return { liveNumbers, strangersPerSecond, threshold: isOfVisitor || isOfNetwork ? walkAlert : blockAlert }
  }
}

/**
 * The delays for each attack of strangers who give no postal codes, the medians of its trials, by name. A trial that
 * ends before the oracle alarms counts as longer than any other.
 */
export function oraclesOfAttacks(world: World, trials: number): Record<string, OracleDelays> {
  const surroundingsOf = ordinarySurroundings(world)
  const found = attacks.flatMap((attack): [string, OracleDelays][] => {
    const delays = Array.from({ length: Math.min(trials, attack.trials ?? trials) }, (_, trial) => {
      const steps = trialOf(world, attack, trial).steps.filter(({ isForeign }) => isForeign)
      const isOfStrangers = steps.every(
        ({ access }) =>
          access.accessorClass === "public" && access.proof === "none" && access.outcome !== "challengeFailed",
      )
      const asked = steps.map(({ access }) => ({ at: access.at, isHit: access.outcome === "hit" }))
      return isOfStrangers ? [oracleDelays(asked, attack.choices, surroundingsOf(steps))] : []
    }).flat()
    if (delays.length === 0) return []
    const medianOf = (read: (one: OracleDelays) => number | null): number | null => {
      const middle = median(delays.map((one) => read(one) ?? Number.POSITIVE_INFINITY))
      return Number.isFinite(middle) ? middle : null
    }
    return [[attack.name, { order: medianOf(({ order }) => order), orderAndPace: medianOf((one) => one.orderAndPace) }]]
  })
  return Object.fromEntries(found)
}
