/** Universities: thousands of students behind one fixed address follow their own parcels. */
import { daySeconds } from "../../../shared/base/platform/instants.ts"
import type { Build } from "./build.ts"
import { anonymousSubject, browserFamilies, networkIds, subjectIds, type Visitor } from "./identities.ts"
import { timeOfDay } from "./time.ts"
import { addVisit } from "./visits.ts"

const studentsPerUniversity = 4_000
/** Every fifth student has no cookie. */
const withoutCookie = 5

/** Draws a student, by number. A university receives about 140 parcels a day. */
export const anyStudent = ({ random, scale }: Build): number => {
  const universities = Math.max(1, Math.round(10 * scale))
  return random.integer(studentsPerUniversity * universities)
}

/** A student's destination: one of the residences, each with a front desk of its own. */
export const destinationOfStudent = (student: number): number => 5_000_000 + Math.floor(student / 8)

const visitorOf = (student: number): Visitor => {
  const network = networkIds.office + 8_000 + Math.floor(student / studentsPerUniversity)
  const browser = student % browserFamilies
  const isAnonymous = student % withoutCookie === 0
  return {
    subject: isAnonymous ? anonymousSubject(network, browser) : subjectIds.student + student,
    subjectKind: isAnonymous ? 1 : 0,
    network,
    networkKind: 0,
    accessorClass: 0,
    kind: "student",
    browser,
  }
}

/** A student follows a parcel from the campus network, two in three times by the mailed link. */
export const followAsStudent = (build: Build, order: number, student: number, mailAt: number): void => {
  const { random } = build
  const visits = 1 + Math.floor(random.exponential(1.2))
  for (let index = 0; index < visits; index += 1) {
    const day = Math.floor(mailAt / daySeconds) + index
    const at =
      index === 0 && random.chance(0.3) ? mailAt + random.exponential(1_500) : day * daySeconds + timeOfDay(random)
    if (at > mailAt) addVisit(build, { at, order, visitor: visitorOf(student), byLink: random.chance(0.65) })
  }
}
