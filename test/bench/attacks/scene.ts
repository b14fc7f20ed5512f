/** What every attack is made from: where and when it takes place, and the numbers that it may try. */

import { daySeconds } from "../../../shared/base/platform/instants.ts"
import type { Access } from "../../../shared/watch/detection/access.ts"
import type { RetailerProfile } from "../../../shared/watch/detection/retailers/retailer-profile.ts"
import { makeAccess } from "../accesses.ts"
import type { Random } from "../random.ts"
import type { MovedChart } from "../threshold-curve.ts"
import { liveWidth, orderOf, type Retailer } from "../world/orders.ts"
import { countedDays, epoch, warmUpDays } from "../world/time.ts"
import type { World } from "../world/world.ts"

/** Who asks: their subject, network and class. */
export type Attacker = Pick<Access, "subject" | "network" | "accessorClass" | "quotaPerHour">

export type Step = {
  readonly access: Access
  readonly network: number
  /** Whether somebody else's record is asked for. It is shown if it exists. */
  readonly isForeign: boolean
}

export type Campaign = {
  readonly steps: readonly Step[]
  /** What the attackers taught the detector beforehand. */
  readonly profileChange?: (profile: RetailerProfile) => RetailerProfile
}

export type Attack = {
  readonly name: string
  /** `evasive` attacks avoid what a chart or a rate rule counts. */
  readonly group: "direct" | "evasive"
  /** Maximum number of trials. Slow attacks take long to simulate. */
  readonly trials?: number
  /** How many numbers the attacker's plan has for the next lookup: 1 in a known order. Absent where it has no order. */
  readonly choices?: number
  /** The chart whose other thresholds are tried against the attack. */
  readonly moved?: MovedChart
  make(scene: Scene): Campaign
}

/** `start` and `end` are seconds since the start of the world. */
export type Scene = { readonly world: World; readonly random: Random; readonly start: number; readonly end: number }

/** When a trial starts: after the warm-up, early enough for slow attacks. */
export const trialStart = (random: Random): number => (warmUpDays + 1 + random.uniform() * 6) * daySeconds
export const trialEnd = (warmUpDays + countedDays) * daySeconds

/** The time of a step, in seconds since the start of the world. */
export const timeOf = (step: Step): number => step.access.at - epoch

export const byTime = (one: Step, other: Step): number => one.access.at - other.access.at

/** The retailers that can be walked: they have a sequence and delivery points from the start and no outage. */
const walkableRetailers = ({ retailers }: World): Retailer[] =>
  retailers.filter(
    ({ hasOrdinals, hasPoints, outage, joinsAt }) => hasOrdinals && hasPoints && outage === null && joinsAt === 0,
  )

/** The walkable retailer whose orders a day are nearest to a number. */
export const retailerOfSize = (world: World, ordersPerDay: number): Retailer => {
  const distance = (retailer: Retailer) => Math.abs(Math.log(retailer.ordersPerDay / ordersPerDay))
  const [nearest] = walkableRetailers(world).sort((one, other) => distance(one) - distance(other))
  if (nearest === undefined) throw new Error("No retailer of the world can be walked")
  return nearest
}

const fewestOrdersPerDay = 600

/** One of the six largest walkable retailers with at least 600 orders a day; the largest one in a small world. */
export const largeRetailer = ({ world, random }: Scene): Retailer => {
  const walkable = walkableRetailers(world)
  const large = walkable.filter(({ ordersPerDay }) => ordersPerDay >= fewestOrdersPerDay).slice(0, 6)
  const chosen = large.length === 0 ? walkable[0] : large[random.integer(large.length)]
  if (chosen === undefined) throw new Error("No retailer of the world can be walked")
  return chosen
}

/** How many numbers a retailer has issued by a time. */
const issuedBy = (world: World, retailer: Retailer, at: number): number => {
  let low = 0
  let high = retailer.issued
  while (low < high) {
    const probe = (low + high) >> 1
    let middle = probe
    while (middle < high && (retailer.orders[middle] ?? -1) < 0) middle += 1
    const order = retailer.orders[middle] ?? -1
    if (middle < high && order >= 0 && (world.orders.createdAt[order] ?? 0) <= at) low = middle + 1
    else high = probe
  }
  return low
}

/** A number from which a walk of `length` meets issued numbers of the last three days. */
export const walkStart = ({ world, random, start }: Scene, retailer: Retailer, length: number): number => {
  const head = issuedBy(world, retailer, start)
  const width = Math.max(1, liveWidth(retailer) - length)
  return retailer.firstOrdinal + Math.max(0, head - length - random.integer(width))
}

/** A number that was issued to a parcel in the last three days. */
export const liveNumber = ({ world, random }: Scene, retailer: Retailer, at: number): number => {
  const head = issuedBy(world, retailer, at)
  const width = Math.min(head, liveWidth(retailer))
  for (let attempt = 0; attempt < 1000; attempt += 1) {
    const place = head - 1 - random.integer(Math.max(1, width))
    if ((retailer.orders[place] ?? -1) >= 0) return retailer.firstOrdinal + place
  }
  return retailer.firstOrdinal
}

/** Any number of the last three days, whether it is a parcel of this carrier or not. */
export const rangeNumber = ({ world, random }: Scene, retailer: Retailer, at: number): number => {
  const head = issuedBy(world, retailer, at)
  const width = Math.min(head, liveWidth(retailer))
  return retailer.firstOrdinal + head - 1 - random.integer(Math.max(1, width))
}

/** A number of a retailer at a time, in seconds since the start of the world. */
export type Target = { readonly retailer: Retailer; readonly ordinal: number; readonly at: number }

/** Somebody asks for a number without proof. */
export const ask = ({ world }: Scene, who: Attacker, { retailer, ordinal, at }: Target): Step => ({
  access: makeAccess(world, {
    ...who,
    at: Math.floor(at),
    retailer: retailer.number,
    ordinal,
    order: orderOf(retailer, ordinal),
    isProven: false,
  }),
  network: Number(who.network.fingerprint),
  isForeign: true,
})

/** Somebody asks for a parcel that is under way. */
export const askForLive = (scene: Scene, who: Attacker, retailer: Retailer, at: number): Step =>
  ask(scene, who, { retailer, ordinal: liveNumber(scene, retailer, at), at })

/** The attacker opens one of their own parcels from the link in the mail. */
export const openOwn = (scene: Scene, who: Attacker, retailer: Retailer, at: number): Step => {
  const step = askForLive(scene, who, retailer, at)
  return { ...step, access: { ...step.access, proof: "strong", deliveryPoint: null }, isForeign: false }
}
