import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import type { TableName } from "../../../functions/tables.ts"
import { dynamoEvidence } from "../../../shared/desk/exposures/dynamo-evidence.ts"
import { dynamoAnnouncedWalkers } from "../../../shared/watch/detection/announcements/dynamo-announced-walkers.ts"
import { dynamoAnomalies } from "../../../shared/watch/detection/anomalies/dynamo-anomalies.ts"
import { dynamoDecisionNotes } from "../../../shared/watch/detection/decisions/dynamo-decision-notes.ts"
import { dynamoAccessProfiles } from "../../../shared/watch/detection/profiles/dynamo-access-profiles.ts"
import { dynamoRestrictions } from "../../../shared/watch/detection/restrictions/dynamo-restrictions.ts"
import { dynamoRetailerProfiles } from "../../../shared/watch/detection/retailers/dynamo-retailer-profiles.ts"
import { dynamoRetailerVolumes } from "../../../shared/watch/detection/retailers/dynamo-retailer-volumes.ts"
import { dynamoChallengeFailures } from "../../../shared/watch/lookups/guesses/dynamo-challenge-failures.ts"
import { dynamoDisclosures } from "../../../shared/watch/lookups/ledger/dynamo-disclosures.ts"
import { evidenceContract } from "../../desk/exposures/evidence.contract.ts"
import { declaredTable } from "../../doubles/declared-table.ts"
import { announcedWalkersContract } from "../detection/announcements/announced-walkers.contract.ts"
import { decisionNotesContract } from "../detection/decisions/decision-notes.contract.ts"
import { restrictionsContract } from "../detection/restrictions/restrictions.contract.ts"
import {
  accessProfilesContract,
  anomaliesContract,
  challengeFailuresContract,
  retailerProfilesContract,
  retailerVolumesContract,
} from "./access-stores.contract.ts"
import { disclosuresContract } from "./ledger/disclosures.contract.ts"

type Table = Awaited<ReturnType<ReturnType<typeof declaredTable>>>

/**
 * Runs the contracts of the access stores on tables made for it; each store gets its own table, made at its first use.
 */
export function accessStoreContractsOnDynamo(client: () => DynamoDBClient, prefix: string): void {
  const on = <Store>(name: TableName, make: (table: Table) => Store, of = prefix) => {
    const open = declaredTable(client, of, name)
    return async () => make(await open())
  }
  const where = "in DynamoDB"
  disclosuresContract(where, on("Disclosures", dynamoDisclosures))
  evidenceContract(
    where,
    on(
      "Disclosures",
      (table) => ({ disclosures: dynamoDisclosures(table), evidence: dynamoEvidence(table) }),
      `${prefix}-evidence`,
    ),
  )
  restrictionsContract(where, on("Restrictions", dynamoRestrictions))
  anomaliesContract(where, on("Anomalies", dynamoAnomalies))
  announcedWalkersContract(where, on("AnnouncedWalkers", dynamoAnnouncedWalkers))
  decisionNotesContract(where, on("DecisionNotes", dynamoDecisionNotes))
  challengeFailuresContract(where, on("ChallengeFailures", dynamoChallengeFailures))
  retailerProfilesContract(where, on("RetailerProfiles", dynamoRetailerProfiles))
  retailerVolumesContract(where, on("RetailerVolumes", dynamoRetailerVolumes))
  accessProfilesContract(where, on("AccessProfiles", dynamoAccessProfiles))
}
