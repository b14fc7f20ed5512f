import { type Route, route } from "../../parties/party-route.ts"
import { CaseBusy } from "../cases/case-busy.ts"
import { accessesQuery, answerAccesses } from "./accesses-of-shipment.ts"
import { actionRoutes } from "./action-routes.ts"
import { approvalRoutes } from "./approval-routes.ts"
import { assignmentRoute } from "./assignment-route.ts"
import { attemptRoute } from "./attempt-routes.ts"
import { caseRoutes } from "./case-routes.ts"
import { decisionRoute } from "./decision-routes.ts"
import { busyProblem } from "./desk-problems.ts"
import type { ServedDesk } from "./desk-request.ts"
import { documentRoutes } from "./document-routes.ts"
import { draftRoutes } from "./draft-routes.ts"
import { evidenceRoutes, withUploadLink } from "./evidence-routes.ts"
import { letterRoutes } from "./letter-routes.ts"
import { noteRoutes } from "./note-routes.ts"
import { oncePerCommand } from "./once-per-command.ts"
import { restrictionRoutes } from "./restriction-routes.ts"
import { viewRoutes, withViewLink } from "./view-routes.ts"

/**
 * The API of the breach desk. A party reads and changes its own side of its own cases; to it, other cases do not exist.
 */
export function breachDeskRoutes(desk: ServedDesk): Route[] {
  const routes = [
    ...caseRoutes(desk),
    ...actionRoutes(desk),
    ...documentRoutes(desk),
    assignmentRoute(desk),
    ...noteRoutes(desk),
    ...draftRoutes(desk),
    ...approvalRoutes(desk),
    ...evidenceRoutes(desk),
    ...letterRoutes(desk),
    ...viewRoutes(desk),
    ...restrictionRoutes(desk),
    decisionRoute(desk),
    attemptRoute(desk),
    route({
      method: "GET",
      path: "/v1/shipments/{shipmentId}/accesses",
      authentication: "required",
      query: accessesQuery,
      handle: (request) => answerAccesses(desk, request),
    }),
  ]
  const once = (of: Route) => (hasEffect(of) ? oncePerCommand(desk, of) : of)
  return routes.map((of) => retriedWhenBusy(withViewLink(desk, withUploadLink(desk, once(of)))))
}

function hasEffect({ method, path }: Route): boolean {
  return method !== "GET" && !path.endsWith("/verifications") && !path.endsWith("/drafts")
}

/**
 * Answers 503 with `retry-after` while others change a case or a merge is under way. A repeat with the same key is
 * safe.
 */
function retriedWhenBusy(of: Route): Route {
  return {
    ...of,
    answer: (request) =>
      of.answer(request).catch((error) => {
        throw error instanceof CaseBusy ? busyProblem() : error
      }),
  }
}
