/** Recipients at home: they order, and follow their parcels from several devices. */
import { daySeconds } from "../../../shared/base/platform/instants.ts"
import type { Random } from "../random.ts"
import type { Build } from "./build.ts"
import {
  anonymousSubject,
  browserFamilies,
  mobileNetworkCount,
  networkIds,
  officeCount,
  subjectIds,
  type Visitor,
} from "./identities.ts"
import type { Retailer } from "./orders.ts"
import { timeOfDay } from "./time.ts"
import { addVisit } from "./visits.ts"

export const householdCount = 500_000

/** Draws households in proportion to their orders: a heavy tail (Pareto 1.6, at most 60 times the least). */
export const heavyTail = (random: Random): (() => number) => {
  const cumulated = new Float64Array(householdCount)
  let total = 0
  for (let index = 0; index < householdCount; index += 1) {
    total += Math.min(60, (1 - random.uniform()) ** (-1 / 1.6))
    cumulated[index] = total
  }
  return () => {
    const wanted = random.uniform() * total
    let low = 0
    let high = householdCount - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if ((cumulated[middle] ?? 0) < wanted) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** Draws who orders at a retailer: one of its regular customers, or anybody. */
export const customersOf = (random: Random, retailer: Retailer, anyHousehold: () => number): (() => number) => {
  const regulars = Math.max(50, Math.floor(retailer.ordersPerDay * 60))
  const firstRegular = random.integer(Math.max(1, householdCount - regulars))
  const shareOfRegulars = retailer.ordersPerDay < 2_000 ? 0.5 : 0.2
  return () => {
    const any = anyHousehold()
    return random.chance(shareOfRegulars)
      ? firstRegular + Math.floor((any / householdCount) * Math.min(regulars, householdCount - firstRegular))
      : any
  }
}

/** Where a household has its parcel sent: home, to the office, or as a gift to another household. */
export const destinationOf = (random: Random, home: number): number => {
  if (random.chance(0.04)) return random.integer(householdCount)
  return random.chance(0.08) ? 2_000_000 + (home % officeCount) : home
}

const networkOf = (random: Random, home: number, isMobile: boolean, at: number): number => {
  const place = random.uniform()
  if (isMobile && place < 0.7) return networkIds.mobile + ((home + random.integer(3) * 13) % mobileNetworkCount)
  const hour = (at % daySeconds) / 3600
  const isAtTheOffice = place > 0.88 && hour > 8 && hour < 18
  return isAtTheOffice ? networkIds.office + (home % officeCount) : networkIds.home + home
}

const deviceOf = (random: Random, home: number, isMobile: boolean, at: number): Visitor => {
  const hasNoCookie = (home * 2_654_435_761) % 1000 < 200
  const browser = (home + (isMobile ? 3 : 0)) % browserFamilies
  const network = networkOf(random, home, isMobile, at)
  return {
    subject: hasNoCookie ? anonymousSubject(network, browser) : subjectIds.cookie + home * 2 + (isMobile ? 1 : 0),
    subjectKind: hasNoCookie ? 1 : 0,
    network,
    networkKind: network >= networkIds.mobile && network < networkIds.office ? 1 : 0,
    accessorClass: 0,
    kind: network >= networkIds.office ? "office" : "recipient",
    browser,
  }
}

/** A household follows one of its parcels: visits from the mail that announces it until it arrives. */
export const followParcel = (build: Build, order: number, home: number, mailAt: number): void => {
  const { random } = build
  const visits = 1 + Math.floor(random.exponential(1.9))
  const prefersMobile = random.chance(0.5)
  for (let index = 0; index < visits; index += 1) {
    const lag = index === 0 && random.chance(0.4) ? random.exponential(1500) : random.exponential(1.3 * daySeconds)
    let at = mailAt + Math.min(lag, 7 * daySeconds)
    if (lag > 7200) {
      const byDay = Math.floor(at / daySeconds) * daySeconds + timeOfDay(random)
      if (byDay > mailAt) at = byDay
    }
    const visitor = deviceOf(random, home, prefersMobile !== random.chance(0.25), at)
    addVisit(build, { at, order, visitor, byLink: random.chance(0.65) })
  }
}
