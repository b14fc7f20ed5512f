import { setTimeout as sleep } from "node:timers/promises"
import {
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  SetSubscriptionAttributesCommand,
  SNSClient,
  SubscribeCommand,
  type Subscription,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns"
import { deployedResource } from "../../platform/deployed-resources.ts"
import type { ContactSubscription, ContactTopics } from "./contact-topics.ts"
import { type MailLevel, mailLevelAttribute } from "./mail.ts"

/**
 * SNS lists subscriptions of topics 30 times a second for an account, and takes 100 calls of Unsubscribe. 250 parties
 * with five contacts each take 1,500 calls, which is a minute at this pace.
 * https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html
 * https://docs.aws.amazon.com/sns/latest/api/API_Unsubscribe.html
 */
const millisecondsBetweenCalls = 40

const escalation: MailLevel = "escalation"

/** Lets through escalations alone; everything if it is empty. */
const filterPolicyOf = (level: MailLevel): string =>
  JSON.stringify(level === escalation ? { [mailLevelAttribute]: [escalation] } : {})

/** The topics of this deployment's parties. */
export function deployedContactTopics(): ContactTopics {
  const client = new SNSClient({})
  const paced = pacer()
  const topicOf = (partyId: string): string => `${deployedResource("alertTopicPrefix")}${partyId}`
  /** SNS shows `PendingConfirmation` in place of the ARN until the contact has confirmed. */
  const contactOf = async ({ Endpoint: address = "", SubscriptionArn: arn = "" }: Subscription) => {
    if (!arn.startsWith("arn:")) return { address }
    const { Attributes } = await paced(() =>
      client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: arn })),
    )
    const level: MailLevel = Attributes?.["FilterPolicy"]?.includes(escalation) === true ? escalation : "alert"
    return { address, confirmed: { arn, level } }
  }
  return {
    async subscriptions(partyId) {
      const found: ContactSubscription[] = []
      let NextToken: string | undefined
      do {
        const command = new ListSubscriptionsByTopicCommand({ TopicArn: topicOf(partyId), NextToken })
        const page = await paced(() => client.send(command))
        for (const each of page.Subscriptions ?? []) if (each.Protocol === "email") found.push(await contactOf(each))
        NextToken = page.NextToken
      } while (NextToken !== undefined)
      return found
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

/** Makes calls, each so long after the one before. */
function pacer(): <Answer>(call: () => Promise<Answer>) => Promise<Answer> {
  let nextAt = 0
  return async (call) => {
    const now = Date.now()
    const startAt = Math.max(now, nextAt)
    nextAt = startAt + millisecondsBetweenCalls
    if (startAt > now) await sleep(startAt - now)
    return call()
  }
}
