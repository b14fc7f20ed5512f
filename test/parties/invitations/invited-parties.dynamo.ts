import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { dynamoInvitedParties } from "../../../shared/parties/invitations/dynamo-invited-parties.ts"
import { declaredTable } from "../../doubles/declared-table.ts"
import { invitedPartiesContract } from "./invited-parties.contract.ts"

/** Runs the contract of invited parties on a table that is created for it. */
export function invitedPartiesContractOnDynamo(client: () => DynamoDBClient, prefix: string): void {
  const open = declaredTable(client, prefix, "InvitedParties")
  invitedPartiesContract("DynamoDB", async () => dynamoInvitedParties(await open()))
}
