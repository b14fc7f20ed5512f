import type { SQSClient } from "@aws-sdk/client-sqs"
import type { HeldMessage, Receipts } from "./receipts.ts"

/** A call that takes longer would take the time of the messages. */
const callMilliseconds = 2_000

let sharedClient: SQSClient | undefined

/**
 * The messages that SQS gave to this function. The client is loaded with the first call, which is rare: only messages
 * that come again are held one by one.
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
    async hold(holds) {
      const [first] = holds
      if (first === undefined) return new Set()
      const { sdk, client, inTime } = await connect()
      const Entries = holds.map(({ message, seconds }, index) => ({
        Id: String(index),
        ReceiptHandle: message.receiptHandle,
        VisibilityTimeout: seconds,
      }))
      const command = new sdk.ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl(first.message), Entries })
      const { Failed = [] } = await client.send(command, inTime)
      // A fault of SQS itself says nothing about who holds the message.
      const gone = Failed.filter(({ SenderFault }) => SenderFault).map(({ Id }) => holds[Number(Id)]?.message.messageId)
      return new Set(gone.filter((id) => id !== undefined))
    },
  }
}

/** The URL of a queue by its ARN, `arn:<partition>:sqs:<region>:<account>:<name>`. */
function queueUrl({ eventSourceARN }: HeldMessage): string {
  const [, partition, , region, account, name] = eventSourceARN.split(":")
  const domain = partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com"
  return `https://sqs.${region}.${domain}/${account}/${name}`
}
