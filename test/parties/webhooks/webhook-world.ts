import { setImmediate as nextTurn } from "node:timers/promises"
import { accessorReleased } from "../../../shared/base/contracts/restriction-events.ts"
import { HttpProblem } from "../../../shared/base/platform/http-problem.ts"
import {
  type PostAnswer,
  standardWebhookSigner,
  type WebhookMessage,
} from "../../../shared/parties/channels/webhook.ts"
import { type Party, party } from "../../../shared/parties/party.ts"
import { partyDirectory } from "../../../shared/parties/party-directory.ts"
import { attemptRoutes } from "../../../shared/parties/webhooks/attempt-routes.ts"
import { recoveryRoutes } from "../../../shared/parties/webhooks/recovery-route.ts"
import { makeTellDisabled } from "../../../shared/parties/webhooks/tell-disabled.ts"
import { makeVerifyEndpoint } from "../../../shared/parties/webhooks/verify-endpoint.ts"
import { retryWebhooksPipeline, webhookPipeline } from "../../../shared/parties/webhooks/webhook-pipeline.ts"
import { checkedPipeline } from "../../base/platform/checked-pipeline.ts"
import { memoryAlertMail } from "../../doubles/alert-mail.ts"
import { inMemoryBus } from "../../doubles/event-publisher.ts"
import { memorySealer } from "../../doubles/sealing.ts"
import { memoryWebhookDeliveries } from "../memory-stores.ts"
import { envelope, hubAccount, lambdaContext, messages, recordedTelemetry } from "../test-parties.ts"

export const secret = `whsec_${Buffer.from("a secret of thirty-two characters").toString("base64")}`
export const urlOf = (partyId: string): string => `https://hooks.${partyId}.example/wayseal`

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

/** Two invited parties share a queue; one has its own. */
export const partyIds = ["invited", "neighbour", "infile"] as const
const webhookOf = (id: string) =>
  id === "infile" ? { url: urlOf(id), secretName: "s" } : { url: urlOf(id), sealedSecret: "s1.sealed" }
export const worldParties = partyIds.map((id) =>
  party.parse({
    id,
    kind: "carrier",
    alias: `Carrier ${id}`,
    channels: { webhook: webhookOf(id), emails: [`a@${id}.example`] },
    jurisdiction: { country: "CA", timeZone: "America/Toronto" },
  }),
)

export type Posted = { readonly at: number; readonly partyId: string; readonly message: WebhookMessage }

/** The function crashed. */
class Crash extends Error {
  override readonly name = "Crash"
}

type Options = {
  /** What an endpoint answers at a time after the start, in milliseconds. By default 204. */
  readonly answer?: (partyId: string, at: number) => PostAnswer
  /** How long that takes. By default no time. */
  readonly milliseconds?: (partyId: string, at: number) => number
  /** The function crashes at this effect, counted from 0. */
  readonly crashesAt?: number
  readonly random?: () => number
  /** With which messages are signed, with spaces between them. */
  readonly secrets?: string
  readonly startsAt?: Date
}

