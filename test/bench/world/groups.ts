/**
 * Groups of 20 behind one address who order at one shop within half an hour, such as a team or a class: their numbers
 * are neighbours, and all of them look theirs up there. How many groups there are is an assumption.
 */
import { daySeconds } from "../../../shared/base/platform/instants.ts"
import type { Build } from "./build.ts"
import { householdCount } from "./households.ts"
import { browserFamilies, networkIds, subjectIds, type Visitor } from "./identities.ts"
import { issueOrder, numbersPerDay, type Retailer, skipNumbers } from "./orders.ts"
import { timeOfDay } from "./time.ts"
import { addVisit } from "./visits.ts"

const members = 20
const groupNumbers = 100_000
const minutesBetweenOrders = 1.5

const visitorOf = (group: number, member: number): Visitor => ({
  subject: subjectIds.groupMember + group * members + member,
  subjectKind: 0,
  network: networkIds.office + 100_000 + group,
  networkKind: 0,
  accessorClass: 0,
  kind: "groupMember",
  browser: member % browserFamilies,
})

/** Half of the groups have all parcels sent to the place where they meet, the others each to a home. */
export const orderAsGroup = (build: Build, retailer: Retailer, at: number, mailAt: number): void => {
  const { random, orders } = build
  const group = random.integer(groupNumbers)
  const isToOnePlace = random.chance(0.5)
  const numbersBetween = (numbersPerDay(retailer) / 1_440) * minutesBetweenOrders
  for (let member = 0; member < members; member += 1) {
    if (member > 0) skipNumbers(random, retailer, numbersBetween)
    const destination = isToOnePlace ? 8_000_000 + group : random.integer(householdCount)
    const orderedAt = at + member * minutesBetweenOrders * 60
    const order = issueOrder(random, orders, retailer, { at: orderedAt, destination })
    if (order < 0) return
    const visitor = visitorOf(group, member)
    for (const day of [0, 1, 2]) {
      const when = (Math.floor(mailAt / daySeconds) + day) * daySeconds + timeOfDay(random)
      if (when > mailAt) addVisit(build, { at: when, order, visitor, byLink: random.chance(0.65) })
    }
  }
}
