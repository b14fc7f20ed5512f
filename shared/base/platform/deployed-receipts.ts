import type { MessageAttributeValue, SQSClient } from "@aws-sdk/client-sqs"
import type { HeldMessage, MessageAttribute, Receipts } from "./receipts.ts"

/** A call that takes longer would take the time of the messages. */
const callMilliseconds = 2_000

/** What SQS answers for a message that is with nobody, or with somebody else. */
const notHeld = new Set(["MessageNotInflight", "ReceiptHandleIsInvalid", "InvalidParameterValue"])

let sharedClient: SQSClient | undefined

/**
 * The messages that SQS gave to this function. The client is loaded with the first call, which is rare: only messages
 * that come again are held one by one, and only those that AWS failed are sent again.
 */
export function deployedReceipts(): Receipts {
  const connect = async () => {
    const sdk = await import("@aws-sdk/client-sqs")
    // The client knows where the queues of its region are, also on the local AWS.
    sharedClient ??= new sdk.SQSClient({ useQueueUrlAsEndpoint: false })
    return { sdk, client: sharedClient, inTime: { abortSignal: AbortSignal.timeout(callMilliseconds) } }
  }
  return {
    async acknowledge(message) {
      const { sdk, client, inTime } = await connect()
      const { receiptHandle: ReceiptHandle } = message
      await client.send(new sdk.DeleteMessageCommand({ QueueUrl: queueUrl(message), ReceiptHandle }), inTime)
    },
    // One call for each, because ten at once are another action to the local AWS.
    async hold(holds) {
      const { sdk, client, inTime } = await connect()
      const held = holds.map(async ({ message, seconds: VisibilityTimeout }) => {
        const of = { QueueUrl: queueUrl(message), ReceiptHandle: message.receiptHandle }
        const change = new sdk.ChangeMessageVisibilityCommand({ ...of, VisibilityTimeout })
        try {
          await client.send(change, inTime)
          return []
        } catch (thrown) {
          if (thrown instanceof Error && notHeld.has(thrown.name)) return [message.messageId]
          throw thrown
        }
      })
      return new Set((await Promise.all(held)).flat())
    },
    // One call for each here too, because of the local AWS.
    async sendAgain(message, DelaySeconds) {
      const { sdk, client, inTime } = await connect()
      const { body: MessageBody, groupId } = message
      const attributes = Object.entries(message.attributes).map(([name, one]) => [name, attributeForSqs(one)])
      const request = { QueueUrl: queueUrl(message), MessageBody, DelaySeconds, ...ofGroup(groupId) }
      const send = new sdk.SendMessageCommand({ ...request, MessageAttributes: Object.fromEntries(attributes) })
      await client.send(send, inTime)
    },
  }
}

const ofGroup = (groupId: string | undefined) => (groupId === undefined ? {} : { MessageGroupId: groupId })

function attributeForSqs({ dataType, stringValue, binaryValue }: MessageAttribute): MessageAttributeValue {
  return {
    DataType: dataType,
    ...(typeof stringValue === "string" ? { StringValue: stringValue } : {}),
    ...(typeof binaryValue === "string" ? { BinaryValue: Buffer.from(binaryValue, "base64") } : {}),
  }
}

/** The URL of a queue by its ARN, `arn:<partition>:sqs:<region>:<account>:<name>`. */
function queueUrl({ eventSourceARN }: HeldMessage): string {
  const [, partition, , region, account, name] = eventSourceARN.split(":")
  const domain = partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com"
  return `https://sqs.${region}.${domain}/${account}/${name}`
}
