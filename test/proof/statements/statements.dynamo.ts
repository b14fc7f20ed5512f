import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { dynamoStatements } from "../../../shared/proof/statements/dynamo-statements.ts"
import { dynamoSentFindings } from "../../../shared/watch/alerts/dynamo-sent-findings.ts"
import { dynamoDisclosureLog } from "../../../shared/watch/lookups/log/dynamo-disclosure-log.ts"
import { declaredTable } from "../../doubles/declared-table.ts"
import { disclosureLogContract } from "../../watch/lookups/log/disclosure-log.contract.ts"
import { sentFindingsContract, statementsContract } from "./statements.contract.ts"

/** Runs the contracts of the stores in the table Statements on a table that is created for it. */
export function statementContractsOnDynamo(client: () => DynamoDBClient, prefix: string): void {
  const open = declaredTable(client, prefix, "Statements")
  statementsContract("DynamoDB", async () => dynamoStatements(await open()))
  sentFindingsContract("DynamoDB", async () => dynamoSentFindings(await open()))
  disclosureLogContract("DynamoDB", async () => dynamoDisclosureLog(await open()))
}
