import { deployedTable } from "../base/platform/deployed-table.ts"
import { secureRandomBytes } from "../base/platform/random-id.ts"
import type { PartyDirectory } from "../parties/party-directory.ts"
import type { Route } from "../parties/party-route.ts"
import { dynamoSessions } from "../parties/sessions/dynamo-sessions.ts"
import { dynamoDecisionNotes } from "../watch/detection/decisions/dynamo-decision-notes.ts"
import { dynamoRestrictions } from "../watch/detection/restrictions/dynamo-restrictions.ts"
import { dynamoDisclosureLog } from "../watch/lookups/log/dynamo-disclosure-log.ts"
import { makeProveAccesses } from "../watch/lookups/log/prove-accesses.ts"
import { breachDeskRoutes } from "./api/desk-routes.ts"
import { deployedReportDesk } from "./deployed-desk.ts"
import { deployedDocumentLinks } from "./documents/deployed-document-links.ts"
import { deployedEvidenceFiles } from "./documents/deployed-evidence-files.ts"
import { dynamoRequestedDocuments } from "./documents/dynamo-requested-documents.ts"

/** Every route of the breach desk. */
export async function deployedDeskRoutes(parties: PartyDirectory): Promise<Route[]> {
  const desk = await deployedReportDesk(parties)
  const sessions = dynamoSessions(deployedTable("Sessions"))
  return breachDeskRoutes({
    ...desk,
    decisionNotes: dynamoDecisionNotes(deployedTable("DecisionNotes")),
    restrictions: dynamoRestrictions(deployedTable("Restrictions")),
    documents: dynamoRequestedDocuments(deployedTable("RequestedDocuments")),
    documentLinks: deployedDocumentLinks(),
    evidenceFiles: deployedEvidenceFiles(),
    proveAccesses: makeProveAccesses({ log: dynamoDisclosureLog(deployedTable("Statements")), hashes: desk.keyedHash }),
    random: secureRandomBytes,
    colleagues: { has: async (partyId, userId) => (await sessions.officer(partyId, userId)) !== undefined },
  })
}
