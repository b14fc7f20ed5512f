import type { SQSClient } from "@aws-sdk/client-sqs"
import type { DeadLetters } from "./dead-letters.ts"
import { deployedResource } from "./deployed-resources.ts"

/** The dead-letter queue of the function's own queue. The client is loaded with the first message, which is rare. */
export function deployedDeadLetters(): DeadLetters {
  let client: SQSClient | undefined
  return {
    async keep(body) {
      const { SendMessageCommand, SQSClient: Client } = await import("@aws-sdk/client-sqs")
      client ??= new Client({})
      await client.send(new SendMessageCommand({ QueueUrl: deployedResource("deadLetters"), MessageBody: body }))
    },
  }
}
