import type { MessageKey } from "../language/messages.ts"
import { casePages } from "./case-pages.ts"
import type { Obstacle } from "./case-view.ts"

/** What keeps a case open, by the page of the case where it is removed. Null: nobody but the other can remove it. */
const places = {
  peopleToldByNobody: "notices",
  dutyOutstanding: "duties",
  dutyDeclined: "duties",
  peopleToldByNobodyElsewhere: "duties",
  dutyOutstandingElsewhere: "duties",
  dutyDeclinedElsewhere: "duties",
  falseAlarmElsewhere: null,
  exposureNotAssessed: "duties",
  exposureUnexplained: null,
  carrierTakesNoPart: null,
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

/** The page of the case where an obstacle is removed: its title, and its path with the place on it. */
export function placeOfObstacle({ code, dutyId }: Obstacle): { path: string; title: MessageKey } | undefined {
  const place = isKnownObstacle(code) ? places[code] : null
  if (place === null) return undefined
  const page = casePages.find(({ path }) => path === place.split("#")[0])
  const path = place === "duties" && dutyId !== undefined ? `duties#duty-${dutyId}` : place
  return page === undefined ? undefined : { path, title: page.title }
}
