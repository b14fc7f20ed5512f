import { CreateTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { dynamoRequestedDocuments } from "../../../shared/breach-desk/documents/dynamo-requested-documents.ts"
import { requestedDocumentsContract } from "./requested-documents.contract.ts"

/** Runs the contract of requested documents on a table that is created for it. */
export function requestedDocumentsContractOnDynamo(client: () => DynamoDBClient, prefix: string): void {
  const tableName = `${prefix}-requested-documents`
  let created: Promise<unknown> | undefined
  requestedDocumentsContract("DynamoDB", async () => {
    created ??= client().send(
      new CreateTableCommand({
        TableName: tableName,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: "documentId", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "documentId", KeyType: "HASH" }],
      }),
    )
    await created
    return dynamoRequestedDocuments({ client: client(), tableName })
  })
}
