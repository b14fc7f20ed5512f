import { deployedKeyedHash } from "../base/keyed-hash/deployed-keyed-hash.ts"
import { systemClock } from "../base/platform/clock.ts"
import { deployedSealer } from "../base/platform/deployed-sealing.ts"
import { deployedTable } from "../base/platform/deployed-table.ts"
import { deployedRecordFinder } from "../intake/tracking/deployed-tracking.ts"
import type { PartyDirectory } from "../parties/party-directory.ts"
import type { Route } from "../parties/party-route.ts"
import { dynamoDecisionNotes } from "../watch/detection/decisions/dynamo-decision-notes.ts"
import { dynamoRestrictions } from "../watch/detection/restrictions/dynamo-restrictions.ts"
import { dynamoDisclosures } from "../watch/lookups/ledger/dynamo-disclosures.ts"
import { deployedProveAccesses } from "../watch/lookups/log/deployed-prove-accesses.ts"
import { dynamoReportStreams } from "../watch/lookups/reporting/dynamo-report-streams.ts"
import { accessRoutes } from "./api/accesses-of-shipment.ts"
import { decisionRoutes } from "./api/decision-routes.ts"
import { proofMapRoutes } from "./api/proof-map-routes.ts"

/** The routes that need no case: all that a stage without the desk has of those that parties read. */
export async function deployedLedgerRoutes(parties: PartyDirectory): Promise<Route[]> {
  const hashes = await deployedKeyedHash()
  const decided = {
    decisionNotes: dynamoDecisionNotes(deployedTable("DecisionNotes")),
    restrictions: dynamoRestrictions(deployedTable("Restrictions")),
  }
  return [
    ...decisionRoutes({ ...decided, sealer: deployedSealer() }),
    ...proofMapRoutes({ ...decided, parties, keyedHash: hashes }),
    ...accessRoutes({
      parties,
      records: deployedRecordFinder(hashes),
      disclosures: dynamoDisclosures(deployedTable("Disclosures")),
      streams: dynamoReportStreams(deployedTable("ReportStreams")),
      proveAccesses: deployedProveAccesses(hashes),
      clock: systemClock,
    }),
  ]
}
