import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { answerTo } from "../../../client/command-line/aws-failure.ts"
import { type DeployedStage, outputOf } from "../../../shared/pages/operator/stage-resources.ts"
import { dynamoInvitedParties } from "../../../shared/parties/invitations/dynamo-invited-parties.ts"
import { conflictInWords, fileConflicts } from "../../../shared/parties/invitations/file-conflicts.ts"
import { type CheckResult, resultsOf, whenAnswered } from "../deployed-stage/check-result.ts"
import type { Preflight } from "./preflight-input.ts"

const check = "invited parties"

/** What it takes on the table of invited parties and, for kms:Decrypt, on its key. */
const invitedPartiesActions = ["dynamodb:BatchGetItem", "dynamodb:GetItem", "kms:Decrypt"] as const

/** Statements of an IAM policy that let the check read the table of invited parties alone. */
export function invitedPartiesStatements(stage = "*"): readonly object[] {
  const [batch, get, decrypt] = invitedPartiesActions
  const table = `arn:*:dynamodb:*:*:table/Wayseal-${stage}-*InvitedParties*`
  return [
    { Sid: "WaysealInvitedParties", Effect: "Allow", Action: [batch, get], Resource: table },
    {
      Sid: "WaysealInvitedPartiesKey",
      Effect: "Allow",
      Action: decrypt,
      Resource: "*",
      Condition: { StringLike: { "kms:ViaService": "dynamodb.*.amazonaws.com*" } },
    },
  ]
}

/** Whether a party of the file has what an invited party has. Before the first deployment there are none. */
export async function checkInvitedParties(
  { connection, parties, stage }: Pick<Preflight, "connection" | "parties" | "stage">,
  live: DeployedStage,
): Promise<readonly CheckResult[]> {
  const tableName = outputOf(live, "InvitedPartiesTableName")
  if (tableName === undefined) return []
  const client = new DynamoDBClient(connection)
  const invitedParties = dynamoInvitedParties({ client, tableName })
  const answer = await answerTo(`${invitedPartiesActions.join(", ")} on the table of invited parties`, () =>
    fileConflicts(parties, invitedParties),
  )
  client.destroy()
  const { ok, toDo } = resultsOf(check)
  return whenAnswered(check, answer, (conflicts) =>
    conflicts.length === 0
      ? [ok("no invited party has what a party of the file has")]
      : conflicts.map((conflict) => toDo(conflictInWords(conflict, stage.name))),
  )
}
