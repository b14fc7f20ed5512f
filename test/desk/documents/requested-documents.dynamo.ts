import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { dynamoRequestedDocuments } from "../../../shared/desk/documents/dynamo-requested-documents.ts"
import { declaredTable } from "../../doubles/declared-table.ts"
import { requestedDocumentsContract } from "./requested-documents.contract.ts"

/** Runs the contract of requested documents on a table that is created for it. */
export function requestedDocumentsContractOnDynamo(client: () => DynamoDBClient, prefix: string): void {
  const open = declaredTable(client, prefix, "RequestedDocuments")
  requestedDocumentsContract("DynamoDB", async () => dynamoRequestedDocuments(await open()))
}
