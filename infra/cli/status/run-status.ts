import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { type AwsFailure, answerTo, failureOf } from "../../../client/command-line/aws-failure.ts"
import { stopReason } from "../../../client/command-line/stop-reason.ts"
import { systemClock } from "../../../shared/base/platform/clock.ts"
import { silentTelemetry } from "../../../shared/base/platform/telemetry.ts"
import { durationInWords } from "../../../shared/pages/operator/duration-in-words.ts"
import { readSecretDate } from "../../../shared/pages/operator/load-facts.ts"
import { stageSource } from "../../../shared/pages/operator/load-source.ts"
import { headings, type PartName } from "../../../shared/pages/operator/operator-words.ts"
import { readStageNow } from "../../../shared/pages/operator/stage-now.ts"
import { type ReportPart, reportOn } from "../../../shared/pages/operator/stage-report.ts"
import { type DeployedStage, outputOf } from "../../../shared/pages/operator/stage-resources.ts"
import { currentParties } from "../../../shared/parties/current-parties.ts"
import { dynamoInvitedLookups } from "../../../shared/parties/invitations/dynamo-invited-lookups.ts"
import { invitedParty, type ReadInvitedParties } from "../../../shared/parties/invitations/invited-party.ts"
import type { Party } from "../../../shared/parties/party.ts"
import { dynamoSettings } from "../../../shared/parties/settings/dynamo-settings.ts"
import type { AwsConnection } from "../deployed-stage/aws-connection.ts"
import { type CheckResult, onEmulator, resultsOf, whenAnswered } from "../deployed-stage/check-result.ts"
import { readStageWithEdge } from "../deployed-stage/stage-with-edge.ts"

/** What a look at a stage needs. */
export type StatusCheck = {
  readonly stage: string
  /** The parties of the stage's file. */
  readonly parties: readonly Party[]
  /** Whether the stage has an edge in a region of its own. No when absent. */
  readonly edgeElsewhere?: boolean
  readonly connection: AwsConnection
  readonly onStep: (step: string) => void
}

/** What reading each part takes, as IAM actions. */
const takes: Readonly<Record<PartName, string>> = {
  alarms: "cloudwatch:DescribeAlarms",
  triggers: "lambda:ListEventSourceMappings, events:ListRules and cloudwatch:GetMetricData",
  schedules: "cloudwatch:GetMetricData",
  deadLetters: "sqs:GetQueueAttributes and cloudwatch:GetMetricData",
  givenUp: "s3:ListBucket on the failures bucket",
  queues: "sqs:GetQueueAttributes and cloudwatch:GetMetricData",
  cases: "dynamodb:Query and kms:Decrypt",
  answered: "dynamodb:Query and kms:Decrypt",
  parties: "dynamodb:Query, dynamodb:Scan, dynamodb:GetItem, dynamodb:BatchGetItem and kms:Decrypt",
  contacts: "sns:GetTopicAttributes",
  stacks: "cloudformation:DescribeStacks",
  buses: "cloudformation:ListStackResources",
  lookups: "cloudwatch:GetMetricData",
  restrictions: "dynamodb:Scan and kms:Decrypt",
  settings: "dynamodb:Query and kms:Decrypt",
}

/**
 * How a deployed stage is now, in the words of the operator's page. It only reads, and shows no personal data.
 *
 * @throws CommandStopped if its stacks cannot be read
 */
export async function runStatus(check: StatusCheck): Promise<readonly CheckResult[]> {
  const { stage: name, edgeElsewhere = false, connection, onStep } = check
  onStep("Reading the stacks")
  const stage = await readStageWithEdge(connection, { name, edgeElsewhere }).catch((error: unknown) => {
    throw stopReason(error, ["cloudformation:DescribeStacks and cloudformation:ListStackResources"])
  })
  if (stage.stacks.length === 0)
    return [resultsOf("stacks").toDo("There is no stack of this stage in this account and region.")]
  onStep("Reading queues, triggers, alarms, parties and cases")
  const [report, secret] = await Promise.all([readReport(check, stage), originSecret(stage, connection)])
  return connection.endpoint === undefined ? [...report, ...secret] : onEmulator([...report, ...secret])
}

