import { optionalPackage } from "../../command-line/optional-package.ts"

/** Messages that can be received, and those that were received and not deleted. */
export type CountedMessages = "ApproximateNumberOfMessages" | "ApproximateNumberOfMessagesNotVisible"

/** What this needs of `SQS` of `@aws-sdk/client-sqs`. */
export type ReadsQueues = {
  getQueueAttributes(input: { QueueUrl: string; AttributeNames: CountedMessages[] }): Promise<unknown>
}

/**
 * A client with the settings of the environment.
 *
 * @throws Error when the package `@aws-sdk/client-sqs` is not installed
 */
export async function loadSqs(): Promise<ReadsQueues> {
  const { SQS } = await optionalPackage("@aws-sdk/client-sqs", () => import("@aws-sdk/client-sqs"))
  return new SQS({})
}
