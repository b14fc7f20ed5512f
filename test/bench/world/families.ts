/** Families: one person follows the parcels of several people who live at several places, on one device. */
import { daySeconds } from "../../../shared/base/platform/instants.ts"
import type { Build } from "./build.ts"
import { householdCount } from "./households.ts"
import { browserFamilies, networkIds, subjectIds, type Visitor } from "./identities.ts"
import { timeOfDay } from "./time.ts"
import { addVisit } from "./visits.ts"

/** Places at which the members of a family receive parcels. */
const placesPerFamily = 4

/** Draws a family, by number. A family receives about nine parcels a month. */
export const anyFamily = ({ random, scale }: Build): number => random.integer(Math.max(10, Math.round(3_000 * scale)))

export const destinationOfFamily = ({ random }: Build, family: number): number =>
  6_000_000 + family * placesPerFamily + random.integer(placesPerFamily)

const visitorOf = (family: number): Visitor => ({
  subject: subjectIds.family + family,
  subjectKind: 0,
  network: networkIds.home + ((family * 97) % householdCount),
  networkKind: 0,
  accessorClass: 0,
  kind: "family",
  browser: family % browserFamilies,
})

/** The family's device looks a parcel up once a day until it arrives. Most numbers are typed, not opened by link. */
export const followAsFamily = (build: Build, order: number, family: number, mailAt: number): void => {
  const { random } = build
  const days = 1 + random.integer(3)
  for (let index = 0; index < days; index += 1) {
    const at = (Math.floor(mailAt / daySeconds) + index) * daySeconds + timeOfDay(random)
    if (at > mailAt) addVisit(build, { at, order, visitor: visitorOf(family), byLink: random.chance(0.3) })
  }
}
