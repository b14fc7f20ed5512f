import type { DutyState } from "../../base/contracts/words.ts"
import type { Assessment } from "../assessment.ts"
import { isPutOff } from "./contract-duties.ts"
import type { Duty } from "./duty.ts"

/**
 * How far a duty has come in each state. `notOwed` is last: its assessment was made for one of the two cases, so work
 * that is left in the other case prevails.
 */
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
 * Merges the same duty of two cases: the one that came further, with the requests of both. By contract, the
 * earlier term counts. The caller must check it against the facts of the merged case.
 *
 * @param one the duty of the surviving case; it prevails if both came equally far
 */
export function mergeDuties(one: Duty, other: Duty): Duty {
  const [further, lesser] = progress[other.state] > progress[one.state] ? [other, one] : [one, other]
  const { clock } = isPutOff(lesser, further.clock) ? lesser : further
  const requests = new Map(
    [...one.requests, ...other.requests].map((request) => [`${request.at} ${request.by}`, request]),
  )
  const oldestFirst = [...requests.values()].sort((left, right) => Date.parse(left.at) - Date.parse(right.at))
  return { ...further, clock, requests: oldestFirst }
}

/** How many of a party's shipments a case affected, or possibly affected. */
type Affected = { shipments: number; possible?: { shipments: number } | undefined }

const affectsNobody = ({ shipments, possible }: Affected): boolean => shipments + (possible?.shipments ?? 0) === 0

/** A party's assessments of a case, and how many of its shipments the case affected. */
export type AssessedCase = Affected & { assessments?: Assessments | undefined }

type Assessments = Readonly<Record<string, Assessment>>

/**
 * Merges a party's assessments of two cases, test by test. One that says that a test is not met speaks of its own case
 * only. It holds for both cases if the other case affects none of the party's people, or is assessed alike.
 */
export function mergeAssessments(one: AssessedCase, other: AssessedCase): Assessments | undefined {
  const tests = new Set([one, other].flatMap(({ assessments = {} }) => Object.keys(assessments)))
  const merged = [...tests].flatMap((test) => {
    const assessment = mergeAssessment(one, other, test)
    return assessment === undefined ? [] : [[test, assessment] as const]
  })
  return merged.length === 0 ? undefined : Object.fromEntries(merged)
}

function mergeAssessment(one: AssessedCase, other: AssessedCase, test: string): Assessment | undefined {
  const given = [one, other].flatMap(({ assessments }) => assessments?.[test] ?? [])
  const demanding = given.find(({ met }) => met === "yes")
  if (demanding !== undefined) return demanding
  const speaksForAll = [one, other].every((of) => of.assessments?.[test] !== undefined || affectsNobody(of))
  return speaksForAll ? given[0] : undefined
}

/** When a party called a case a false alarm, and how many of its shipments the case affected. */
type DeniedCase = Affected & { saysFalseAlarmAt?: string | undefined }

/** Since when a party calls both cases a false alarm. It must have said so of each case that affects its people. */
export function mergeFalseAlarms(one: DeniedCase, other: DeniedCase): string | undefined {
  const said = [one, other].flatMap(({ saysFalseAlarmAt }) => saysFalseAlarmAt ?? []).sort()
  const speaksForAll = [one, other].every((of) => of.saysFalseAlarmAt !== undefined || affectsNobody(of))
  return speaksForAll ? said.at(-1) : undefined
}
