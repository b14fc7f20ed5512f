import { setTimeout as sleep } from "node:timers/promises"
import {
  CreateTopicCommand,
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  NotFoundException,
  SetSubscriptionAttributesCommand,
  SNSClient,
  SubscribeCommand,
  type Subscription,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns"
import { deployedResource } from "../../base/platform/deployed-resources.ts"
import type { ContactSubscription, ContactTopics } from "./contact-topics.ts"
import { type MailLevel, mailLevelAttribute } from "./mail.ts"

/**
 * SNS lists subscriptions of topics 30 times a second for an account, makes as many topics, and takes 100 calls of
 * Unsubscribe. 250 parties with five contacts each take 1,500 calls, which is a minute at this pace.
 * https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
 * https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html
 * https://docs.aws.amazon.com/sns/latest/api/API_Unsubscribe.html
 */
const millisecondsBetweenCalls = 40

const escalation: MailLevel = "escalation"

/** Lets through escalations alone; everything if it is empty. */
const filterPolicyOf = (level: MailLevel): string =>
  JSON.stringify(level === escalation ? { [mailLevelAttribute]: [escalation] } : {})

/** The policy that the CDK gives to the topics of the file's parties. */
const onlyOverTls = (topicArn: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "AllowPublishThroughSSLOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "sns:Publish",
        Resource: topicArn,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  })

/** The topics of this deployment's parties. */
export function deployedContactTopics(): ContactTopics {
  const client = new SNSClient({})
  const paced = pacer()
  const topicOf = (partyId: string): string => `${deployedResource("alertTopicPrefix")}${partyId}`
  return {
    async subscriptions(partyId) {
      try {
        return await subscriptionsOf(topicOf(partyId), client, paced)
      } catch (error) {
        if (error instanceof NotFoundException) return undefined
        throw error
      }
    },
    async make(partyId) {
      const arn = topicOf(partyId)
      const Attributes = { KmsMasterKeyId: deployedResource("alertTopicKey"), Policy: onlyOverTls(arn) }
      await paced(() => client.send(new CreateTopicCommand({ Name: arn.split(":").at(-1), Attributes })))
    },
    async subscribe(partyId, Endpoint, level) {
      const Attributes = { FilterPolicy: filterPolicyOf(level) }
      const TopicArn = topicOf(partyId)
      await paced(() => client.send(new SubscribeCommand({ TopicArn, Protocol: "email", Endpoint, Attributes })))
    },
    async changeLevel(SubscriptionArn, level) {
      const change = { SubscriptionArn, AttributeName: "FilterPolicy", AttributeValue: filterPolicyOf(level) }
      await paced(() => client.send(new SetSubscriptionAttributesCommand(change)))
    },
    async unsubscribe(SubscriptionArn) {
      await paced(() => client.send(new UnsubscribeCommand({ SubscriptionArn })))
    },
  }
}

async function subscriptionsOf(
  TopicArn: string,
  client: SNSClient,
  paced: Paced,
): Promise<readonly ContactSubscription[]> {
  /** SNS shows `PendingConfirmation` in place of the ARN until the contact has confirmed. */
  const contactOf = async ({ Endpoint: address = "", SubscriptionArn = "" }: Subscription) => {
    if (!SubscriptionArn.startsWith("arn:")) return { address }
    const { Attributes } = await paced(() => client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn })))
    const level: MailLevel = Attributes?.["FilterPolicy"]?.includes(escalation) === true ? escalation : "alert"
    return { address, confirmed: { arn: SubscriptionArn, level } }
  }
  const found: ContactSubscription[] = []
  let NextToken: string | undefined
  do {
    const command = new ListSubscriptionsByTopicCommand({ TopicArn, NextToken })
    const page = await paced(() => client.send(command))
    for (const each of page.Subscriptions ?? []) if (each.Protocol === "email") found.push(await contactOf(each))
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  return found
}

type Paced = <Answer>(call: () => Promise<Answer>) => Promise<Answer>

/** Makes calls, each so long after the one before. */
function pacer(): Paced {
  let nextAt = 0
  return async (call) => {
    const now = Date.now()
    const startAt = Math.max(now, nextAt)
    nextAt = startAt + millisecondsBetweenCalls
    if (startAt > now) await sleep(startAt - now)
    return call()
  }
}
