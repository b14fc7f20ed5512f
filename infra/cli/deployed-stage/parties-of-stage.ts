import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { dynamoInvitedParties } from "../../../shared/parties/invitations/dynamo-invited-parties.ts"
import { chosenParties } from "../drill/chosen-parties.ts"
import type { ReachedStage } from "./reach-stage.ts"

/**
 * Ids of the parties that take part in a stage, of its file or invited, or of the chosen ones.
 *
 * @throws CommandStopped if a chosen party does not take part
 */
export async function partiesOfStage(
  { parties, outputs, connection }: Pick<ReachedStage, "parties" | "outputs" | "connection">,
  chosen: readonly string[] | undefined,
  onStep: (step: string) => void,
): Promise<readonly string[]> {
  const tableName = outputs("InvitedPartiesTableName")
  const client = new DynamoDBClient(connection)
  try {
    onStep("Reading which parties were invited")
    const invitedParties = tableName === undefined ? undefined : dynamoInvitedParties({ client, tableName })
    return await chosenParties({ parties, invitedParties }, chosen)
  } finally {
    client.destroy()
  }
}
