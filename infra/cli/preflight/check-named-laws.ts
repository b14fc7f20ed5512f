import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { answerTo } from "../../../client/command-line/aws-failure.ts"
import { knownLawIds } from "../../../shared/desk/law/catalogue.ts"
import { type DeployedStage, outputOf } from "../../../shared/pages/operator/stage-resources.ts"
import { dynamoInvitedParties } from "../../../shared/parties/invitations/dynamo-invited-parties.ts"
import type { Party } from "../../../shared/parties/party.ts"
import { withSettings } from "../../../shared/parties/settings/apply-settings.ts"
import { dynamoSettings } from "../../../shared/parties/settings/dynamo-settings.ts"
import { loadLawsToMend } from "../../stages/load-laws-to-mend.ts"
import { type CheckResult, resultsOf, whenAnswered } from "../deployed-stage/check-result.ts"
import type { Preflight } from "./preflight-input.ts"

/** A statement of an IAM policy that lets the check list invited parties and settings. */
export const namedLawsStatement = (stage = "*"): object => ({
  Sid: "WaysealNamedLaws",
  Effect: "Allow",
  Action: "dynamodb:Query",
  Resource: ["InvitedParties", "Settings"].map((table) => `arn:*:dynamodb:*:*:table/Wayseal-${stage}-*${table}*`),
})

/**
 * Whether each law is here that a party names outside of the parties file, whose own laws are checked when it is read.
 * Before the first deployment there are none.
 */
export async function checkNamedLaws(
  { connection, parties, stage }: Pick<Preflight, "connection" | "parties" | "stage">,
  live: DeployedStage,
): Promise<readonly CheckResult[]> {
  const settingsTable = outputOf(live, "SettingsTableName")
  if (settingsTable === undefined) return []
  const client = new DynamoDBClient(connection)
  const invitedTable = outputOf(live, "InvitedPartiesTableName")
  const answer = await answerTo(
    "dynamodb:Query, kms:Decrypt on the tables of invited parties and of settings",
    async () => {
      const changed = await dynamoSettings({ client, tableName: settingsTable }).all()
      const invited = invitedTable === undefined ? [] : await approvedParties({ client, tableName: invitedTable })
      return [...parties, ...invited].map((party) =>
        withSettings(party, changed.find(({ partyId }) => partyId === party.id)?.settings ?? {}),
      )
    },
  )
  client.destroy()
  const { ok, toDo } = resultsOf("laws")
  return whenAnswered("laws", answer, (all) => {
    const missing = all.flatMap((party) => missingLaws(party, stage.name))
    return missing.length === 0
      ? [ok("each law that a party names is here")]
      : missing.map((sentence) => toDo(sentence))
  })
}

/** What the deployer should change in the laws and reviews of its stages. */
export function judgeLaws(toMend = loadLawsToMend()): readonly CheckResult[] {
  const { toDo } = resultsOf("laws")
  return toMend.map((sentence) => toDo(sentence))
}

async function approvedParties(table: Parameters<typeof dynamoInvitedParties>[0]): Promise<readonly Party[]> {
  const found: Party[] = []
  for await (const { approved } of dynamoInvitedParties(table).each())
    if (approved !== undefined) found.push(approved.party)
  return found
}

/** The laws that a party names, for itself or a carrier that takes no part, and that are not here, with what to do. */
function missingLaws(party: Party, stage: string): readonly string[] {
  const ofCarriers = party.kind === "retailer" ? (party.counterparties ?? []).flatMap(({ laws }) => laws) : []
  const again = `enter others: npx wayseal parties invite ${party.id} --stage ${stage} --again`
  return [
    ...sentences(party.laws, "laws", again),
    ...sentences(ofCarriers, "counterparties", "change its settings"),
  ].map((sentence) => `${party.id}: ${sentence}`)
}

const sentences = (laws: readonly string[], field: string, otherwise: string): readonly string[] =>
  [...new Set(laws)]
    .filter((law) => !knownLawIds.includes(law))
    .map(
      (law) =>
        `${field} names ${law}, which is not among the laws here, so no duty would be derived from it. ` +
        `Copy ${law}.yaml into stages/laws, or have the party ${otherwise}.`,
    )
