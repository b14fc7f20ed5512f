import { mkdir, rm, writeFile } from "node:fs/promises"
import { join, relative } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { paginateListTopics, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns"
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs"
import * as z from "zod"
import { letterReceivers } from "../../shared/parties/channels/mail.ts"
import { alertTopicName } from "../party-names.ts"
import { emulatorClientSettings } from "./emulator/emulator-environment.ts"
import type { DeployedExchange } from "./replay/deployed-exchange.ts"

/** How SNS writes a mail into a queue. */
const notification = z.object({ TopicArn: z.string(), Subject: z.string(), Message: z.string() })

const retryMilliseconds = 1_000

type Reached = Pick<DeployedExchange, "apiUrl" | "endpoint" | "sqs">

/**
 * Keeps each mail that parties would get as a file, because the emulator sends none. Says so in a line for each.
 *
 * @param options.folder where the files are written. Those of an earlier run are removed
 * @param options.openAt where links to the hub lead, for a browser that does not trust the emulator's certificate
 * @returns how to stop
 */
export async function keepMails(options: {
  readonly exchange: Reached
  readonly stage: string
  readonly folder: string
  readonly openAt?: string
  readonly say: (line: string) => void
}): Promise<() => Promise<void>> {
  const { exchange, stage, folder, openAt = exchange.apiUrl, say } = options
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const prefix = alertTopicName(stage, "")
  const queueUrl = await queueOfMails(exchange, stage, prefix)
  const stopping = new AbortController()
  const { signal } = stopping
  let count = 0
  const keep = async (text: string) => {
    const { TopicArn, Subject, Message } = notification.parse(JSON.parse(text))
    const receiver = (TopicArn.split(":").at(-1) ?? "").slice(prefix.length)
    const partyId = receiver === letterReceivers ? "counterparty" : receiver
    count += 1
    const path = join(folder, `${String(count).padStart(3, "0")}-${partyId}.txt`)
    await writeFile(path, `Subject: ${Subject}\n\n${withLinksTo(openAt, exchange.apiUrl, Message)}\n`)
    say(`Mail to ${partyId}: ${Subject} (${relative(process.cwd(), path)})`)
  }
  const keepOn = async (): Promise<void> => {
    for (let wasRead = true; !signal.aborted; ) {
      try {
        await takeMails({ sqs: exchange.sqs, queueUrl, signal }, keep)
        wasRead = true
      } catch {
        if (wasRead && !signal.aborted) say("Mails are late: the queue that gets them cannot be read now.")
        wasRead = false
        await pause(retryMilliseconds, undefined, { signal }).catch(() => {})
      }
    }
  }
  const running = keepOn()
  return async () => {
    stopping.abort()
    await running
  }
}

/** A text whose links to the hub lead elsewhere. Functions know it by a host of its own, and we by a path. */
function withLinksTo(openAt: string, apiUrl: string, text: string): string {
  const [, apiId = ""] = /execute-api\/([a-z0-9]+)\//.exec(apiUrl) ?? []
  const known = text.replaceAll(apiUrl, openAt)
  return apiId === ""
    ? known
    : known.replaceAll(new RegExp(`https?://${apiId}\\.execute-api\\.[a-z0-9.-]+(:\\d+)?`, "g"), openAt)
}

/** A queue that gets what the topics of all parties send. */
async function queueOfMails({ endpoint, sqs }: Reached, stage: string, prefix: string): Promise<string | undefined> {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: `wayseal-${stage}-kept-mails` }))
  const asked = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }))
  const queueArn = asked.Attributes?.["QueueArn"]
  const topics = { Effect: "Allow", Principal: { Service: "sns.amazonaws.com" }, Action: "sqs:SendMessage" }
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [{ ...topics, Resource: queueArn }] })
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }))
  const sns = new SNSClient(emulatorClientSettings(endpoint))
  for await (const { Topics = [] } of paginateListTopics({ client: sns }, {}))
    for (const { TopicArn } of Topics)
      if (TopicArn?.split(":").at(-1)?.startsWith(prefix) === true)
        await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: queueArn }))
  sns.destroy()
  return QueueUrl
}

type Mails = { readonly sqs: SQSClient; readonly queueUrl: string | undefined; readonly signal: AbortSignal }

async function takeMails({ sqs, queueUrl: QueueUrl, signal }: Mails, keep: (text: string) => Promise<void>) {
  const asked = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 2 })
  const { Messages = [] } = await sqs.send(asked, { abortSignal: signal })
  for (const { Body = "" } of Messages) await keep(Body)
  if (Messages.length === 0) return
  const Entries = Messages.map(({ ReceiptHandle }, place) => ({ Id: String(place), ReceiptHandle }))
  await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }))
}
