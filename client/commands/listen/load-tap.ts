import { randomBytes } from "node:crypto"
import type { SQS } from "@aws-sdk/client-sqs"
import * as z from "zod"
import { ownString } from "../../../shared/base/contracts/bounded-string.ts"
import type { AwsSettings } from "../../command-line/aws-settings.ts"
import { optionalPackage } from "../../command-line/optional-package.ts"
import { type Tap, tapName, tapPattern, tapPolicy } from "./tap.ts"

const made = { queue: z.looseObject({ QueueUrl: ownString() }), rule: z.looseObject({ RuleArn: ownString() }) }
const attributes = z.looseObject({ Attributes: z.looseObject({ QueueArn: ownString() }) })
const waitSeconds = 2
const retentionSeconds = 300

/**
 * Opens a tap on a bus in the account of the credentials. It takes sqs:CreateQueue, sqs:GetQueueAttributes,
 * sqs:SetQueueAttributes, sqs:ReceiveMessage, sqs:DeleteMessage, sqs:DeleteQueue, and events:PutRule,
 * events:PutTargets, events:RemoveTargets and events:DeleteRule.
 *
 * @param busName the bus on which the hub's events for the party arrive
 * @throws the errors of the SDK
 */
export async function loadTap(busName: string, partyId: string, settings: AwsSettings): Promise<Tap> {
  const [{ SQS }, { EventBridge }] = await Promise.all([
    optionalPackage("@aws-sdk/client-sqs", () => import("@aws-sdk/client-sqs")),
    optionalPackage("@aws-sdk/client-eventbridge", () => import("@aws-sdk/client-eventbridge")),
  ])
  const sqs = new SQS(settings)
  const events = new EventBridge(settings)
  const name = tapName(partyId, randomBytes(4).toString("hex"))
  const rule = { Name: name, EventBusName: busName }
  const { QueueUrl } = made.queue.parse(
    await sqs.createQueue({ QueueName: name, Attributes: { MessageRetentionPeriod: String(retentionSeconds) } }),
  )
  const close = async (): Promise<void> => {
    await events.removeTargets({ Rule: name, EventBusName: busName, Ids: ["tap"] }).catch(() => {})
    await events.deleteRule(rule).catch(() => {})
    await sqs.deleteQueue({ QueueUrl })
    events.destroy()
    sqs.destroy()
  }
  try {
    const { RuleArn } = made.rule.parse(await events.putRule({ ...rule, EventPattern: tapPattern(partyId) }))
    const answer = await sqs.getQueueAttributes({ QueueUrl, AttributeNames: ["QueueArn"] })
    const { QueueArn } = attributes.parse(answer).Attributes
    await sqs.setQueueAttributes({ QueueUrl, Attributes: { Policy: tapPolicy(QueueArn, RuleArn) } })
    await events.putTargets({ Rule: name, EventBusName: busName, Targets: [{ Id: "tap", Arn: QueueArn }] })
  } catch (error) {
    await close().catch(() => {})
    throw error
  }
  return { close, receive: () => take(sqs, QueueUrl) }
}

/** Takes the messages that are there, or that come within some seconds. */
async function take(sqs: SQS, QueueUrl: string): Promise<readonly string[]> {
  const wanted = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: waitSeconds }
  const { Messages = [] } = await sqs.receiveMessage(wanted)
  for (const { ReceiptHandle } of Messages) await sqs.deleteMessage({ QueueUrl, ReceiptHandle })
  return Messages.flatMap(({ Body }) => (Body === undefined ? [] : [Body]))
}
