import { mkdir, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { paginateListTopics, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns"
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs"
import * as z from "zod"
import { alertTopicName } from "../party-names.ts"
import { emulatorClientSettings } from "./emulator/emulator-environment.ts"
import type { DeployedExchange } from "./replay/deployed-exchange.ts"

/** How SNS writes a mail into a queue. */
const notification = z.object({ TopicArn: z.string(), Subject: z.string(), Message: z.string() })

/** A mail to the contacts of a party. */
export type KeptMail = { readonly partyId: string; readonly subject: string; readonly path: string }

/**
 * Keeps each mail that parties would get as a file, because the emulator sends none.
 *
 * @param folder where the files are written. Those of an earlier run are removed
 * @returns how to stop
 */
export async function keepMails(options: {
  readonly exchange: Pick<DeployedExchange, "endpoint" | "sqs">
  readonly stage: string
  readonly folder: string
  readonly onMail: (mail: KeptMail) => void
}): Promise<() => Promise<void>> {
  const { exchange, stage, folder, onMail } = options
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const prefix = alertTopicName(stage, "")
  const queueUrl = await queueOfMails(exchange, stage, prefix)
  let isStopped = false
  let count = 0
  const keep = async (text: string) => {
    const { TopicArn, Subject, Message } = notification.parse(JSON.parse(text))
    const partyId = (TopicArn.split(":").at(-1) ?? "").slice(prefix.length)
    count += 1
    const path = join(folder, `${String(count).padStart(3, "0")}-${partyId}.txt`)
    await writeFile(path, `Subject: ${Subject}\n\n${Message}\n`)
    onMail({ partyId, subject: Subject, path })
  }
  const running = (async () => {
    while (!isStopped) await takeAll(exchange.sqs, queueUrl, keep)
  })().catch(() => {})
  return async () => {
    isStopped = true
    await running
  }
}

/** A queue that gets what the topics of all parties send. */
async function queueOfMails(exchange: Pick<DeployedExchange, "endpoint" | "sqs">, stage: string, prefix: string) {
  const sns = new SNSClient(emulatorClientSettings(exchange.endpoint))
  const { QueueUrl } = await exchange.sqs.send(new CreateQueueCommand({ QueueName: `wayseal-${stage}-kept-mails` }))
  const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] })
  const { Attributes } = await exchange.sqs.send(asked)
  for await (const { Topics = [] } of paginateListTopics({ client: sns }, {}))
    for (const { TopicArn } of Topics)
      if (TopicArn?.split(":").at(-1)?.startsWith(prefix) === true)
        await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: Attributes?.["QueueArn"] }))
  sns.destroy()
  return QueueUrl
}

async function takeAll(sqs: SQSClient, QueueUrl: string | undefined, keep: (text: string) => Promise<void>) {
  const received = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 2 }))
  const messages = received.Messages ?? []
  for (const { Body = "" } of messages) await keep(Body)
  if (messages.length === 0) return
  const Entries = messages.map(({ ReceiptHandle }, place) => ({ Id: String(place), ReceiptHandle }))
  await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }))
}
