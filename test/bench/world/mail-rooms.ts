/**
 * Mail rooms of companies: once a week each orders a batch at each of its suppliers, all to one place, and looks up all
 * of it. Before Christmas it orders as much more as everybody does. How many there are, and of which size, is an
 * assumption.
 */
import { daySeconds } from "../../../shared/base/platform/instants.ts"
import type { Build } from "./build.ts"
import { browserFamilies, networkIds, subjectIds, type Visitor } from "./identities.ts"
import { issueOrder, type Retailer } from "./orders.ts"
import { peakFrom, seasonOf } from "./time.ts"
import { addVisit } from "./visits.ts"

const mailRoomCount = 400

/** Places of the retailers at which mail rooms order. */
const suppliers = [0, 1, 2, 3, 4, 5, 6, 9, 10, 11, 12, 14]

/** What a mail room orders at one retailer every week. */
type StandingOrder = {
  readonly room: number
  readonly retailer: number
  /** Day of the week, 0 to 6. */
  readonly day: number
  readonly size: number
}

/** A mail room's order of one day: it begins after so many orders of others, and comes bit by bit among theirs. */
export type BulkOrder = { readonly room: number; readonly position: number; left: number }

/** The weekly orders of all mail rooms, each at two to six suppliers. */
export const makeStandingOrders = ({ random, scale }: Pick<Build, "random" | "scale">): StandingOrder[] =>
  Array.from({ length: Math.max(20, Math.round(mailRoomCount * scale)) }, (_, room) => {
    const first = random.integer(suppliers.length)
    return Array.from({ length: 2 + random.integer(5) }, (_, index) => ({
      room,
      retailer: suppliers[(first + index * 5) % suppliers.length] ?? 0,
      day: random.integer(7),
      size: 5 + random.integer(26),
    }))
  }).flat()

/** What mail rooms order at a retailer on one day, among so many orders of others. */
export const bulkOrdersOf = (
  { random, days }: Pick<Build, "random" | "days">,
  standing: readonly StandingOrder[],
  retailer: Retailer,
  { day, orders }: { readonly day: number; readonly orders: number },
): BulkOrder[] => {
  const season = seasonOf(day, { retailer: retailer.number, days }) / seasonOf(0, { retailer: retailer.number, days })
  return standing
    .filter((order) => order.retailer === retailer.number - 1 && (day + 7) % 7 === order.day)
    .map(({ room, size }) => ({
      room,
      position: random.integer(Math.max(1, orders)),
      left: Math.round(size * season),
    }))
}

const visitorOf = (room: number, isPeak: boolean): Visitor => ({
  subject: subjectIds.mailRoom + room,
  subjectKind: 0,
  network: networkIds.office + 5_000 + room,
  networkKind: 0,
  accessorClass: 0,
  kind: isPeak ? "peakMailRoom" : "mailRoom",
  browser: room % browserFamilies,
})

/** Orders perhaps one more parcel of a bulk order, and looks it up on the next mornings. */
export const continueBulkOrder = (
  build: Build,
  retailer: Retailer,
  bulk: BulkOrder,
  { position, at, mailAt }: { readonly position: number; readonly at: number; readonly mailAt: number },
): void => {
  const { random, orders } = build
  if (position < bulk.position || bulk.left === 0 || random.chance(0.5)) return
  bulk.left -= 1
  const order = issueOrder(random, orders, retailer, { at: at + 1, destination: 3_000_000 + bulk.room })
  if (order < 0) return
  const visitor = visitorOf(bulk.room, at >= peakFrom(build.days) * daySeconds)
  const firstMorning = (Math.floor(mailAt / daySeconds) + 1) * daySeconds + 9 * 3600
  addVisit(build, { at: firstMorning + random.integer(3600), order, visitor, byLink: false })
  if (random.chance(0.6)) {
    addVisit(build, { at: firstMorning + daySeconds + random.integer(3600), order, visitor, byLink: false })
  }
}
