import { CreateTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { tables } from "../../../functions/tables.ts"
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
import { tableInput } from "../../doubles/declared-table.ts"
import type { Described } from "../../dynamo/memory-table.ts"
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

/**
 * Runs the contracts of the access stores on tables made for it; each store gets its own table, made at its first use.
 */
export function accessStoreContractsOnDynamo(client: () => DynamoDBClient, prefix: string): void {
  const onTable = <Store>(
    name: string,
    description: Described,
    make: (options: { client: DynamoDBClient; tableName: string }) => Store,
  ) => {
    const tableName = `${prefix}-${name}`
    let created: Promise<unknown> | undefined
    return async (): Promise<Store> => {
      created ??= client().send(new CreateTableCommand(tableInput(tableName, description)))
      await created
      return make({ client: client(), tableName })
    }
  }
  const where = "in DynamoDB"
  disclosuresContract(where, onTable("disclosures", tables.Disclosures, dynamoDisclosures))
  evidenceContract(
    where,
    onTable("evidence", tables.Disclosures, (options) => ({
      disclosures: dynamoDisclosures(options),
      evidence: dynamoEvidence(options),
    })),
  )
  restrictionsContract(where, onTable("restrictions", tables.Restrictions, dynamoRestrictions))
  anomaliesContract(where, onTable("anomalies", tables.Anomalies, dynamoAnomalies))
  announcedWalkersContract(where, onTable("announced-walkers", tables.AnnouncedWalkers, dynamoAnnouncedWalkers))
  decisionNotesContract(where, onTable("decision-notes", tables.DecisionNotes, dynamoDecisionNotes))
  challengeFailuresContract(where, onTable("challenge-failures", tables.ChallengeFailures, dynamoChallengeFailures))
  retailerProfilesContract(where, onTable("retailer-profiles", tables.RetailerProfiles, dynamoRetailerProfiles))
  retailerVolumesContract(where, onTable("retailer-volumes", tables.RetailerVolumes, dynamoRetailerVolumes))
  accessProfilesContract(where, onTable("access-profiles", tables.AccessProfiles, dynamoAccessProfiles))
}
