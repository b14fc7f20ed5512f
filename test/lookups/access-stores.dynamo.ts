import { CreateTableCommand, type CreateTableCommandInput, type DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { type TableKey, tables } from "../../functions/tables.ts"
import { dynamoAnomalies } from "../../shared/detection/anomalies/dynamo-anomalies.ts"
import { dynamoAccessProfiles } from "../../shared/detection/profiles/dynamo-access-profiles.ts"
import { dynamoRestrictions } from "../../shared/detection/restrictions/dynamo-restrictions.ts"
import { dynamoRetailerProfiles } from "../../shared/detection/retailers/dynamo-retailer-profiles.ts"
import { dynamoRetailerVolumes } from "../../shared/detection/retailers/dynamo-retailer-volumes.ts"
import { dynamoChallengeFailures } from "../../shared/lookups/guesses/dynamo-challenge-failures.ts"
import { dynamoDisclosures } from "../../shared/lookups/ledger/dynamo-disclosures.ts"
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
    keys: TableKey,
    indexes: Readonly<Record<string, TableKey>>,
    make: (options: { client: DynamoDBClient; tableName: string }) => Store,
  ) => {
    const tableName = `${prefix}-${name}`
    let created: Promise<unknown> | undefined
    return async (): Promise<Store> => {
      created ??= client().send(new CreateTableCommand(tableInput(tableName, keys, indexes)))
      await created
      return make({ client: client(), tableName })
    }
  }
  const where = "in DynamoDB"
  disclosuresContract(
    where,
    onTable("disclosures", ["subject", "sortKey"], tables.Disclosures.indexes, dynamoDisclosures),
  )
  restrictionsContract(where, onTable("restrictions", ["accessorKey"], {}, dynamoRestrictions))
  anomaliesContract(where, onTable("anomalies", ["anomalyId"], {}, dynamoAnomalies))
  challengeFailuresContract(where, onTable("challenge-failures", ["counterKey"], {}, dynamoChallengeFailures))
  retailerProfilesContract(where, onTable("retailer-profiles", ["retailerId"], {}, dynamoRetailerProfiles))
  retailerVolumesContract(where, onTable("retailer-volumes", ["retailerId", "interval"], {}, dynamoRetailerVolumes))
  accessProfilesContract(where, onTable("access-profiles", ["profileKey"], {}, dynamoAccessProfiles))
}

function tableInput(
  tableName: string,
  keys: TableKey,
  indexes: Readonly<Record<string, TableKey>>,
): CreateTableCommandInput {
  const schema = ([partition, sort]: TableKey) => [
    { AttributeName: partition, KeyType: "HASH" as const },
    ...(sort === undefined ? [] : [{ AttributeName: sort, KeyType: "RANGE" as const }]),
  ]
  const names = new Set([keys, ...Object.values(indexes)].flat())
  const secondary = Object.entries(indexes).map(([IndexName, index]) => ({
    IndexName,
    KeySchema: schema(index),
    Projection: { ProjectionType: "ALL" as const },
  }))
  return {
    TableName: tableName,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [...names].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
    KeySchema: schema(keys),
    ...(secondary.length === 0 ? {} : { GlobalSecondaryIndexes: secondary }),
  }
}
