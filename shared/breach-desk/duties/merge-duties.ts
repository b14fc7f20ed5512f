import type { DutyState } from "../../contracts/words.ts"
import type { Assessment } from "../assessment.ts"
import type { Duty } from "./duty.ts"
import { excusesSilence } from "./duty-closing.ts"

/** How far a state has brought a duty. An assessment that frees from it was made of one case alone, so anything that is still to be done prevails. */
const progress: Readonly<Record<DutyState, number>> = {
  notOwed: 0,
  open: 1,
  requested: 2,
  unanswered: 3,
  declined: 4,
  accepted: 5,
  offered: 6,
  takenOver: 7,
  discharged: 8,
}

/**
 * One duty of two cases that turned out to be one: that which was brought further, with every request of both. Whether it was done far enough is
 * for the facts of the joined case to say.
 *
 * @param one of the surviving case, which prevails where both were brought equally far
 */
export function mergeDuties(one: Duty, other: Duty): Duty {
  const further = progress[other.state] > progress[one.state] ? other : one
  const requests = new Map(
    [...one.requests, ...other.requests].map((request) => [`${request.at} ${request.by}`, request]),
  )
  const oldestFirst = [...requests.values()].sort((left, right) => Date.parse(left.at) - Date.parse(right.at))
  return { ...further, requests: oldestFirst }
}

/** What a party said of its risk in a case, and how many of its people the case was about. */
export type AssessedCase = { assessment?: Assessment | undefined; shipments: number }

/**
 * What a party's assessments of two cases say of both together. One that frees from telling people speaks for those alone whom it was about: it
 * holds for both only if the other case has none of the party's people, or is assessed so too.
 */
export function mergeAssessments(one: AssessedCase, other: AssessedCase): Assessment | undefined {
  const given = [one, other].flatMap(({ assessment }) => assessment ?? [])
  const demanding = given.find((assessment) => !excusesSilence(assessment))
  if (demanding !== undefined) return demanding
  const speaksForAll = [one, other].every(({ assessment, shipments }) => assessment !== undefined || shipments === 0)
  return speaksForAll ? given[0] : undefined
}

/** What a party said of a case and how many of its people that was about. */
type DeniedCase = { saysFalseAlarmAt?: string | undefined; shipments: number }

/** Since when a party says of two cases together that they are a false alarm: only where it says so of each that touches its people. */
export function mergeFalseAlarms(one: DeniedCase, other: DeniedCase): string | undefined {
  const said = [one, other].flatMap(({ saysFalseAlarmAt }) => saysFalseAlarmAt ?? []).sort()
  const speaksForAll = [one, other].every((of) => of.saysFalseAlarmAt !== undefined || of.shipments === 0)
  return speaksForAll ? said.at(-1) : undefined
}
