import { type Answer, answerTo } from "../../../client/command-line/aws-failure.ts"
import { type DeployedStage, resourcesOfType } from "../../../shared/pages/operator/stage-resources.ts"
import { identityOf } from "../../stages/mail-settings.ts"
import { type CheckResult, resultsOf, whenAnswered } from "../deployed-stage/check-result.ts"
import { checkCompany } from "./check-company.ts"
import { checkEdge } from "./check-edge.ts"
import { checkInvitedParties } from "./check-invited-parties.ts"
import { checkNamedLaws, judgeLaws } from "./check-named-laws.ts"
import { judgeAlarms, type Subscriptions } from "./judge-alarms.ts"
import { judgeBootstrap } from "./judge-bootstrap.ts"
import { judgeConcurrency, reservedConcurrency } from "./judge-concurrency.ts"
import { judgeLeftovers, judgeOldTables, type NamedKind, namedKinds, plannedNames } from "./judge-leftovers.ts"
import { countContacts, judgeIdentity, judgeMailAccount, mailFromTopics } from "./judge-mail.ts"
import { judgeParts } from "./judge-parts.ts"
import { judgeQuotas, type QuotaAnswers } from "./judge-quotas.ts"
import { judgeSecret, partySecrets, secretsOfParties } from "./judge-secret.ts"
import { judgeSignIn } from "./judge-sign-in.ts"
import { judgeStacks } from "./judge-stacks.ts"
import { invocationsQuota, judgeDemand, judgeWalls } from "./judge-walls.ts"
import type { Account } from "./load-account.ts"
import type { PlannedStage } from "./planned-stage.ts"
import type { Preflight } from "./preflight-input.ts"
import { type Quota, quotas } from "./quotas.ts"

/** A stage, the account that it is meant for, and what is deployed there. */
export type AccountCheck = Preflight & {
  readonly account: string
  readonly open: Account
  readonly planned: PlannedStage
  readonly deployed: Answer<DeployedStage>
}

const nothing: DeployedStage = { stage: "", stacks: [] }

/** All checks that need an answer of the account. */
export async function checkAccount(check: AccountCheck): Promise<readonly CheckResult[]> {
  const { account, open, planned, deployed, stage, onStep } = check
  const { settings } = stage
  const live = "value" in deployed ? deployed.value : nothing
  onStep("Reading quotas and names in use")
  const { browserEdge: edge } = settings
  const [version, rates, room, leftovers, secrets, mail, alarms, ofEdge, company, invited, laws] = await Promise.all([
    answerTo("ssm:GetParameter", () => open.bootstrapVersion(planned.bootstrap.parameter)),
    checkRates(check, live),
    checkQuotas(check, live),
    // Without knowing what is deployed, every name in use would look left behind.
    "value" in deployed ? checkLeftovers(check, deployed.value) : [],
    checkSecrets(check),
    checkMail(check, live),
    checkAlarms(check, live),
    edge === undefined ? [] : checkEdge({ ...check, edge }),
    checkCompany(check),
    checkInvitedParties(check, live),
    checkNamedLaws(check, live),
  ])
  return [
    ...whenAnswered("bootstrap", version, (actual) =>
      judgeBootstrap({ account, region: settings.region }, planned.bootstrap, actual),
    ),
    ...ofEdge,
    ...whenAnswered("stacks", deployed, ({ stacks }) => judgeStacks(planned.stackNames, stacks)),
    ...judgeParts(planned, live, settings),
    ...leftovers,
    ...rates,
    ...room,
    ...secrets,
    ...judgeSignIn(check.parties, stage),
    ...mail,
    ...alarms,
    ...company,
    ...invited,
    ...laws,
    ...judgeLaws(),
  ]
}

async function checkRates(
  { open, planned, stage }: AccountCheck,
  live: DeployedStage,
): Promise<readonly CheckResult[]> {
  const [concurrency, invocations] = await Promise.all([
    answerTo("lambda:GetAccountSettings", open.concurrency),
    answerTo(quotaActions, () => open.quota(invocationsQuota)),
  ])
  const toReserve = stillToReserve(planned, live)
  return [
    ...whenAnswered("concurrency", concurrency, (actual) => [
      ...judgeConcurrency(actual, toReserve, stage.settings),
      ...judgeDemand(actual, toReserve, planned),
    ]),
    // Without an answer the check of quotas says which permission is missing.
    ...judgeWalls(stage.settings, "value" in invocations ? invocations.value : undefined),
  ]
}

