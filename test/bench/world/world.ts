/**
 * Simulated ordinary traffic of a carrier's tracking tool: 60 retailers, 500,000 households, mobile networks, offices,
 * universities, families, groups, mail rooms, gift buyers, staff, partners, bots and heavy readers. The second
 * half is before Christmas.
 */
import { daySeconds } from "../../../shared/base/platform/instants.ts"
import { makeRandom } from "../random.ts"
import type { Build } from "./build.ts"
import { anyFamily, destinationOfFamily, followAsFamily } from "./families.ts"
import { anyGiftBuyer, destinationOfGift, followAsGiftBuyer } from "./gift-buyers.ts"
import { orderAsGroup } from "./groups.ts"
import { customersOf, destinationOf, followParcel, heavyTail } from "./households.ts"
import { previewLink } from "./link-previews.ts"
import { type Lookups, makeLookupLog } from "./lookups.ts"
import { bulkOrdersOf, continueBulkOrder, makeStandingOrders } from "./mail-rooms.ts"
import { orderTogether } from "./neighbours.ts"
import { issueOrder, makeOrders, makeRetailers, type Orders, type Retailer } from "./orders.ts"
import { anyPoller, destinationOfPoller, poll } from "./pollers.ts"
import { addProfessionals } from "./professionals.ts"
import { anyStudent, destinationOfStudent, followAsStudent } from "./students.ts"
import { peakFrom, seasonOf, timeOfDay } from "./time.ts"
import { type TrackingNumbers, trackingNumbersOf } from "./tracking-numbers.ts"

export type World = {
  readonly seed: number
  readonly days: number
  readonly retailers: readonly Retailer[]
  readonly orders: Orders
  readonly tracking: TrackingNumbers
  /** In the order of time. */
  readonly lookups: Lookups
  /** Sessions after the warm-up, by kind of visitor. */
  readonly sessions: Readonly<Record<string, number>>
}

/** `scale` shrinks the traffic of every retailer and reader. */
export type WorldOptions = { readonly seed: number; readonly days: number; readonly scale: number }

/** Makes the world of one seed. The same seed makes the same world. */
export const makeWorld = ({ seed, days, scale }: WorldOptions): World => {
  const random = makeRandom(seed)
  const retailers = makeRetailers(random, days, scale)
  const anyHousehold = heavyTail(random)
  const orders = makeOrders(retailers, days)
  const log = makeLookupLog(Math.ceil(orders.retailer.length * 6.5) + 400_000, { retailers, end: days * daySeconds })
  const build: Build = { random, days, scale, retailers, orders, log }
  const standingOrders = makeStandingOrders(build)
  for (const retailer of retailers) {
    const customer = customersOf(random, retailer, anyHousehold)
    for (let day = -6; day < days; day += 1) addDay(build, retailer, day, { standingOrders, customer })
  }
  addProfessionals(build)
  log.sort()
  return {
    seed,
    days,
    retailers,
    orders,
    tracking: trackingNumbersOf(orders),
    lookups: log.lookups,
    sessions: log.sessions(),
  }
}

type Customers = {
  readonly standingOrders: ReturnType<typeof makeStandingOrders>
  /** Draws a household that orders. */
  readonly customer: () => number
}

/** The orders of one retailer on one day, and every lookup that they lead to. */
const addDay = (build: Build, retailer: Retailer, day: number, { standingOrders, customer }: Customers): void => {
  const { random, orders, days } = build
  const season = seasonOf(day, { retailer: retailer.number, days })
  const expected = retailer.ordersPerDay * season * (day % 7 === 5 ? 0.8 : 1.03)
  const amount = Math.max(0, Math.round(expected + Math.sqrt(expected) * random.normal()))
  const times = Float64Array.from({ length: amount }, () => day * daySeconds + timeOfDay(random)).sort()
  const bulkOrders = bulkOrdersOf(build, standingOrders, retailer, { day, orders: amount })
  for (let position = 0; position < amount; position += 1) {
    const at = times[position] ?? 0
    const mailAt = announcedAt(at)
    const { destination, follow } = nextRecipient(build, customer, day >= peakFrom(days))
    const parcels = random.chance(0.03) ? 2 : 1
    for (let parcel = 0; parcel < parcels; parcel += 1) {
      const order = issueOrder(random, orders, retailer, { at: at + 2 * parcel, destination })
      if (order < 0) continue
      follow(order, mailAt)
      if (random.chance(previewedShare)) previewLink(build, order, mailAt)
    }
    if (random.chance(togetherShare)) orderTogether(build, retailer, at, mailAt)
    if (random.chance(groupShare)) orderAsGroup(build, retailer, at, mailAt)
    for (const bulk of bulkOrders) continueBulkOrder(build, retailer, bulk, { position, at, mailAt })
  }
}

/** Shares of orders whose mailed link a bot previews, and after which neighbours or a group order. Assumptions. */
const previewedShare = 0.1
const togetherShare = 0.002
const groupShare = 0.0001

/**
 * Shares of orders that a student, a family's device, a poller or, before Christmas, a gift buyer follows; all others
 * are a household's. Assumptions.
 */
const studentShare = 0.03
const familyShare = 0.02
const pollerShare = 0.0006
const giftShare = 0.02

type Recipient = { readonly destination: number; readonly follow: (order: number, mailAt: number) => void }

/** Who orders next: where the parcel goes, and how it is followed. */
const nextRecipient = (build: Build, customer: () => number, isPeak: boolean): Recipient => {
  const { random } = build
  const draw = random.uniform()
  if (draw < studentShare) {
    const student = anyStudent(build)
    const follow = (order: number, mailAt: number) => followAsStudent(build, order, student, mailAt)
    return { destination: destinationOfStudent(student), follow }
  }
  if (draw < studentShare + familyShare) {
    const family = anyFamily(build)
    const follow = (order: number, mailAt: number) => followAsFamily(build, order, family, mailAt)
    return { destination: destinationOfFamily(build, family), follow }
  }
  if (draw < studentShare + familyShare + pollerShare) {
    const poller = anyPoller(build)
    const follow = (order: number, mailAt: number) => poll(build, order, poller, mailAt)
    return { destination: destinationOfPoller(poller), follow }
  }
  if (isPeak && random.chance(giftShare)) {
    const buyer = anyGiftBuyer(build)
    const follow = (order: number, mailAt: number) => followAsGiftBuyer(build, order, buyer, mailAt)
    return { destination: destinationOfGift(build), follow }
  }
  const home = customer()
  const follow = (order: number, mailAt: number) => followParcel(build, order, home, mailAt)
  return { destination: destinationOf(random, home), follow }
}

/** When the mail about an order goes out: with the batch of its day, which leaves at 16:00 for orders until 15:00. */
const announcedAt = (orderedAt: number): number => {
  const day = Math.floor(orderedAt / daySeconds)
  const batchDay = (orderedAt / daySeconds - day) * 24 < 15 ? day : day + 1
  const batchAt = batchDay * daySeconds + 16 * 3600
  return batchAt + ((orderedAt - (batchAt - 25 * 3600)) / daySeconds) * 5400
}
