import { deployment } from "../../../functions/deliver-webhook/deployment.ts"
import { accessorReleased } from "../../../shared/base/contracts/restriction-events.ts"
import { silentTelemetry } from "../../../shared/base/platform/telemetry.ts"
import { standardWebhookSigner, type WebhookMessage } from "../../../shared/parties/channels/webhook.ts"
import { party } from "../../../shared/parties/party.ts"
import { partyDirectory } from "../../../shared/parties/party-directory.ts"
import { retryWebhooksPipeline, webhookPipeline } from "../../../shared/parties/webhooks/webhook-pipeline.ts"
import { memorySealer } from "../../doubles/sealing.ts"
import { memoryWebhookDeliveries } from "../../parties/memory-stores.ts"
import { envelope, hubAccount, lambdaContext } from "../../parties/test-parties.ts"
import { seededRandom } from "../../simulation/random.ts"
import { makeScheduler, noFaults, type Scheduler } from "../../simulation/scheduler.ts"
import { busMilliseconds, type Waits } from "./doors.ts"
import { makeFairQueue, type QueuedMessage } from "./fair-queue.ts"

const slow = "slow"
const quiet = "quiet"
const urlOf = (id: string): string => `https://hooks.${id}.example/wayseal`
const directory = partyDirectory(
  [slow, quiet].map((id) =>
    party.parse({
      id,
      kind: "carrier",
      alias: `Carrier ${id}`,
      channels: { webhook: { url: urlOf(id), sealedSecret: "s1.sealed" } },
      jurisdiction: { country: "CA", timeZone: "America/Toronto" },
    }),
  ),
)

const storeMilliseconds = 5
const quickMilliseconds = 200
const slowMilliseconds = 14_500
export const eventsOfFlood = 2_000
const floodsFrom = 30_000
const floodEveryMilliseconds = 5
const quietEveryMilliseconds = 200

export type WebhookFlood = {
  readonly isFair: boolean
  readonly floods: boolean
  /** When the endpoint of the party that floods becomes slow, in seconds after the start. */
  readonly slowFrom: number
  /** Whether a slow endpoint is served from the queue as every other, as it was before. */
  readonly waitsForSlow?: boolean
  readonly seconds?: number
}

/**
 * How long events take to the endpoint of a quiet party that shares the queue of invited parties, while thousands are
 * for a slow endpoint. The delivery is the function's own, over tables in memory.
 */
export async function waitsOfWebhooks(flood: WebhookFlood): Promise<Waits & { readonly ofSlow: number }> {
  const { isFair, floods, slowFrom, waitsForSlow = false, seconds = 600 } = flood
  const random = seededRandom(1)
  const scheduler = makeScheduler({ random, startMs: Date.parse("2026-11-01T12:00:00.000Z"), faults: noFaults })
  const startMs = scheduler.nowMs()
  const sentAt = new Map<string, number>()
  const waits: number[] = []
  let ofSlow = 0
  const post = async ({ url, headers }: WebhookMessage) => {
    if (url === urlOf(quiet))
      waits.push(scheduler.nowMs() - (sentAt.get(headers["webhook-id"] ?? "") ?? 0) + busMilliseconds)
    else ofSlow += 1
    const isSlow = url === urlOf(slow) && scheduler.nowMs() - startMs >= slowFrom * 1_000
    await scheduler.sleep(isSlow ? slowMilliseconds : quickMilliseconds)
    return { status: 204 }
  }
  const options = { ...toolsOf(scheduler), post, waitsForSlow }
  const run = async (handler: (event: unknown) => Promise<unknown>, event: unknown) => {
    const { kind } = await scheduler.invoke("webhooks", () => handler(event), deployment.timeoutSeconds * 1_000)
    if (kind !== "returned") throw new Error(`an invocation ${kind}`)
  }
  const queue = makeFairQueue({
    scheduler,
    isFair,
    batchSize: 10,
    slots: deployment.queue.maxConcurrency,
    consume: (batch) => run((event) => webhookPipeline(options)(event, contextIn(scheduler)), recordsOf(batch)),
  })
  const send = (id: string, place: number) => {
    sentAt.set(`${id}-${place}`, scheduler.nowMs())
    queue.send(id, eventFor(id, place))
  }
  for (let at = 0; at < seconds * 1_000; at += quietEveryMilliseconds)
    scheduler.after(at + quietEveryMilliseconds * random.next(), () => send(quiet, at))
  scheduler.after(0, () => send(slow, -1))
  if (floods)
    for (let place = 0; place < eventsOfFlood; place += 1)
      scheduler.after(floodsFrom + place * floodEveryMilliseconds, () => send(slow, place))
  for (let minute = 1; minute * 60 <= seconds; minute += 1)
    scheduler.after(
      minute * 60_000,
      () => void run((event) => retryWebhooksPipeline(options)(event, contextIn(scheduler)), {}),
    )
  await scheduler.runUntilIdle()
  return { quiet: waits.toSorted((one, other) => one - other), backlog: queue.longest(), ofSlow }
}

function toolsOf(scheduler: Scheduler) {
  return {
    parties: directory,
    hubAccount,
    telemetry: silentTelemetry,
    signerOf: async () => standardWebhookSigner(`whsec_${Buffer.alloc(24, 1).toString("base64")}`),
    slackUrlOf: async () => undefined,
    letterOf: async () => undefined,
    deliveries: memoryWebhookDeliveries(() => scheduler.sleep(storeMilliseconds)),
    sealer: memorySealer(),
    tellDisabled: async () => {},
    random: () => scheduler.random.next(),
    wait: scheduler.sleep,
    clock: scheduler.clock,
  }
}

function contextIn(scheduler: Scheduler) {
  const endsMs = scheduler.nowMs() + deployment.timeoutSeconds * 1_000
  return { ...lambdaContext(), getRemainingTimeInMillis: () => endsMs - scheduler.nowMs() }
}

const recordsOf = (batch: readonly QueuedMessage[]) => ({
  Records: batch.map(({ body }, place) => ({ messageId: `m${place}`, body, eventSource: "aws:sqs" })),
})

function eventFor(id: string, place: number): string {
  const metadata = { id: `${id}-${place}`, occurredAt: "2026-11-01T12:00:00.000Z", correlationId: "c", audience: id }
  const { Source, DetailType, Detail } = accessorReleased.entry({
    source: "wayseal.hub",
    busName: "exchange",
    data: accessorReleased.data.parse(accessorReleased.examples[0]),
    metadata,
  })
  return JSON.stringify(envelope({ source: Source, "detail-type": DetailType, detail: JSON.parse(Detail) }))
}
