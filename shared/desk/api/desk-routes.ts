import type { Route } from "../../parties/party-route.ts"
import { CaseBusy } from "../cases/case-busy.ts"
import { accessApi, accessRoutes } from "./accesses-of-shipment.ts"
import { actionApi, actionRoutes } from "./action-routes.ts"
import { approvalApi, approvalRoutes } from "./approval-routes.ts"
import { assignmentApi, assignmentRoutes } from "./assignment-route.ts"
import { attemptRoutes, refusedAttemptApi } from "./attempt-routes.ts"
import { caseApi, caseRoutes } from "./case-routes.ts"
import { shipmentCasesApi, shipmentCasesRoutes } from "./cases-of-shipment-route.ts"
import { decisionApi, decisionRoutes } from "./decision-routes.ts"
import { busyProblem } from "./desk-problems.ts"
import type { ServedDesk } from "./desk-request.ts"
import { documentApi, documentRoutes } from "./document-routes.ts"
import { draftApi, draftRoutes } from "./draft-routes.ts"
import { evidenceApi, evidenceRoutes, withUploadLink } from "./evidence-routes.ts"
import { letterApi, letterRoutes } from "./letter-routes.ts"
import { listCases, listCasesRoute } from "./list-cases-route.ts"
import { noteApi, noteRoutes } from "./note-routes.ts"
import { oncePerCommand } from "./once-per-command.ts"
import { proofMapApi, proofMapRoutes } from "./proof-map-routes.ts"
import { restrictionApi, restrictionRoutes } from "./restriction-routes.ts"
import { viewApi, viewRoutes, withViewLink } from "./view-routes.ts"

/** Every route of the breach desk. */
export const deskApi = [
  { listCases },
  caseApi,
  actionApi,
  documentApi,
  assignmentApi,
  noteApi,
  draftApi,
  approvalApi,
  evidenceApi,
  letterApi,
  viewApi,
  restrictionApi,
  decisionApi,
  proofMapApi,
  refusedAttemptApi,
  accessApi,
  shipmentCasesApi,
] as const

/**
 * The API of the breach desk. A party reads and changes its own side of its own cases; to it, other cases do not exist.
 */
export function breachDeskRoutes(desk: ServedDesk): Route[] {
  const routes = [
    listCasesRoute(desk),
    ...caseRoutes(desk),
    ...actionRoutes(desk),
    ...documentRoutes(desk),
    ...assignmentRoutes(desk),
    ...noteRoutes(desk),
    ...draftRoutes(desk),
    ...approvalRoutes(desk),
    ...evidenceRoutes(desk),
    ...letterRoutes(desk),
    ...viewRoutes(desk),
    ...restrictionRoutes(desk),
    ...decisionRoutes(desk),
    ...proofMapRoutes(desk),
    ...attemptRoutes(desk),
    ...accessRoutes(desk),
    ...shipmentCasesRoutes(desk),
  ]
  return routes.map((of) => retriedWhenBusy(withViewLink(desk, withUploadLink(desk, oncePerCommand(desk, of)))))
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
