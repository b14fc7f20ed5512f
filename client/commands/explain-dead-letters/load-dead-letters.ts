import type { AwsSettings } from "../../command-line/aws-settings.ts"
import { optionalPackage } from "../../command-line/optional-package.ts"

/** SQS gives ten messages a call. */
const callsAtMost = 30
/** Messages stay away from others that long, and so does one that was read from the next call. */
const hiddenSeconds = 30

/**
 * Reads the message attributes of dead letters, at most 300. The messages stay in the queue. It takes
 * sqs:ReceiveMessage, and kms:Decrypt with the queue's key.
 *
 * @throws the errors of the SDK
 */
export async function loadDeadLetters(queueUrl: string, settings: AwsSettings): Promise<readonly unknown[]> {
  const { SQS } = await optionalPackage("@aws-sdk/client-sqs", () => import("@aws-sdk/client-sqs"))
  const sqs = new SQS(settings)
  const found: unknown[] = []
  try {
    for (let call = 0; call < callsAtMost; call++) {
      const { Messages = [] } = await sqs.receiveMessage({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ["All"],
        VisibilityTimeout: hiddenSeconds,
        WaitTimeSeconds: 1,
      })
      if (Messages.length === 0) return found
      found.push(...Messages.map(({ MessageAttributes }) => MessageAttributes))
    }
    return found
  } finally {
    sqs.destroy()
  }
}
