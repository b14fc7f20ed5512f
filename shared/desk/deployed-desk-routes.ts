import { isLeftOut } from "../base/platform/deployed-resources.ts"
import { deployedTable } from "../base/platform/deployed-table.ts"
import { secureRandomBytes } from "../base/platform/random-id.ts"
import type { PartyDirectory } from "../parties/party-directory.ts"
import type { Route } from "../parties/party-route.ts"
import { dynamoSessions } from "../parties/sessions/dynamo-sessions.ts"
import { dynamoDecisionNotes } from "../watch/detection/decisions/dynamo-decision-notes.ts"
import { dynamoRestrictions } from "../watch/detection/restrictions/dynamo-restrictions.ts"
import { deployedProveAccesses } from "../watch/lookups/log/deployed-prove-accesses.ts"
import type { Colleagues } from "./actions/assign-duty.ts"
import { breachDeskRoutes } from "./api/desk-routes.ts"
import { deployedReportDesk } from "./deployed-desk.ts"
import { deployedAskedDocuments } from "./documents/deployed-asked-documents.ts"
import { deployedDocumentLinks } from "./documents/deployed-document-links.ts"
import { deployedEvidenceFiles } from "./documents/deployed-evidence-files.ts"
import { dynamoRequestedDocuments } from "./documents/dynamo-requested-documents.ts"
import { mergerOver } from "./merging/merge-cases.ts"

/** Every route of the breach desk. */
export async function deployedDeskRoutes(parties: PartyDirectory): Promise<Route[]> {
  const desk = await deployedReportDesk(parties)
  return breachDeskRoutes({
    ...desk,
    merge: mergerOver(desk),
    decisionNotes: dynamoDecisionNotes(deployedTable("DecisionNotes")),
    restrictions: dynamoRestrictions(deployedTable("Restrictions")),
    documents: dynamoRequestedDocuments(deployedTable("RequestedDocuments")),
    askedDocuments: deployedAskedDocuments(),
    documentLinks: deployedDocumentLinks(),
    evidenceFiles: deployedEvidenceFiles(),
    proveAccesses: deployedProveAccesses(desk.keyedHash),
    random: secureRandomBytes,
    colleagues: deployedColleagues(),
  })
}

/** The people of a party who signed in so far. Without the console nobody can. */
function deployedColleagues(): Colleagues {
  if (isLeftOut("console")) return { has: async () => false }
  const sessions = dynamoSessions(deployedTable("Sessions"))
  return { has: async (partyId, userId) => (await sessions.officer(partyId, userId)) !== undefined }
}
