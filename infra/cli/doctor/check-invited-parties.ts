import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { dynamoInvitedParties } from "../../../shared/parties/invitations/dynamo-invited-parties.ts"
import { conflictInWords, fileConflicts } from "../../../shared/parties/invitations/file-conflicts.ts"
import type { StoredInvitedParties } from "../../../shared/parties/invitations/stored-invited-parties.ts"
import type { ReachedStage } from "../deployed-stage/reach-stage.ts"
import { type Finding, finding } from "./finding.ts"

const found = finding("Parties of the file and invited ones")

/** Whether a party of the file has what an invited party has. */
export async function checkInvitedParties({
  connection,
  outputs,
  parties,
  stage,
}: Pick<ReachedStage, "connection" | "outputs" | "parties" | "stage">): Promise<readonly Finding[]> {
  const tableName = outputs("InvitedPartiesTableName")
  if (tableName === undefined) return [found.notShown("The stage has no invited parties yet")]
  const client = new DynamoDBClient(connection)
  try {
    return await judgeInvitedParties({ parties, stage: stage.name }, dynamoInvitedParties({ client, tableName }))
  } finally {
    client.destroy()
  }
}

/** One finding for each conflict, or that there is none. */
export async function judgeInvitedParties(
  { parties, stage }: Pick<ReachedStage, "parties"> & { readonly stage: string },
  invitedParties: Pick<StoredInvitedParties, "holdersOf" | "current">,
): Promise<readonly Finding[]> {
  const conflicts = await fileConflicts(parties, invitedParties)
  if (conflicts.length === 0) return [found.pass("No invited party has what a party of the file has")]
  return conflicts.map((conflict) => found.fail(conflictInWords(conflict, stage)))
}
