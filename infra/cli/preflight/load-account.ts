import { CloudWatchClient, paginateDescribeAlarms, paginateListDashboards } from "@aws-sdk/client-cloudwatch"
import { CloudWatchLogsClient, paginateDescribeLogGroups } from "@aws-sdk/client-cloudwatch-logs"
import { DynamoDBClient, paginateListTables } from "@aws-sdk/client-dynamodb"
import { EventBridgeClient, ListEventBusesCommand } from "@aws-sdk/client-eventbridge"
import { KMSClient, paginateListAliases, paginateListKeys } from "@aws-sdk/client-kms"
import { GetAccountSettingsCommand, LambdaClient } from "@aws-sdk/client-lambda"
import { DescribeSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager"
import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  ServiceQuotasClient,
} from "@aws-sdk/client-service-quotas"
import { GetAccountCommand, GetEmailIdentityCommand, SESv2Client } from "@aws-sdk/client-sesv2"
import { GetTopicAttributesCommand, paginateListTopics, SNSClient } from "@aws-sdk/client-sns"
import { paginateListQueues, SQSClient } from "@aws-sdk/client-sqs"
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm"
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts"
import { unlessAbsent } from "../../../client/command-line/aws-failure.ts"
import type { AwsConnection } from "../deployed-stage/aws-connection.ts"
import type { Subscriptions } from "./judge-alarms.ts"
import type { Concurrency } from "./judge-concurrency.ts"
import type { IdentityFacts, MailAccountFacts } from "./judge-mail.ts"
import type { SecretFacts } from "./judge-secret.ts"
import { readKey } from "./load-keys.ts"
import { readNetwork } from "./load-network.ts"
import type { Quota } from "./quotas.ts"

/** The parts of an account that the check reads. Each call throws what the SDK throws. */
export type Account = ReturnType<typeof openAccount>

/** Opens an account for reading. Nothing is changed in it. */
export function openAccount(connection: AwsConnection) {
  const logs = new CloudWatchLogsClient(connection)
  const listed = Object.fromEntries(Object.entries(listsOf(connection)).map(([type, list]) => [type, once(list)]))
  return {
    callerAccount: () => callerAccount(connection),
    bootstrapVersion: (parameter: string) => bootstrapVersion(connection, parameter),
    concurrency: () => concurrency(connection),
    quota: (code: NonNullable<Quota["code"]>) => quotaValue(connection, code),
    secret: (name: string) => secretFacts(connection, name),
    network: (vpc: Parameters<typeof readNetwork>[1]) => readNetwork(connection, vpc),
    key: (arn: string) => readKey(connection, arn),
    subscriptions: (topicArn: string) => subscriptions(connection, topicArn),
    identity: (name: string) => identityFacts(connection, name),
    mailAccount: () => mailAccountFacts(connection),
    /** Names, URLs or ARNs of everything of a CloudFormation type. Each list is read once. */
    listed,
    /** Names of log groups that begin so. An account can have very many. */
    logGroups: (prefix: string) =>
      all(paginateDescribeLogGroups({ client: logs }, { logGroupNamePrefix: prefix }), ({ logGroups }) =>
        logGroups?.map(({ logGroupName }) => logGroupName),
      ),
  }
}

/** Two checks ask for the same list, and an account can have many pages of it. */
function once<T>(read: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined
  return () => {
    answer ??= read()
    return answer
  }
}

function listsOf(connection: AwsConnection): Readonly<Record<string, () => Promise<readonly string[]>>> {
  const kms = new KMSClient(connection)
  const cloudWatch = new CloudWatchClient(connection)
  const [sqs, sns, dynamo] = [new SQSClient(connection), new SNSClient(connection), new DynamoDBClient(connection)]
  return {
    "AWS::Events::EventBus": () => eventBuses(new EventBridgeClient(connection)),
    "AWS::SQS::Queue": () => all(paginateListQueues({ client: sqs, pageSize: 1000 }, {}), (page) => page.QueueUrls),
    "AWS::SNS::Topic": () =>
      all(paginateListTopics({ client: sns }, {}), (page) => page.Topics?.map(({ TopicArn }) => TopicArn)),
    "AWS::KMS::Alias": () =>
      all(paginateListAliases({ client: kms }, {}), (page) => page.Aliases?.map(({ AliasName }) => AliasName)),
    "AWS::KMS::Key": () => all(paginateListKeys({ client: kms }, {}), (page) => page.Keys?.map(({ KeyId }) => KeyId)),
    "AWS::DynamoDB::Table": () => all(paginateListTables({ client: dynamo }, {}), (page) => page.TableNames),
    "AWS::CloudWatch::Alarm": () =>
      all(paginateDescribeAlarms({ client: cloudWatch }, {}), (page) =>
        page.MetricAlarms?.map(({ AlarmName }) => AlarmName),
      ),
    "AWS::CloudWatch::Dashboard": () =>
      all(paginateListDashboards({ client: cloudWatch }, {}), (page) =>
        page.DashboardEntries?.map(({ DashboardName }) => DashboardName),
      ),
  }
}

