/**
 * Simulated ordinary traffic of a carrier's tracking tool: 60 retailers, 500,000 households, mobile networks, offices,
 * mail rooms, staff, partners and heavy readers.
 */
import { daySeconds } from "../../../shared/platform/instants.ts"
import { makeRandom } from "../random.ts"
import type { Build } from "./build.ts"
import { customersOf, destinationOf, followParcel, heavyTail } from "./households.ts"
import { type Lookups, makeLookupLog } from "./lookups.ts"
import { bulkOrdersOf, continueBulkOrder, makeMailRooms } from "./mail-rooms.ts"
import { issueOrder, makeOrders, makeRetailers, type Orders, type Retailer } from "./orders.ts"
import { addProfessionals } from "./professionals.ts"
import { timeOfDay } from "./time.ts"

export type World = {
  readonly seed: number
  readonly days: number
  readonly retailers: readonly Retailer[]
  readonly orders: Orders
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
  const log = makeLookupLog(Math.ceil(orders.retailer.length * 6.5) + 400_000, days * daySeconds)
  const build: Build = { random, days, scale, retailers, orders, log }
  const mailRooms = makeMailRooms(random)
  for (const retailer of retailers) {
    const customer = customersOf(random, retailer, anyHousehold)
    for (let day = -6; day < days; day += 1) addDay(build, retailer, day, { mailRooms, customer })
  }
  addProfessionals(build)
  log.sort()
  return { seed, days, retailers, orders, lookups: log.lookups, sessions: log.sessions() }
}

type Customers = { readonly mailRooms: ReturnType<typeof makeMailRooms>; readonly customer: () => number }

/** The orders of one retailer on one day, and every lookup that they lead to. */
const addDay = (build: Build, retailer: Retailer, day: number, { mailRooms, customer }: Customers): void => {
  const { random, orders } = build
  const expected = retailer.ordersPerDay * (day % 7 === 5 ? 0.8 : 1.03)
  const amount = Math.max(0, Math.round(expected + Math.sqrt(expected) * random.normal()))
  const times = Float64Array.from({ length: amount }, () => day * daySeconds + timeOfDay(random)).sort()
  const bulkOrders = bulkOrdersOf(random, mailRooms, retailer, { day, orders: amount })
  for (let position = 0; position < amount; position += 1) {
    const at = times[position] ?? 0
    const mailAt = announcedAt(at)
    const home = customer()
    const destination = destinationOf(random, home)
    const order = issueOrder(random, orders, retailer, { at, destination })
    if (order >= 0) followParcel(build, order, home, mailAt)
    if (random.chance(0.03)) {
      const secondParcel = issueOrder(random, orders, retailer, { at: at + 2, destination })
      if (secondParcel >= 0) followParcel(build, secondParcel, home, mailAt)
    }
    for (const bulk of bulkOrders) continueBulkOrder(build, retailer, bulk, { position, at, mailAt })
  }
}

/** When the mail about an order goes out: with the batch of its day, which leaves at 16:00 for orders until 15:00. */
const announcedAt = (orderedAt: number): number => {
  const day = Math.floor(orderedAt / daySeconds)
  const batchDay = (orderedAt / daySeconds - day) * 24 < 15 ? day : day + 1
  const batchAt = batchDay * daySeconds + 16 * 3600
  return batchAt + ((orderedAt - (batchAt - 25 * 3600)) / daySeconds) * 5400
}
