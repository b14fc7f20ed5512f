import { CloudWatchClient, paginateDescribeAlarms } from "@aws-sdk/client-cloudwatch"
import {
  type EventSourceMappingConfiguration,
  GetEventSourceMappingCommand,
  LambdaClient,
  paginateListEventSourceMappings,
} from "@aws-sdk/client-lambda"
import { ListSecretVersionIdsCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager"
import { GetTopicAttributesCommand, SNSClient } from "@aws-sdk/client-sns"
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs"
import { webhookQueueName } from "../../parties/webhooks/webhook-queue-name.ts"
import type { AwsConnection } from "./aws-connection.ts"
import type { AlarmFacts, ConsumerFacts, ContactFacts, QueueFacts } from "./facts.ts"
import { latestMetrics } from "./load-metrics.ts"
import { type DeployedStage, isForDeadLetters, resourcesOfType } from "./stage-resources.ts"

const queueName = (url: string): string => url.split("/").at(-1) ?? url

/** Every queue of the stage. Takes sqs:GetQueueAttributes and cloudwatch:GetMetricData. */
export async function readQueues(connection: AwsConnection, stage: DeployedStage): Promise<readonly QueueFacts[]> {
  // The URLs of queues name another host than the endpoint that a developer's machine has.
  const client = new SQSClient({ ...connection, useQueueUrlAsEndpoint: false })
  const queues = resourcesOfType(stage, "AWS::SQS::Queue")
  const ages = await latestMetrics(
    connection,
    queues.map(({ physicalId }) => ({
      namespace: "AWS/SQS",
      metric: "ApproximateAgeOfOldestMessage",
      dimension: "QueueName",
      value: queueName(physicalId),
    })),
  )
  const facts = await Promise.all(
    queues.map(async (queue) => {
      const { Attributes = {} } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl: queue.physicalId, AttributeNames: ["All"] }),
      )
      const name = queueName(queue.physicalId)
      return {
        name,
        isForDeadLetters: isForDeadLetters(queue),
        // The stacks give a name of its own to each queue that a party reads, and besides only to those of webhooks.
        isOfParty: !name.startsWith(queue.stackName) && !name.startsWith(webhookQueueName(stage.stage, "")),
        messages:
          Number(Attributes.ApproximateNumberOfMessages ?? 0) +
          Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
        oldestSeconds: ages.get(name),
      }
    }),
  )
  client.destroy()
  return facts
}

/** Reads event source mappings by their ids. */
type ReadMappings = (
  client: LambdaClient,
  ids: readonly string[],
) => Promise<readonly EventSourceMappingConfiguration[]>

/** Each with a request of its own. Takes lambda:GetEventSourceMapping on them. */
const eachMapping: ReadMappings = (client, ids) =>
  Promise.all(ids.map((UUID) => client.send(new GetEventSourceMappingCommand({ UUID }))))

/** In a request or two, out of all of the account. Takes lambda:ListEventSourceMappings, which IAM grants for all. */
export const listedMappings: ReadMappings = async (client, ids) => {
  const wanted = new Set(ids)
  const found: EventSourceMappingConfiguration[] = []
  for await (const { EventSourceMappings = [] } of paginateListEventSourceMappings({ client }, {}))
    found.push(...EventSourceMappings.filter(({ UUID = "" }) => wanted.has(UUID)))
  return found
}

/**
 * Every source of a function. Takes cloudwatch:GetMetricData, and lambda:GetEventSourceMapping unless `readMappings`
 * takes something else.
 */
export async function readConsumers(
  connection: AwsConnection,
  stage: DeployedStage,
  readMappings: ReadMappings = eachMapping,
): Promise<readonly ConsumerFacts[]> {
  const client = new LambdaClient(connection)
  const ids = resourcesOfType(stage, "AWS::Lambda::EventSourceMapping").map(({ physicalId }) => physicalId)
  const mappings = await readMappings(client, ids)
  client.destroy()
  const consumers = mappings.map(({ FunctionArn, EventSourceArn, State: state = "unknown", UUID = "" }) => ({
    functionName: FunctionArn?.split(":function:")[1]?.split(":")[0] ?? UUID,
    isOfStream: EventSourceArn?.includes(":dynamodb:") === true,
    state,
  }))
  const streams = consumers.filter(({ isOfStream }) => isOfStream)
  const ages = await latestMetrics(
    connection,
    [...new Set(streams.map(({ functionName }) => functionName))].map((value) => ({
      namespace: "AWS/Lambda",
      metric: "IteratorAge",
      dimension: "FunctionName",
      value,
    })),
  )
  return consumers.map((consumer) => {
    const milliseconds = consumer.isOfStream ? ages.get(consumer.functionName) : undefined
    return { ...consumer, lagSeconds: milliseconds === undefined ? undefined : milliseconds / 1000 }
  })
}

/** The most alarms that one request may name. */
const alarmsAtOnce = 100

/** Every alarm of the stage. Takes cloudwatch:DescribeAlarms. */
export async function readAlarms(connection: AwsConnection, stage: DeployedStage): Promise<readonly AlarmFacts[]> {
  const client = new CloudWatchClient(connection)
  const names = resourcesOfType(stage, "AWS::CloudWatch::Alarm").map(({ physicalId }) => physicalId)
  const found: AlarmFacts[] = []
  for (let from = 0; from < names.length; from += alarmsAtOnce) {
    const AlarmNames = names.slice(from, from + alarmsAtOnce)
    for await (const { MetricAlarms = [] } of paginateDescribeAlarms({ client }, { AlarmNames }))
      for (const { AlarmName: name = "", AlarmDescription: description = "", StateValue: state } of MetricAlarms)
        found.push({ name, description, state: state ?? "" })
  }
  client.destroy()
  return found
}

/** How many contacts of each topic have confirmed. Takes sns:GetTopicAttributes, which shows no address. */
export async function readContacts(connection: AwsConnection, stage: DeployedStage): Promise<readonly ContactFacts[]> {
  const client = new SNSClient(connection)
  const facts = await Promise.all(
    resourcesOfType(stage, "AWS::SNS::Topic").map(async ({ physicalId }) => {
      const { Attributes = {} } = await client.send(new GetTopicAttributesCommand({ TopicArn: physicalId }))
      return {
        topic: physicalId.split(":").at(-1) ?? physicalId,
        confirmed: Number(Attributes["SubscriptionsConfirmed"] ?? 0),
        pending: Number(Attributes["SubscriptionsPending"] ?? 0),
      }
    }),
  )
  client.destroy()
  return facts
}

/**
 * When a secret got its current value; undefined if it has none. Takes secretsmanager:ListSecretVersionIds, which shows
 * no value.
 */
export async function readSecretDate(connection: AwsConnection, secretId: string): Promise<Date | undefined> {
  const client = new SecretsManagerClient(connection)
  const { Versions = [] } = await client.send(new ListSecretVersionIdsCommand({ SecretId: secretId }))
  client.destroy()
  return Versions.find(({ VersionStages = [] }) => VersionStages.includes("AWSCURRENT"))?.CreatedDate
}
