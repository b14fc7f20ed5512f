import type { Party } from "../../../shared/parties/party.ts"
import type { Stage } from "../../stages/read-stage.ts"
import type { AwsConnection } from "../deployed-stage/aws-connection.ts"
import { type Answer, answerTo } from "../deployed-stage/aws-failure.ts"
import { type DeployedStage, resourcesOfType } from "../deployed-stage/deployed-stage.ts"
import { type Finding, findingsOf, whenAnswered } from "../deployed-stage/finding.ts"
import { alarmFindings, type Subscriptions } from "./alarm-findings.ts"
import { bootstrapFindings } from "./bootstrap-findings.ts"
import { concurrencyFindings, reservedConcurrency } from "./concurrency-findings.ts"
import { leftoverFindings, type NamedKind, namedKinds, oldTableFindings, plannedNames } from "./leftover-findings.ts"
import type { Account } from "./load-account.ts"
import type { PlannedStage } from "./planned-stage.ts"
import { type QuotaAnswers, quotaFindings } from "./quota-findings.ts"
import { type Quota, quotas } from "./quotas.ts"
import { secretFindings, webhookSecretNames } from "./secret-findings.ts"
import { stackFindings } from "./stack-findings.ts"

/** What a check looks at. */
export type Preflight = {
  readonly stage: Stage
  readonly parties: readonly Party[]
  readonly connection: AwsConnection
  readonly onStep: (step: string) => void
}

/** A stage, the account that it is meant for, and what is deployed there. */
export type AccountCheck = Preflight & {
  readonly account: string
  readonly open: Account
  readonly planned: PlannedStage
  readonly deployed: Answer<DeployedStage>
}

const nothing: DeployedStage = { stage: "", stacks: [] }

/** All checks that need an answer of the account. */
export async function checkAccount(check: AccountCheck): Promise<readonly Finding[]> {
  const { account, open, planned, deployed, stage, onStep } = check
  const { settings } = stage
  const live = "value" in deployed ? deployed.value : nothing
  onStep("Reading quotas and names in use")
  const [version, concurrency, room, leftovers, secrets, alarms] = await Promise.all([
    answerTo("ssm:GetParameter", () => open.bootstrapVersion(planned.bootstrap.parameter)),
    answerTo("lambda:GetAccountSettings", open.concurrency),
    checkQuotas(check, live),
    // Without knowing what is deployed, every name in use would look left behind.
    "value" in deployed ? checkLeftovers(check, deployed.value) : [],
    checkSecrets(check),
    checkAlarms(check, live),
  ])
  return [
    ...whenAnswered("bootstrap", version, (actual) =>
      bootstrapFindings({ account, region: settings.region }, planned.bootstrap, actual),
    ),
    ...whenAnswered("stacks", deployed, ({ stacks }) => stackFindings(planned.stackNames, stacks)),
    ...leftovers,
    ...whenAnswered("concurrency", concurrency, (actual) =>
      concurrencyFindings(actual, stillToReserve(planned, live), settings),
    ),
    ...room,
    ...secrets,
    ...alarms,
  ]
}

/** A stage that is deployed has reserved its concurrency already. */
function stillToReserve(planned: PlannedStage, live: DeployedStage): number {
  return resourcesOfType(live, "AWS::Lambda::Function").length > 0 ? 0 : reservedConcurrency(planned)
}

async function checkQuotas({ open, planned }: AccountCheck, live: DeployedStage): Promise<readonly Finding[]> {
  const answers = await Promise.all(quotas.map(async (quota) => [quota.id, await quotaAnswers(open, quota)] as const))
  return quotaFindings(planned, live, new Map(answers))
}

/** The IAM actions that count what a quota counts. */
export const countActions: Readonly<Record<string, string>> = {
  "AWS::Events::EventBus": "events:ListEventBuses",
  "AWS::KMS::Key": "kms:ListKeys",
  "AWS::SNS::Topic": "sns:ListTopics",
  "AWS::DynamoDB::Table": "dynamodb:ListTables",
  "AWS::CloudWatch::Alarm": "cloudwatch:DescribeAlarms",
}

async function quotaAnswers(open: Account, { code, documented, sharedType }: Quota): Promise<QuotaAnswers> {
  const [value, used] = await Promise.all([
    code === undefined
      ? { value: documented }
      : answerTo("servicequotas:GetServiceQuota and servicequotas:GetAWSDefaultServiceQuota", () => open.quota(code)),
    sharedType === undefined ? undefined : listed(open, sharedType, countActions[sharedType] ?? ""),
  ])
  return { value, used: used === undefined || "failure" in used ? used : { value: used.value.length } }
}

async function listed(open: Account, type: string, action: string): Promise<Answer<readonly string[]>> {
  return answerTo(action, async () => (await open.listed[type]?.()) ?? [])
}

async function checkLeftovers(check: AccountCheck, live: DeployedStage): Promise<readonly Finding[]> {
  const { open, planned, account, stage } = check
  const stageFacts = { planned, deployed: live, place: { account, region: stage.settings.region } }
  const named = await Promise.all(
    namedKinds.map(async (kind) =>
      whenAnswered("leftovers", await existingNames(open, kind, planned), (existing) =>
        leftoverFindings(kind, existing, stageFacts),
      ),
    ),
  )
  const tables = whenAnswered("leftovers", await listed(open, "AWS::DynamoDB::Table", "dynamodb:ListTables"), (names) =>
    oldTableFindings(names, stageFacts),
  )
  const findings = [...named.flat(), ...tables]
  return findings.length > 0 ? findings : [findingsOf("leftovers").ok("no name of the stage is in use outside of it")]
}

async function existingNames(
  open: Account,
  kind: NamedKind,
  planned: PlannedStage,
): Promise<Answer<readonly string[]>> {
  if (kind.type !== "AWS::Logs::LogGroup") return listed(open, kind.type, kind.action)
  const names = plannedNames(planned, kind)
  return answerTo(kind.action, async () => (await Promise.all(names.map((name) => open.logGroups(name)))).flat())
}

async function checkSecrets({ open, parties }: AccountCheck): Promise<readonly Finding[]> {
  const names = webhookSecretNames(parties)
  const answers = await Promise.all(
    names.map(async (name) => {
      const answer = await answerTo("secretsmanager:DescribeSecret", () => open.secret(name))
      return whenAnswered("webhook secrets", answer, (secret) => secretFindings(name, secret))
    }),
  )
  return answers.flat()
}

async function checkAlarms({ open, stage }: AccountCheck, live: DeployedStage): Promise<readonly Finding[]> {
  const topic = resourcesOfType(live, "AWS::SNS::Topic").find(({ logicalId }) => logicalId.startsWith("Alarms"))
  const answer: Answer<Subscriptions | undefined> =
    topic === undefined
      ? { value: undefined }
      : await answerTo("sns:GetTopicAttributes", () => open.subscriptions(topic.physicalId))
  return whenAnswered("alarms", answer, (subscriptions) => alarmFindings(stage.settings, subscriptions))
}
