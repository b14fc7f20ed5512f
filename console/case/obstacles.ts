import type { Obstacle } from "./case-query.ts"

/** What keeps a case open, by the page of the case where it is removed. Null: nobody but the other can remove it. */
const places = {
  peopleToldByNobody: "notices",
  dutyOutstanding: "duties",
  dutyDeclined: "duties",
  peopleToldByNobodyElsewhere: "duties",
  dutyOutstandingElsewhere: "duties",
  dutyDeclinedElsewhere: "duties",
  falseAlarmElsewhere: null,
  publicNoticeUnexplained: "notices#public-notice",
  publicNoticeUnexplainedElsewhere: null,
  promisedNoticeOpen: "facts#writeAgainBy",
  promisedNoticeOpenElsewhere: null,
  containmentNotAttested: "facts#measures",
  exposuresNotCounted: null,
  heldByHub: null,
} as const satisfies Record<string, string | null>

type KnownObstacle = keyof typeof places

/** Whether the console has words of its own for an obstacle. */
export const isKnownObstacle = (code: string): code is KnownObstacle => Object.hasOwn(places, code)

/** The page of the case where an obstacle is removed, and the place on it. */
export function placeOfObstacle({ code, dutyId }: Obstacle): string | undefined {
  const page = isKnownObstacle(code) ? places[code] : null
  if (page === null) return undefined
  return page === "duties" && dutyId !== undefined ? `duties#duty-${dutyId}` : page
}
