/** Mail rooms of companies: once a week each orders a batch to one place and looks up all of it. */
import { daySeconds } from "../../../shared/platform/instants.ts"
import type { Random } from "../random.ts"
import type { Build } from "./build.ts"
import { browserFamilies, networkIds, subjectIds, type Visitor } from "./identities.ts"
import { issueOrder, type Retailer } from "./orders.ts"

import { addVisit } from "./visits.ts"

const mailRoomCount = 400

/** Places of the retailers at which mail rooms order. */
const suppliers = [0, 1, 2, 3, 4, 5, 6, 9, 10, 11, 12, 14]

type MailRoom = {
  readonly retailer: number
  /** Day of the week, 0 to 6. */
  readonly day: number
  readonly size: number
  readonly destination: number
  readonly index: number
}

/** A mail room's order of one day: it begins after so many orders of others, and comes bit by bit among theirs. */
export type BulkOrder = { readonly room: MailRoom; readonly position: number; left: number }

export const makeMailRooms = (random: Random): MailRoom[] =>
  Array.from({ length: mailRoomCount }, (_, index) => ({
    retailer: suppliers[random.integer(suppliers.length)] ?? 0,
    day: random.integer(7),
    size: 10 + random.integer(31),
    destination: 3_000_000 + index,
    index,
  }))

/** What mail rooms order at a retailer on one day, among so many orders of others. */
export const bulkOrdersOf = (
  random: Random,
  mailRooms: readonly MailRoom[],
  retailer: Retailer,
  { day, orders }: { readonly day: number; readonly orders: number },
): BulkOrder[] =>
  mailRooms
    .filter((room) => room.retailer === retailer.number - 1 && (day + 7) % 7 === room.day)
    .map((room) => ({ room, position: random.integer(Math.max(1, orders)), left: room.size }))

const visitorOf = ({ index }: MailRoom): Visitor => ({
  subject: subjectIds.mailRoom + index,
  subjectKind: 0,
  network: networkIds.office + 5_000 + index,
  networkKind: 0,
  accessorClass: 0,
  kind: "mailRoom",
  browser: index % browserFamilies,
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
  const order = issueOrder(random, orders, retailer, { at: at + 1, destination: bulk.room.destination })
  if (order < 0) return
  const visitor = visitorOf(bulk.room)
  const firstMorning = (Math.floor(mailAt / daySeconds) + 1) * daySeconds + 9 * 3600
  addVisit(build, { at: firstMorning + random.integer(3600), order, visitor, byLink: false })
  if (random.chance(0.6)) {
    addVisit(build, { at: firstMorning + daySeconds + random.integer(3600), order, visitor, byLink: false })
  }
}