/** Everything on all pages that has a name. */
async function all<Page>(
  pages: AsyncIterable<Page>,
  namesOf: (page: Page) => readonly (string | undefined)[] | undefined,
): Promise<readonly string[]> {
  const names: string[] = []
  for await (const page of pages) for (const name of namesOf(page) ?? []) if (name !== undefined) names.push(name)
  return names
}

async function eventBuses(client: EventBridgeClient): Promise<readonly string[]> {
  const names: string[] = []
  let next: string | undefined
  do {
    const { EventBuses = [], NextToken } = await client.send(new ListEventBusesCommand({ NextToken: next }))
    for (const { Name } of EventBuses) if (Name !== undefined) names.push(Name)
    next = NextToken
  } while (next !== undefined)
  return names
}

/** The account of the credentials. */
export async function callerAccount(connection: AwsConnection): Promise<string> {
  const { Account: account } = await new STSClient(connection).send(new GetCallerIdentityCommand({}))
  if (account === undefined) throw new Error("STS named no account")
  return account
}

/** The version of the bootstrap stack in a region; undefined if there is none. */
export async function bootstrapVersion(connection: AwsConnection, parameter: string): Promise<string | undefined> {
  const client = new SSMClient(connection)
  const answer = await unlessAbsent(
    () => client.send(new GetParameterCommand({ Name: parameter })),
    "ParameterNotFound",
  )
  return answer?.Parameter?.Value
}

async function concurrency(connection: AwsConnection): Promise<Concurrency> {
  const { AccountLimit } = await new LambdaClient(connection).send(new GetAccountSettingsCommand({}))
  const limit = AccountLimit?.ConcurrentExecutions
  if (limit === undefined) throw new Error("Lambda named no quota")
  return { limit, unreserved: AccountLimit?.UnreservedConcurrentExecutions ?? limit }
}

async function quotaValue(
  connection: AwsConnection,
  { service: ServiceCode, quota: QuotaCode }: NonNullable<Quota["code"]>,
): Promise<number> {
  const client = new ServiceQuotasClient(connection)
  const code = { ServiceCode, QuotaCode }
  // A quota that nobody changed may have its default value only.
  const answer =
    (await unlessAbsent(() => client.send(new GetServiceQuotaCommand(code)), "NoSuchResourceException")) ??
    (await client.send(new GetAWSDefaultServiceQuotaCommand(code)))
  if (answer.Quota?.Value === undefined) throw new Error("Service Quotas named no value")
  return answer.Quota.Value
}

async function secretFacts(connection: AwsConnection, name: string): Promise<SecretFacts | undefined> {
  const client = new SecretsManagerClient(connection)
  const secret = await unlessAbsent(
    () => client.send(new DescribeSecretCommand({ SecretId: name })),
    "ResourceNotFoundException",
  )
  return secret === undefined ? undefined : { keyId: secret.KmsKeyId, isBeingDeleted: secret.DeletedDate !== undefined }
}

async function subscriptions(connection: AwsConnection, topicArn: string): Promise<Subscriptions> {
  const client = new SNSClient(connection)
  const { Attributes } = await client.send(new GetTopicAttributesCommand({ TopicArn: topicArn }))
  return {
    confirmed: Number(Attributes?.["SubscriptionsConfirmed"] ?? 0),
    pending: Number(Attributes?.["SubscriptionsPending"] ?? 0),
  }
}

async function identityFacts(connection: AwsConnection, name: string): Promise<IdentityFacts | undefined> {
  const client = new SESv2Client(connection)
  const identity = await unlessAbsent(
    () => client.send(new GetEmailIdentityCommand({ EmailIdentity: name })),
    "NotFoundException",
  )
  if (identity === undefined) return undefined
  const { VerifiedForSendingStatus, DkimAttributes } = identity
  return {
    isVerified: VerifiedForSendingStatus === true,
    dkim: DkimAttributes?.Status ?? "",
    tokens: DkimAttributes?.Tokens ?? [],
  }
}

async function mailAccountFacts(connection: AwsConnection): Promise<MailAccountFacts> {
  const account = await new SESv2Client(connection).send(new GetAccountCommand({}))
  return {
    isInProduction: account.ProductionAccessEnabled === true,
    maySend: account.SendingEnabled === true && account.EnforcementStatus !== "SHUTDOWN",
    mailsPerDay: account.SendQuota?.Max24HourSend ?? 0,
    mailsPerSecond: account.SendQuota?.MaxSendRate ?? 0,
  }
}
