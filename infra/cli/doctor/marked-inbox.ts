import { setTimeout as pause } from "node:timers/promises"
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs"
import * as z from "zod"
import { parsedJson } from "../../../shared/base/contracts/parsed-json.ts"
import { partyQueueName } from "../../party-names.ts"
import { placedOfType } from "../deployed-stage/deployed-templates.ts"
import type { ReachedStage } from "../deployed-stage/reach-stage.ts"

/** An event that a party received. */
export type PartyEvent = {
  readonly detailType: string
  readonly eventId: string
  readonly correlationId: string | undefined
  readonly data: Readonly<Record<string, unknown>>
  readonly body: string
  /** Name of the replay that brought it, if one did. */
  readonly replayName: string | undefined
}

/** The queues of parties, as far as the doctor may read them. */
export type MarkedInbox = {
  /** Whether the party's queue can be read. Takes messages. */
  isReadable(partyId: string): Promise<boolean>
  /** Waits for an event of a party. Undefined if none fits in time. */
  received(
    partyId: string,
    fits: (event: PartyEvent) => boolean,
    patienceSeconds?: number,
  ): Promise<PartyEvent | undefined>
  /** Everything that was read so far. */
  of(partyId: string): readonly PartyEvent[]
  /** Deletes the events that belong to the run, and gives the others back at once. Returns how many of each. */
  giveBack(isOurs: (event: PartyEvent) => boolean): Promise<{ readonly drained: number; readonly givenBack: number }>
  close(): void
}

const partyEvent = z.looseObject({
  "detail-type": z.string(),
  "replay-name": z.string().optional(),
  detail: z.looseObject({
    metadata: z.looseObject({ id: z.string(), correlationId: z.string().optional() }),
    data: z.record(z.string(), z.unknown()),
  }),
})
const defaultPatienceSeconds = 60
/** Messages of others are hidden for this long at most, if the doctor ends before it gives them back. */
const holdSeconds = 300

type Held = { readonly queueUrl: string; readonly receipt: string | undefined; readonly event: PartyEvent | undefined }

/** The URL of each party's queue. The queues are in several stacks. */
function partyQueues({ stage, parties, resources }: Pick<ReachedStage, "stage" | "parties" | "resources">) {
  const queues = placedOfType(resources, "AWS::SQS::Queue")
  const found = parties.flatMap(({ id: partyId }): [string, string][] => {
    const queue = queues.find(({ id }) => id.endsWith(`/${partyQueueName(stage.name, partyId)}`))
    return queue === undefined ? [] : [[partyId, queue.id]]
  })
  return Object.fromEntries(found)
}

/** Opens the queues of a stage's parties. */
export function openMarkedInbox(
  reached: Pick<ReachedStage, "stage" | "parties" | "resources" | "connection">,
): MarkedInbox {
  const urls = partyQueues(reached)
  const sqs = new SQSClient(reached.connection)
  const held = new Map<string, Held[]>()
  const of = (partyId: string) => (held.get(partyId) ?? []).flatMap(({ event }) => event ?? [])
  const read = async (partyId: string): Promise<boolean> => {
    const QueueUrl = urls[partyId]
    if (QueueUrl === undefined) return false
    for (;;) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: holdSeconds }),
      )
      const known = held.get(partyId) ?? []
      held.set(partyId, [...known, ...Messages.map((message) => heldFrom(QueueUrl, message))])
      if (Messages.length === 0) return true
    }
  }
  return {
    of,
    isReadable: (partyId) => read(partyId).catch(() => false),
    received: async (partyId, fits, patienceSeconds = defaultPatienceSeconds) => {
      for (const deadline = Date.now() + patienceSeconds * 1000; ; await pause(500)) {
        await read(partyId)
        const found = of(partyId).find(fits)
        if (found !== undefined || Date.now() > deadline) return found
      }
    },
    giveBack: async (isOurs) => {
      for (const partyId of held.keys()) await read(partyId)
      const all = [...held.values()].flat()
      held.clear()
      const ours = all.filter(({ event }) => event !== undefined && isOurs(event))
      for (const each of all) await (ours.includes(each) ? remove(sqs, each) : release(sqs, each))
      return { drained: ours.length, givenBack: all.length - ours.length }
    },
    close: () => sqs.destroy(),
  }
}

function heldFrom(queueUrl: string, { Body = "", ReceiptHandle }: Message): Held {
  const parsed = partyEvent.safeParse(parsedJson(Body)).data
  const event = parsed && {
    detailType: parsed["detail-type"],
    eventId: parsed.detail.metadata.id,
    correlationId: parsed.detail.metadata.correlationId,
    data: parsed.detail.data,
    body: Body,
    replayName: parsed["replay-name"],
  }
  return { queueUrl, receipt: ReceiptHandle, event }
}

/** A receipt may have expired. Then the message is back in its queue. */
const ignoreExpired = () => undefined

const remove = async (sqs: SQSClient, { queueUrl: QueueUrl, receipt: ReceiptHandle }: Held): Promise<void> => {
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle })).catch(ignoreExpired)
}

const release = async (sqs: SQSClient, { queueUrl: QueueUrl, receipt: ReceiptHandle }: Held): Promise<void> => {
  const hidden = { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }
  await sqs.send(new ChangeMessageVisibilityCommand(hidden)).catch(ignoreExpired)
}
