/**
 * Visitors who look many parcels up for their work: carrier agents, partners, aggregators registered and not, bots,
 * small sellers, and support teams of shops that nobody registered.
 */
import { daySeconds } from "../../../shared/base/platform/instants.ts"
import type { Build } from "./build.ts"
import { networkIds, subjectIds, type Visitor } from "./identities.ts"
import { type Retailer, retailerOfOrder } from "./orders.ts"
import { timeOfDay } from "./time.ts"

type Professional = Omit<Visitor, "browser">

type Work = {
  readonly who: Professional
  readonly perDay: number
  /** In office hours from Monday to Friday alone. */
  readonly onWeekdays: boolean
  readonly provenShare: number
  readonly missShare: number
  /** The number of the one retailer whose parcels they are. */
  readonly retailer?: number
}

export const addProfessionals = (build: Build): void => {
  const liveOrder = liveOrders(build)
  const work = (given: Work) => addWork(build, liveOrder, given)
  for (let agent = 0; agent < 120; agent += 1) work(staffWork(agent))
  for (let partner = 0; partner < 30; partner += 1) work(partnerWork(partner))
  for (let reader = 0; reader < 3; reader += 1) {
    work(registeredAggregatorWork(reader))
    work(unregisteredAggregatorWork(reader))
    work(botWork(reader))
  }
  const sellers = Math.max(30, Math.round(300 * build.scale))
  for (let seller = 0; seller < sellers; seller += 1) work(sellerWork(build, seller))
  for (const retailer of build.retailers) for (const agent of supportTeamOf(build, retailer)) work(agent)
}

/** Lookups of support teams per order: a request for 15 orders, 18 % of them for the parcel (Gorgias, 2023 to 2025). */
const askedPerOrder = 0.18 / 15
const lookupsPerAgent = 15

/**
 * Every third shop has a team that looks parcels up in the carrier's tool, at one address, a browser each. That it is
 * every third, and how many each agent looks up, are assumptions. At most shops the team is one person.
 */
const supportTeamOf = ({ scale }: Build, { number, ordersPerDay }: Retailer): Work[] => {
  if (number % 3 !== 2) return []
  const perDay = askedPerOrder * ordersPerDay
  const agents = Math.max(1, Math.round(perDay / lookupsPerAgent))
  return Array.from({ length: agents }, (_, agent) => ({
    who: {
      kind: "supportAgent",
      subject: subjectIds.supportAgent + number * 1_000 + agent,
      subjectKind: 0,
      network: networkIds.office + 7_000 + number,
      networkKind: 0,
      accessorClass: 0,
    },
    perDay: perDay / agents / scale,
    onWeekdays: true,
    provenShare: 0,
    missShare: 0.03,
    retailer: number,
  }))
}

const hosting = (index: number) => ({ network: networkIds.hosting + index, networkKind: 2 as const })

const staffWork = (agent: number): Work => ({
  who: { kind: "staff", subject: subjectIds.staff + agent, subjectKind: 3, accessorClass: 2, ...hosting(1) },
  perDay: 80,
  onWeekdays: true,
  provenShare: 0.95,
  missShare: 0,
})

const partnerWork = (partner: number): Work => ({
  who: {
    kind: "partner",
    subject: subjectIds.partner + partner,
    subjectKind: 2,
    accessorClass: 1,
    ...hosting(10 + partner),
  },
  perDay: 100,
  onWeekdays: true,
  provenShare: 0.9995,
  missShare: 0,
})

const registeredAggregatorWork = (reader: number): Work => ({
  who: {
    kind: "registeredAggregator",
    subject: subjectIds.reader + reader,
    subjectKind: 1,
    accessorClass: 3,
    ...hosting(100 + reader),
  },
  perDay: 1_500,
  onWeekdays: false,
  provenShare: 0,
  missShare: 0.08,
})

const unregisteredAggregatorWork = (reader: number): Work => ({
  who: {
    kind: "aggregator",
    subject: subjectIds.reader + 10 + reader,
    subjectKind: 1,
    accessorClass: 0,
    ...hosting(110 + reader),
  },
  perDay: 150,
  onWeekdays: false,
  provenShare: 0,
  missShare: 0.06,
})

const botWork = (reader: number): Work => ({
  who: {
    kind: "searchBot",
    subject: subjectIds.reader + 20 + reader,
    subjectKind: 1,
    accessorClass: 4,
    ...hosting(120 + reader),
  },
  perDay: 120,
  onWeekdays: false,
  provenShare: 0,
  missShare: 0.4,
})

const sellerWork = ({ random, scale }: Build, seller: number): Work => ({
  who: {
    kind: "seller",
    subject: subjectIds.seller + seller,
    subjectKind: 0,
    network: networkIds.office + 6_000 + seller,
    networkKind: 0,
    accessorClass: 0,
  },
  perDay: (0.3 + random.exponential(1.2)) / scale,
  onWeekdays: true,
  provenShare: 0,
  missShare: 0.03,
})

type LiveOrders = (day: number, retailer: number | undefined) => number

/** Draws an order, perhaps one of one retailer, that is still under way on a day. */
const liveOrders = ({ random, orders, days }: Build): LiveOrders => {
  const ofAll: number[][] = Array.from({ length: days + 1 }, () => [])
  const byRetailer = new Map<number, number[][]>()
  for (let order = 0; order < orders.count; order += 1) {
    const day = Math.floor((orders.createdAt[order] ?? 0) / daySeconds)
    if (order % 7 === 0) ofAll[day]?.push(order)
    const retailer = orders.retailer[order] ?? 0
    const own = byRetailer.get(retailer) ?? ofAll.map(() => [])
    byRetailer.set(retailer, own)
    own[day]?.push(order)
  }
  return (day, retailer) => {
    const byDay = retailer === undefined ? ofAll : (byRetailer.get(retailer) ?? [])
    const from = byDay[Math.max(0, day - 1 - random.integer(4))] ?? []
    return from[random.integer(from.length)] ?? -1
  }
}

const addWork = (
  { random, retailers, orders, log, days, scale }: Build,
  liveOrder: LiveOrders,
  { who, perDay, onWeekdays, provenShare, missShare, retailer: ofRetailer }: Work,
): void => {
  const visitor = { ...who, browser: 0 }
  for (let day = 0; day < days; day += 1) {
    if (onWeekdays && day % 7 > 4) continue
    const amount = Math.max(0, Math.round(perDay * scale + Math.sqrt(perDay * scale) * random.normal()))
    for (let index = 0; index < amount; index += 1) {
      const at = day * daySeconds + (onWeekdays ? 8 * 3600 + random.uniform() * 9 * 3600 : timeOfDay(random))
      const order = liveOrder(day, ofRetailer)
      const retailer = order < 0 ? undefined : retailerOfOrder(retailers, orders, order)
      if (retailer === undefined) continue
      const isMiss = random.chance(missShare)
      log.add({
        at,
        target: isMiss ? -1 : order,
        retailer: retailer.number,
        ordinal: isMiss ? retailer.firstOrdinal - 1 - random.integer(200_000) : (orders.ordinal[order] ?? 0),
        visitor,
        isProven: !isMiss && random.chance(provenShare),
        startsSession: true,
      })
    }
  }
}
