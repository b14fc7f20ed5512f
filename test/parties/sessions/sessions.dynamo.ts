import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { dynamoOperatorSessions } from "../../../shared/pages/operator/dynamo-operator-sessions.ts"
import { dynamoSessions } from "../../../shared/parties/sessions/dynamo-sessions.ts"
import { declaredTable } from "../../doubles/declared-table.ts"
import { operatorSessionsContract } from "../../pages/operator/operator-sessions.contract.ts"
import { sessionsContract } from "./sessions.contract.ts"

/** Runs the contracts of sessions, of people and of operators, on one table that is created for it. */
export function sessionsContractOnDynamo(client: () => DynamoDBClient, prefix: string): void {
  const open = declaredTable(client, prefix, "Sessions")
  sessionsContract("DynamoDB", async () => dynamoSessions(await open()))
  operatorSessionsContract("DynamoDB", async () => {
    const table = await open()
    return { operators: dynamoOperatorSessions(table), sessions: dynamoSessions(table) }
  })
}
