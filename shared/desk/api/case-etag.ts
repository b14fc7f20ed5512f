import { derivedId } from "../../base/contracts/envelope.ts"
import { canonicalJson } from "../../base/platform/canonical-json.ts"
import type { Party } from "../../parties/party.ts"
import type { ObstacleDesk } from "../actions/closing-obstacles.ts"
import type { Participant } from "../cases/participant.ts"
import { caseView } from "./case-view.ts"

/**
 * The `etag` of a case as one party sees it: a hash of that view. It changes with everything that the view shows and
 * with nothing else, so that it shows no party what others do. It leaves out the hours that nobody watched: they grow
 * with the time. That they began or were filled shows in the counts.
 */
export function etagOf({ unwatched: _, ...view }: { readonly unwatched?: unknown }): string {
  return `"${derivedId("case-view", canonicalJson(view))}"`
}

/**
 * Compares a case with the one that a request wants to change.
 *
 * @param ifMatch the header `if-match`: one etag, several with commas between them, or `*` for any. `undefined` if the
 *   request has none
 * @returns what says whether a participant still sees the case so; `undefined` if that does not matter
 */
export function matcherOf(
  desk: ObstacleDesk,
  party: Party,
  ifMatch: string | undefined,
): ((participant: Participant) => Promise<boolean>) | undefined {
  const wanted = ifMatch?.split(",").map((one) => one.trim().replace(/^W\//, ""))
  if (wanted === undefined || wanted.includes("*")) return undefined
  return async (participant) => wanted.includes(etagOf(await caseView(desk, party, participant)))
}
