import { ListTopicsCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns"
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs"
import { emulatorClientSettings } from "../../infra/local/emulator/emulator-environment.ts"
import { alertTopicName } from "../../infra/party-names.ts"
import type { LocalExchange } from "./local-exchange.ts"

/** A queue that receives the mails of a party's alert topic. */
export async function mailboxOf(local: LocalExchange, partyId: string): Promise<string> {
  const { exchange } = local
  const sns = new SNSClient(emulatorClientSettings(exchange.endpoint))
  const { Topics = [] } = await sns.send(new ListTopicsCommand({}))
  const topicArn = Topics.find(({ TopicArn = "" }) => TopicArn.endsWith(alertTopicName("local", partyId)))?.TopicArn
  const policy = {
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "sns.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: "*",
        Condition: { ArnEquals: { "aws:SourceArn": topicArn } },
      },
    ],
  }
  const { QueueUrl = "" } = await exchange.sqs.send(
    new CreateQueueCommand({ QueueName: `mailbox-${partyId}`, Attributes: { Policy: JSON.stringify(policy) } }),
  )
  const { Attributes } = await exchange.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
  )
  await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: "sqs", Endpoint: Attributes?.["QueueArn"] }))
  sns.destroy()
  return QueueUrl
}

/** The mails that came so far. */
export async function readMailbox(local: LocalExchange, QueueUrl: string): Promise<string[]> {
  const mails: string[] = []
  for (;;) {
    const { Messages = [] } = await local.exchange.sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    )
    if (Messages.length === 0) return mails
    mails.push(...Messages.map(({ Body = "" }) => Body))
  }
}
