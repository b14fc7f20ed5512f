import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs"
import { messageBatchHandler } from "../../../shared/base/platform/message-batch.ts"
import { silentTelemetry } from "../../../shared/base/platform/telemetry.ts"

const sqs = new SQSClient({ useQueueUrlAsEndpoint: false })

/** Records messages by sending them on. A message `computes` takes all of the processor, and `hangs` never ends. */
export const handler = messageBatchHandler({
  telemetry: silentTelemetry,
  concurrency: 10,
  describe: () => ({}),
  async handleMessage({ body }) {
    // As a handler does that reads its party first.
    await new Promise((go) => setTimeout(go, 5))
    while (body === "computes");
    if (body === "hangs") await new Promise(() => {})
    await sqs.send(new SendMessageCommand({ QueueUrl: process.env["RECORDED_QUEUE"], MessageBody: body }))
    return "recorded"
  },
})
