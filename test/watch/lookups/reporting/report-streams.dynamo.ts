import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { dynamoReportStreams } from "../../../../shared/watch/lookups/reporting/dynamo-report-streams.ts"
import { declaredTable } from "../../../doubles/declared-table.ts"
import { reportStreamsContract } from "./report-streams.contract.ts"

/** Runs the contract of reports and counts on a table that is created for it. */
export function reportStreamsContractOnDynamo(client: () => DynamoDBClient, prefix: string): void {
  const open = declaredTable(client, prefix, "ReportStreams")
  reportStreamsContract("DynamoDB", async () => dynamoReportStreams(await open()))
}
