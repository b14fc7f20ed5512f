/** Neighbours who order together: their numbers are adjacent, and one of them looks up the parcels of all. */
import { daySeconds } from "../../../shared/platform/instants.ts"
import type { Build } from "./build.ts"
import { householdCount } from "./households.ts"
import { browserFamilies, networkIds, subjectIds, type Visitor } from "./identities.ts"
import { issueOrder, numbersPerDay, type Retailer, skipNumbers } from "./orders.ts"
import { timeOfDay } from "./time.ts"
import { addVisit } from "./visits.ts"

const visitorOf = (home: number): Visitor => ({
  subject: subjectIds.neighbour + home,
  subjectKind: 0,
  network: networkIds.home + home,
  networkKind: 0,
  accessorClass: 0,
  kind: "neighbour",
  browser: home % browserFamilies,
})

/**
 * Two households, seldom up to five, order within minutes of each other, and the first one follows all their parcels.
 * Numbers of other carriers' parcels lie between theirs.
 */
export const orderTogether = (build: Build, retailer: Retailer, at: number, mailAt: number): void => {
  const { random, orders } = build
  const home = random.integer(householdCount)
  const visitor = visitorOf(home)
  const households = Math.min(5, 2 + Math.floor(random.exponential(0.6)))
  const numbersPerMinute = numbersPerDay(retailer) / 1_440
  for (let index = 0; index < households; index += 1) {
    const destination = (home + index) % householdCount
    if (index > 0) skipNumbers(random, retailer, numbersPerMinute)
    const order = issueOrder(random, orders, retailer, { at: at + 60 * index, destination })
    if (order < 0) return
    for (const day of [0, 1]) {
      const when = (Math.floor(mailAt / daySeconds) + day) * daySeconds + timeOfDay(random)
      if (when > mailAt) addVisit(build, { at: when, order, visitor, byLink: index === 0 && random.chance(0.65) })
    }
  }
}
