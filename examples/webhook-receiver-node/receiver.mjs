// Receives webhooks of the hub behind a Lambda function URL. Only verified ones go to the queue, to be worked on.
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs"
import { Webhook, WebhookVerificationError } from "standardwebhooks"

const { WAYSEAL_WEBHOOK_SECRET, QUEUE_URL } = process.env
if (!WAYSEAL_WEBHOOK_SECRET || !QUEUE_URL)
  throw new Error("Set WAYSEAL_WEBHOOK_SECRET and QUEUE_URL, as template.yaml does.")
const webhook = new Webhook(WAYSEAL_WEBHOOK_SECRET)
const sqs = new SQSClient({})

export async function handler({ body: given = "", isBase64Encoded, headers }) {
  const body = isBase64Encoded ? Buffer.from(given, "base64").toString() : given
  const event = verified(body, headers)
  if (event === undefined) return { statusCode: 401 }
  // The work is for whoever reads the queue. An event can come twice: its id tells.
  const MessageAttributes = { eventId: { DataType: "String", StringValue: event.metadata.id } }
  await sqs.send(new SendMessageCommand({ QueueUrl: QUEUE_URL, MessageBody: body, MessageAttributes }))
  return { statusCode: 204 }
}

function verified(body, headers) {
  try {
    return webhook.verify(body, headers)
  } catch (error) {
    if (error instanceof WebhookVerificationError || error instanceof SyntaxError) return undefined
    throw error
  }
}