/** A stage that is deployed has reserved its concurrency already. */
function stillToReserve(planned: PlannedStage, live: DeployedStage): number {
  return resourcesOfType(live, "AWS::Lambda::Function").length > 0 ? 0 : reservedConcurrency(planned)
}

async function checkQuotas({ open, planned }: AccountCheck, live: DeployedStage): Promise<readonly CheckResult[]> {
  const answers = await Promise.all(quotas.map(async (quota) => [quota.id, await quotaAnswers(open, quota)] as const))
  return judgeQuotas(planned, live, new Map(answers))
}

const quotaActions = "servicequotas:GetServiceQuota and servicequotas:GetAWSDefaultServiceQuota"

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
    code === undefined ? { value: documented } : answerTo(quotaActions, () => open.quota(code)),
    sharedType === undefined ? undefined : listed(open, sharedType, countActions[sharedType] ?? ""),
  ])
  return { value, used: used === undefined || "failure" in used ? used : { value: used.value.length } }
}

async function listed(open: Account, type: string, action: string): Promise<Answer<readonly string[]>> {
  return answerTo(action, async () => (await open.listed[type]?.()) ?? [])
}

async function checkLeftovers(check: AccountCheck, live: DeployedStage): Promise<readonly CheckResult[]> {
  const { open, planned, account, stage } = check
  const stageFacts = { planned, deployed: live, place: { account, region: stage.settings.region } }
  const named = await Promise.all(
    namedKinds.map(async (kind) =>
      whenAnswered("leftovers", await existingNames(open, kind, planned), (existing) =>
        judgeLeftovers(kind, existing, stageFacts),
      ),
    ),
  )
  const tables = whenAnswered("leftovers", await listed(open, "AWS::DynamoDB::Table", "dynamodb:ListTables"), (names) =>
    judgeOldTables(names, stageFacts),
  )
  const results = [...named.flat(), ...tables]
  return results.length > 0 ? results : [resultsOf("leftovers").ok("no name of the stage is in use outside of it")]
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

async function checkSecrets({ open, stage, parties }: AccountCheck): Promise<readonly CheckResult[]> {
  const answers = await Promise.all(
    partySecrets(parties, stage.settings.operators).map(async (named) => {
      const answer = await answerTo("secretsmanager:DescribeSecret", () => open.secret(named.name))
      return whenAnswered(secretsOfParties, answer, (secret) => judgeSecret(named, secret))
    }),
  )
  return answers.flat()
}

/** The IAM actions that look at SES. */
export const mailActions = { identity: "ses:GetEmailIdentity", account: "ses:GetAccount" } as const

async function checkMail({ open, stage, parties }: AccountCheck, live: DeployedStage): Promise<readonly CheckResult[]> {
  const { mail } = stage.settings
  if (mail === undefined) return [mailFromTopics]
  const name = identityOf(mail)
  const isOfStage = resourcesOfType(live, "AWS::SES::EmailIdentity").some(({ physicalId }) => physicalId === name)
  const [identity, account] = await Promise.all([
    answerTo(mailActions.identity, () => open.identity(name)),
    answerTo(mailActions.account, open.mailAccount),
  ])
  return [
    ...whenAnswered("mail", identity, (facts) => judgeIdentity(mail, isOfStage, facts)),
    ...whenAnswered("mail", account, (facts) => judgeMailAccount(facts, countContacts(parties))),
  ]
}

async function checkAlarms({ open, stage }: AccountCheck, live: DeployedStage): Promise<readonly CheckResult[]> {
  const topic = resourcesOfType(live, "AWS::SNS::Topic").find(({ logicalId }) => logicalId.startsWith("Alarms"))
  const answer: Answer<Subscriptions | undefined> =
    topic === undefined
      ? { value: undefined }
      : await answerTo("sns:GetTopicAttributes", () => open.subscriptions(topic.physicalId))
  return whenAnswered("alarms", answer, (subscriptions) => judgeAlarms(stage.settings, subscriptions))
}
