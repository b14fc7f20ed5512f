import { CloudWatchClient, paginateDescribeAlarms } from "@aws-sdk/client-cloudwatch"
import { ListSecretVersionIdsCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager"
import { GetTopicAttributesCommand, SNSClient } from "@aws-sdk/client-sns"
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs"
import { webhookQueueName } from "../../parties/webhooks/webhook-queue-name.ts"
import type { AwsConnection } from "./aws-connection.ts"
import type { AlarmFacts, ContactFacts, QueueFacts } from "./facts.ts"
import { latestMetrics } from "./load-metrics.ts"
import { type DeployedStage, isForDeadLetters, resourcesOfType, stackPrefix } from "./stage-resources.ts"

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
      const countOf = (count: `ApproximateNumberOfMessages${"" | "NotVisible" | "Delayed"}`) =>
        Number(Attributes[count] ?? 0)
      return {
        name,
        isForDeadLetters: isForDeadLetters(queue),
        // The stacks give a name of its own to each queue that a party reads, and besides only to those of webhooks.
        // CloudFormation's names of others begin with the stack's, of which it may leave out the end.
        isOfParty: !name.startsWith(stackPrefix(stage.stage)) && !name.startsWith(webhookQueueName(stage.stage, "")),
        // What AWS failed is sent again with a delay.
        messages:
          countOf("ApproximateNumberOfMessages") +
          countOf("ApproximateNumberOfMessagesNotVisible") +
          countOf("ApproximateNumberOfMessagesDelayed"),
        oldestSeconds: ages.get(name),
      }
    }),
  )
  client.destroy()
  return facts
}

/** The most alarms that one request may name. */
const alarmsAtOnce = 100

/** How the reason begins that CloudWatch gives for the state of an alarm until it first looks at its metric. */
const neverEvaluated = "Unchecked"

/** Every alarm of the stage, also one that somebody deleted. Takes cloudwatch:DescribeAlarms. */
export async function readAlarms(connection: AwsConnection, stage: DeployedStage): Promise<readonly AlarmFacts[]> {
  const client = new CloudWatchClient(connection)
  const names = resourcesOfType(stage, "AWS::CloudWatch::Alarm").map(({ physicalId }) => physicalId)
  const found = new Map<string, AlarmFacts>()
  for (let from = 0; from < names.length; from += alarmsAtOnce) {
    const AlarmNames = names.slice(from, from + alarmsAtOnce)
    for await (const { MetricAlarms = [] } of paginateDescribeAlarms({ client }, { AlarmNames }))
      for (const { AlarmName: name = "", AlarmDescription: description = "", StateValue, ...others } of MetricAlarms) {
        const since = (others.StateTransitionedTimestamp ?? others.StateUpdatedTimestamp)?.toISOString()
        const state = others.StateReason?.startsWith(neverEvaluated) === true ? "unchecked" : (StateValue ?? "")
        found.set(name, { name, description, state, since })
      }
  }
  client.destroy()
  return names.map((name) => found.get(name) ?? { name, description: "", state: "absent" })
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
