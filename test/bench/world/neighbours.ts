/** Neighbours behind one network who order together: their numbers are close, and each looks up their own parcel. */
import { daySeconds } from "../../../shared/base/platform/instants.ts"
import type { Build } from "./build.ts"
import { householdCount } from "./households.ts"
import { browserFamilies, networkIds, subjectIds, type Visitor } from "./identities.ts"
import { issueOrder, numbersPerDay, type Retailer, skipNumbers } from "./orders.ts"
import { timeOfDay } from "./time.ts"
import { addVisit } from "./visits.ts"

/** The device of one household in a house that shares one network. */
const visitorOf = (house: number, household: number): Visitor => ({
  subject: subjectIds.neighbour + house * mostHouseholds + household,
  subjectKind: 0,
  network: networkIds.home + house,
  networkKind: 0,
  accessorClass: 0,
  kind: "neighbour",
  browser: household % browserFamilies,
})

const mostHouseholds = 5

/**
 * Two households, seldom up to five, order within minutes of each other. Each looks up its parcel, and perhaps that of
 * the household before. Numbers of other carriers' parcels lie between theirs.
 */
export const orderTogether = (build: Build, retailer: Retailer, at: number, mailAt: number): void => {
  const { random, orders } = build
  const house = random.integer(householdCount)
  const households = Math.min(mostHouseholds, 2 + Math.floor(random.exponential(0.6)))
  const numbersPerMinute = numbersPerDay(retailer) / 1_440
  let before = -1
  for (let household = 0; household < households; household += 1) {
    if (household > 0) skipNumbers(random, retailer, numbersPerMinute)
    const destination = (house + household) % householdCount
    const order = issueOrder(random, orders, retailer, { at: at + 60 * household, destination })
    if (order < 0) return
    const visitor = visitorOf(house, household)
    for (const day of [0, 1]) {
      const when = (Math.floor(mailAt / daySeconds) + day) * daySeconds + timeOfDay(random)
      if (when <= mailAt) continue
      addVisit(build, { at: when, order, visitor, byLink: random.chance(0.65) })
      if (before >= 0 && random.chance(0.2)) addVisit(build, { at: when + 30, order: before, visitor, byLink: false })
    }
    before = order
  }
}
