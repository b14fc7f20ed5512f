/** Gift buyers: before Christmas one person has a dozen parcels sent to as many other people, and follows them all. */
import { daySeconds } from "../../../shared/base/platform/instants.ts"
import type { Build } from "./build.ts"
import { householdCount } from "./households.ts"
import { browserFamilies, networkIds, subjectIds, type Visitor } from "./identities.ts"
import { timeOfDay } from "./time.ts"
import { addVisit } from "./visits.ts"

/** Draws a gift buyer, by number. About a dozen gifts for each is an assumption. */
export const anyGiftBuyer = ({ random, scale }: Build): number =>
  random.integer(Math.max(10, Math.round(2_000 * scale)))

/** A gift goes to anybody's home. */
export const destinationOfGift = ({ random }: Build): number => random.integer(householdCount)

const visitorOf = (buyer: number): Visitor => ({
  subject: subjectIds.giftBuyer + buyer,
  subjectKind: 0,
  network: networkIds.home + ((buyer * 193) % householdCount),
  networkKind: 0,
  accessorClass: 0,
  kind: "giftBuyer",
  browser: buyer % browserFamilies,
})

/** The buyer looks each gift up until it has arrived, by the number in the shop's account or by the mailed link. */
export const followAsGiftBuyer = (build: Build, order: number, buyer: number, mailAt: number): void => {
  const { random } = build
  const visits = 1 + random.integer(3)
  for (let index = 0; index < visits; index += 1) {
    const at = (Math.floor(mailAt / daySeconds) + index) * daySeconds + timeOfDay(random)
    if (at > mailAt) addVisit(build, { at, order, visitor: visitorOf(buyer), byLink: random.chance(0.5) })
  }
}