async function readReport(check: StatusCheck, stage: DeployedStage): Promise<readonly CheckResult[]> {
  const failures = new Map<string, AwsFailure>()
  const client = new DynamoDBClient(check.connection)
  const tableOf = (name: string) => {
    const tableName = outputOf(stage, `${name}TableName`)
    return tableName === undefined ? undefined : { client, tableName }
  }
  try {
    const now = await readStageNow(
      stageSource({
        connection: check.connection,
        stage: async () => stage,
        tableOf,
        parties: () => partiesOf(check.parties, tableOf),
        clock: systemClock,
      }),
      { clock: systemClock, note: (part, error) => failures.set(part, failureOf(error)) },
    )
    return reportOn(now, check.stage, "en").flatMap((part) => resultsOfPart(part, failures))
  } finally {
    client.destroy()
  }
}

type TableOf = (name: string) => { readonly client: DynamoDBClient; readonly tableName: string } | undefined

/** The parties of the file and the invited ones, with what they changed about themselves. */
function partiesOf(file: readonly Party[], tableOf: TableOf): AsyncIterable<Party> {
  const [invitedTable, settingsTable] = [tableOf("InvitedParties"), tableOf("Settings")]
  const nobody: ReadInvitedParties = { get: async () => undefined, idOf: async () => undefined, async *each() {} }
  const invited =
    invitedTable === undefined ? nobody : dynamoInvitedLookups({ ...invitedTable, partySchema: invitedParty })
  const settings = settingsTable && dynamoSettings(settingsTable)
  return currentParties({ file, stored: { invited, settings }, clock: systemClock, telemetry: silentTelemetry }).each()
}

/** A part of the report as lines of the command: what is broken, or else one line that says what is well. */
function resultsOfPart(part: ReportPart, failures: ReadonlyMap<string, AwsFailure>): readonly CheckResult[] {
  const { name, state, summary, faults, notes } = part
  const found = resultsOf(headings[name].en.toLowerCase())
  const failure = failures.get(name) ?? failures.get(name === "deadLetters" ? "queues" : name)
  if (state === "unread")
    return [failure === undefined ? found.toDo(summary) : found.unknown({ failure, action: takes[name] })]
  const results = faults.map(({ text, since, run, runbook }) => {
    // A text that ends with a colon asks for what to run.
    const told = run !== undefined && text.endsWith(":") ? `${text} ${run}.` : text
    const from = since === undefined ? "" : ` Since ${since.slice(0, 16).replace("T", " ")} UTC.`
    const way = runbook === undefined ? "" : ` Runbook: ${runbook}`
    return found.toDo(`${told}${from}${way}`, ...(run === undefined ? [] : [run]))
  })
  return [...(faults.length === 0 ? [found.ok(summary)] : results), ...notes.map((note) => found.note(note))]
}

/** The longest that one value of the origin secret should be in use. */
const originSecretSeconds = 100 * 86_400

/** Whether the secret with which the edge proves itself is due for a new value. Nothing in a stage without an edge. */
async function originSecret(stage: DeployedStage, connection: AwsConnection): Promise<readonly CheckResult[]> {
  const secretArn = outputOf(stage, "OriginSecretArn")
  if (secretArn === undefined) return []
  const found = resultsOf("origin secret")
  const answer = await answerTo("secretsmanager:ListSecretVersionIds", () => readSecretDate(connection, secretArn))
  return whenAnswered("origin secret", answer, (date) => {
    if (date === undefined) return []
    const seconds = (Date.now() - date.getTime()) / 1000
    const age = `changed ${durationInWords(seconds)} ago`
    return [
      seconds < originSecretSeconds
        ? found.ok(age)
        : found.toDo(`${age}. Rotate it: docs/deploying.md, "Rotating the origin secret", has the commands.`),
    ]
  })
}