/** Webhooks in front of a queue and a schedule, over a store in memory, in simulated time. */
export function webhookWorld(options: Options = {}) {
  const { answer = () => ({ status: 204 }), crashesAt = Number.POSITIVE_INFINITY, random = () => 0 } = options
  const { milliseconds = () => 0 } = options
  const { secrets = secret, startsAt = new Date("2026-11-01T12:00:00.000Z") } = options
  const start = startsAt.getTime()
  const state = { now: start, effects: 0, isDead: false, isRead: false }
  const posts: Posted[] = []
  const inWork = new Map<string, number>()
  const mostInWork = new Map<string, number>()
  let alarms: { at: number; ring: () => void }[] = []
  const sleep = (time: number) =>
    new Promise<void>((resolve) => void alarms.push({ at: state.now + time, ring: resolve }))
  /** Lets time pass until the next one wakes. */
  const wakeNext = () => {
    state.now = Math.max(state.now, Math.min(...alarms.map(({ at }) => at)))
    const due = alarms.filter(({ at }) => at <= state.now)
    alarms = alarms.filter((one) => !due.includes(one))
    for (const { ring } of due) ring()
  }
  /** After a crash nothing has an effect until the next invocation. */
  const interrupt = async () => {
    if (state.isRead) return
    if (!state.isDead && state.effects++ === crashesAt) state.isDead = true
    if (state.isDead) throw new Crash()
  }
  const deliveries = memoryWebhookDeliveries(interrupt)
  const bus = inMemoryBus({ interrupt })
  const mail = memoryAlertMail({ interrupt })
  const telemetry = recordedTelemetry()
  const sealer = memorySealer()
  const makeTools = () => ({
    parties: partyDirectory(worldParties),
    hubAccount,
    telemetry,
    signerOf: async () => standardWebhookSigner(secrets),
    slackUrlOf: async () => undefined,
    letterOf: async () => undefined,
    post: async (message: WebhookMessage) => {
      await interrupt()
      const partyId = partyIds.find((id) => urlOf(id) === message.url) ?? ""
      posts.push({ at: state.now - start, partyId, message })
      const answered = answer(partyId, state.now - start)
      const takes = milliseconds(partyId, state.now - start)
      inWork.set(partyId, (inWork.get(partyId) ?? 0) + 1)
      mostInWork.set(partyId, Math.max(mostInWork.get(partyId) ?? 0, inWork.get(partyId) ?? 0))
      if (takes > 0) await sleep(takes)
      inWork.set(partyId, (inWork.get(partyId) ?? 0) - 1)
      await interrupt()
      return answered
    },
    deliveries,
    sealer,
    tellDisabled: makeTellDisabled({ publisher: bus.publisher, mail }),
    random,
    wait: sleep,
    clock: () => new Date(state.now),
  })
  let queue: { body: string; visibleAt: number }[] = []
  /** Runs a function in a new container. @returns `undefined` if it crashed: Lambda hears nothing of it */
  const invoke = async <Result>(run: () => Promise<Result>): Promise<Result | undefined> => {
    state.isDead = false
    let isOver = false
    const running = run()
      .catch(() => undefined)
      .finally(() => {
        isOver = true
      })
    // It is over within some turns unless it sleeps.
    for (let turn = 1; !isOver; turn++) {
      await nextTurn()
      if (!isOver && turn % 5 === 0 && alarms.length > 0) wakeNext()
    }
    alarms = []
    const result = await running
    return state.isDead ? undefined : result
  }
  const takeBatch = async (): Promise<boolean> => {
    const batch = queue.filter(({ visibleAt }) => visibleAt <= state.now).slice(0, 10)
    if (batch.length === 0) return false
    for (const message of batch) message.visibleAt = state.now + 6 * minute
    const answered = await invoke(() =>
      webhookPipeline(makeTools())(messages(...batch.map(({ body }) => body)), lambdaContext()),
    )
    const failed = answered?.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)
    const left = batch.filter((_, place) => failed?.includes(`m${place}`) ?? true)
    queue = queue.filter((message) => !batch.includes(message) || left.includes(message))
    return true
  }
  const routeTools = {
    deliveries,
    webhookOf: async ({ channels }: Party) => channels.webhook,
    clock: () => new Date(state.now),
  }
  const api = checkedPipeline({
    routes: [...attemptRoutes(routeTools), ...recoveryRoutes(routeTools)],
    telemetry,
    clock: () => new Date(state.now),
    authenticate: async (authorization) => {
      const found = worldParties.find(({ id }) => authorization === `Bearer ${id}`)
      if (found === undefined) throw new HttpProblem("unauthenticated")
      return { party: found, tokenId: "t-1", keyId: "k-1" }
    },
  })
  return {
    /** A party sets its address, the same as before. */
    setAddress: (partyId: string) =>
      invoke(async () => {
        const webhook = worldParties.find(({ id }) => id === partyId)?.channels.webhook
        if (webhook === undefined) throw new Error(`${partyId} has no webhook`)
        await makeVerifyEndpoint({ deliveries, sealer, hubAccount })(
          partyId,
          webhook,
          new Date(state.now).toISOString(),
        )
      }),
    /** Calls the API as a party. */
    async call(partyId: string, route: string, { query = "", given }: { query?: string; given?: unknown } = {}) {
      const [method, rawPath] = route.split(" ")
      const { statusCode, body } = await api({
        rawPath,
        rawQueryString: query,
        headers: { authorization: `Bearer ${partyId}`, "content-type": "application/json" },
        ...(given === undefined ? {} : { body: JSON.stringify(given) }),
        requestContext: { http: { method, sourceIp: "203.0.113.7" } },
      })
      return { status: statusCode, body: JSON.parse(body) }
    },
    posts,
    bus,
    mail,
    telemetry,
    /** How many effects there were: a crash can be at any of them. */
    effects: () => state.effects,
    at: (milliseconds: number) => new Date(start + milliseconds).toISOString(),
    /** An event arrives in a queue. Each id is one event. */
    arrive(partyId: string, id: string) {
      const metadata = { id, occurredAt: new Date(state.now).toISOString(), correlationId: "c", audience: partyId }
      const { Source, DetailType, Detail } = accessorReleased.entry({
        source: "wayseal.hub",
        busName: "exchange",
        data: accessorReleased.data.parse(accessorReleased.examples[0]),
        metadata,
      })
      const body = envelope({ source: Source, "detail-type": DetailType, detail: JSON.parse(Detail) })
      queue.push({ body: JSON.stringify(body), visibleAt: state.now })
    },
    /** Works through the queue alone. */
    async deliverAll() {
      while (await takeBatch());
    },
    /** The most events that a party was sent at the same time. */
    atOnce: (partyId: string) => mostInWork.get(partyId) ?? 0,
    /** Lets time pass. The queue is polled, and the schedule invokes its function each minute. */
    async pass(milliseconds: number) {
      const until = state.now + milliseconds
      while (state.now < until) {
        while (await takeBatch());
        state.now = Math.min(state.now + minute, until)
        await invoke(() => retryWebhooksPipeline(makeTools())({}, lambdaContext()))
      }
    },
    /** When events were posted to a party, in minutes after the start. */
    minutesOf: (partyId: string) => posts.filter((one) => one.partyId === partyId).map(({ at }) => at / minute),
    async stored(partyId: string, id = "") {
      state.isRead = true
      const found = await deliveries.find(partyId, id)
      state.isRead = false
      return found
    },
    waiting: () => queue.length,
  }
}
