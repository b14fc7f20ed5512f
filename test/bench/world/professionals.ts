/**
 * Visitors who look many parcels up for their work: carrier agents, partners, aggregators registered and not, bots,
 * small sellers. Their sessions do not count as benign.
 */
import { daySeconds } from "../../../shared/base/platform/instants.ts"
import type { Build } from "./build.ts"
import { networkIds, subjectIds, type Visitor } from "./identities.ts"
import { retailerOfOrder } from "./orders.ts"
import { timeOfDay } from "./time.ts"

type Professional = Omit<Visitor, "browser">

type Work = {
  readonly who: Professional
  readonly perDay: number
  /** In office hours from Monday to Friday alone. */
  readonly onWeekdays: boolean
  readonly provenShare: number
  readonly missShare: number
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

/** Draws an order that is still under way on a day. */
const liveOrders = ({ random, orders, days }: Build): ((day: number) => number) => {
  const byDay: number[][] = Array.from({ length: days + 1 }, () => [])
  for (let order = 0; order < orders.count; order += 1) {
    if (order % 7 === 0) byDay[Math.floor((orders.createdAt[order] ?? 0) / daySeconds)]?.push(order)
  }
  return (day) => {
    const from = byDay[Math.max(0, day - 1 - random.integer(4))] ?? []
    return from[random.integer(from.length)] ?? 0
  }
}

const addWork = (
  { random, retailers, orders, log, days, scale }: Build,
  liveOrder: (day: number) => number,
  { who, perDay, onWeekdays, provenShare, missShare }: Work,
): void => {
  const visitor = { ...who, browser: 0 }
  for (let day = 0; day < days; day += 1) {
    if (onWeekdays && day % 7 > 4) continue
    const amount = Math.max(0, Math.round(perDay * scale + Math.sqrt(perDay * scale) * random.normal()))
    for (let index = 0; index < amount; index += 1) {
      const at = day * daySeconds + (onWeekdays ? 8 * 3600 + random.uniform() * 9 * 3600 : timeOfDay(random))
      const order = liveOrder(day)
      const retailer = retailerOfOrder(retailers, orders, order)
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
