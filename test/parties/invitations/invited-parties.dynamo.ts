import { CreateTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { dynamoInvitedParties } from "../../../shared/parties/invitations/dynamo-invited-parties.ts"
import { invitedPartiesContract } from "./invited-parties.contract.ts"

/** Runs the contract of invited parties on a table that is created for it. */
export function invitedPartiesContractOnDynamo(client: () => DynamoDBClient, prefix: string): void {
  const tableName = `${prefix}-invited-parties`
  let created: Promise<unknown> | undefined
  invitedPartiesContract("DynamoDB", async () => {
    created ??= client().send(
      new CreateTableCommand({
        TableName: tableName,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: ["pk", "sk"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
        KeySchema: [
          { AttributeName: "pk", KeyType: "HASH" },
          { AttributeName: "sk", KeyType: "RANGE" },
        ],
      }),
    )
    await created
    return dynamoInvitedParties({ client: client(), tableName })
  })
}
