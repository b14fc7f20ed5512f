import { deployedResource } from "../../base/platform/deployed-resources.ts"
import type { AskedDocuments } from "./asked-documents.ts"

/** The queue of this deployment. The client is loaded with the first document, because few calls ask for one. */
export function deployedAskedDocuments(): AskedDocuments {
  let connected: ReturnType<typeof connect> | undefined
  return {
    async add(document) {
      connected ??= connect()
      const send = await connected.catch((failure: unknown) => {
        connected = undefined
        throw failure
      })
      await send({ MessageBody: JSON.stringify(document), MessageGroupId: document.partyId })
    },
  }
}

async function connect() {
  const { GetQueueUrlCommand, SendMessageCommand, SQSClient } = await import("@aws-sdk/client-sqs")
  // The client knows where the queues of its region are, also on the local AWS.
  const client = new SQSClient({ useQueueUrlAsEndpoint: false })
  const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: deployedResource("askedDocuments") }))
  return (message: { MessageBody: string; MessageGroupId: string }) =>
    client.send(new SendMessageCommand({ QueueUrl, ...message }))
}
