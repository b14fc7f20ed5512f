import { CreateTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { tableInput } from "../doubles/declared-table.ts"
import { contractTable, dynamoContract } from "./dynamo.contract.ts"

/** Runs the contract of DynamoDB itself on a table that is created for it. */
export function dynamoContractOnDynamo(client: () => DynamoDBClient, prefix: string): void {
  const tableName = `${prefix}-rows`
  let created: Promise<unknown> | undefined
  dynamoContract("of the emulator", async () => {
    created ??= client().send(new CreateTableCommand(tableInput(tableName, contractTable)))
    await created
    return { client: client(), tableName }
  })
}
