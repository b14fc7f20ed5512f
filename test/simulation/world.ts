import { readFileSync } from "node:fs"
import { tables as descriptions, type TableName, tableNames } from "../../functions/tables.ts"
import { addressedTo } from "../../infra/event-patterns.ts"
import { visibilitySeconds } from "../../shared/base/platform/deliveries-of-a-message.ts"
import type { LambdaHandler } from "../../shared/base/platform/lambda.ts"
import { eventBridgePublisher, type PutEvents } from "../../shared/parties/channels/event-publisher.ts"
import type { WebhookPost } from "../../shared/parties/channels/webhook.ts"
import { currentParties } from "../../shared/parties/current-parties.ts"
import { parseParties } from "../../shared/parties/parse-parties.ts"
import { eventSource } from "../../shared/parties/party-directory.ts"
import { memoryAlertMail, type SentMail } from "../doubles/alert-mail.ts"
import type { ItemChange } from "../dynamo/memory-table.ts"
import { type KnownDirectory, knownDirectory } from "../parties/known-directory.ts"
import { lambdaContext } from "../parties/test-parties.ts"
import { capturingTelemetry } from "./capturing-telemetry.ts"
import { type BusEvent, makeSimulatedBus, publishUntilAccepted, type SimulatedBus } from "./event-bus.ts"
import { matchesPattern } from "./event-pattern.ts"
import type { FunctionTools } from "./function-tools.ts"
import {
  eventSubscriptions,
  type FunctionName,
  functionMakers,
  type QueueName,
  streamSubscriptions,
} from "./functions.ts"
import { inviteRetailer } from "./invited-retailer.ts"
import { type Hostility, spendTime } from "./poison.ts"
import {
  makeSimulatedQueue,
  type SimulatedQueue,
  simulatedDeadLetters,
  simulatedDocuments,
  simulatedSurroundings,
} from "./queue.ts"
import { type Random, seededRandom } from "./random.ts"
import { type FaultRates, type InvocationResult, makeScheduler, type Scheduler } from "./scheduler.ts"
import { simulatedSigner } from "./simulated-signer.ts"
import { itemsOf, makeStores, type Stores } from "./stores.ts"
import { makeSimulatedStream, noStream, type SimulatedStream } from "./stream.ts"
import { watched } from "./watched-list.ts"
import { invitedRetailer, type ReceivedPost, simulatedWebhooks, withWebhooks } from "./webhooks.ts"

export const hubAccount = "000000000000"
/** An account that no party of the exchange has. */
export const strangersAccount = "999999999999"
const start = "2018-10-31T12:00:00.000Z"

/** A fault that a test plants in one function: in its handler, its stores, or its calls to the bus or to a webhook. */
export type PlantedFault = {
  readonly in: FunctionName
  readonly describe: string
  /** A seed whose schedule showed it, for a fault that few schedules show. It is tried before the others. */
  readonly seenWithSeed?: number
  readonly handler?: (handler: LambdaHandler<unknown>) => LambdaHandler<unknown>
  readonly putEvents?: (put: PutEvents, scheduler: Scheduler) => PutEvents
  readonly stores?: (stores: Stores) => Stores
  readonly post?: (post: WebhookPost) => WebhookPost
  readonly surroundings?: (surroundings: FunctionTools["surroundings"]) => FunctionTools["surroundings"]
}

/** One change of a row. */
type ObservedChange = ItemChange & { readonly table: TableName }

export type World = {
  /** The hub has invited and approved the invited retailer. Wait for it before anything is published. */
  readonly ready: Promise<void>
  readonly scheduler: Scheduler
  readonly random: Random
  readonly parties: KnownDirectory
  readonly ingress: SimulatedBus
  readonly exchange: SimulatedBus
  readonly stores: Stores
  readonly queues: ReadonlyMap<QueueName, SimulatedQueue>
  readonly streams: ReadonlyMap<FunctionName, SimulatedStream>
  /** What an event does to the invocation that handles it, by the event's id. */
  readonly hostile: Map<string, Hostility>
  /** What each party received. */
  readonly inboxes: ReadonlyMap<string, BusEvent[]>
  /** Every log line and metric. */
  readonly telemetry: readonly string[]
  /** Every mail to a party's contacts. */
  readonly mails: readonly SentMail[]
  /** Every message to a webhook. */
  readonly webhooks: readonly ReceivedPost[]
  /** Every change of every table, in their order. */
  readonly changes: readonly ObservedChange[]
  /** Lets a party act on what it receives. */
  onReceipt(listener: (partyId: string, event: BusEvent) => void): void
  /** Puts an event on the ingress bus, as a party or somebody who pretends to be one. */
  publish(entry: { source: string; detailType: string; detail: unknown; account?: string }): BusEvent
  /** Calls a function of the HTTP API. Undefined when it crashed. */
  call(name: FunctionName, request: object): Promise<unknown>
  /** What a function is made from. */
  toolsOf(name: FunctionName): FunctionTools
  /** Puts a message straight into a function's queue. */
  inject(name: FunctionName, body: string): void
}

const partiesText = readFileSync(new URL("../../stages/local/parties.json", import.meta.url), "utf8")
const isInFile = (partyId: string): boolean => partyId !== invitedRetailer

export type WorldOptions = {
  readonly seed: number
  readonly faults: FaultRates
  readonly planted?: PlantedFault | undefined
  /** ISO instant; by default in the days of 2018. */
  readonly startsAt?: string | undefined
  /** Whether the webhooks are Slack channels. */
  readonly hasSlack?: boolean | undefined
  /** Notes each mail and each message to a webhook at the time when it is sent. */
  readonly onSent?: ((sent: SentMail | ReceivedPost) => void) | undefined
}

/** An exchange of real handlers over in-memory stores, on simulated buses, queues, streams and time. */
export function makeWorld(options: WorldOptions): World {
  const random = seededRandom(options.seed)
  const startMs = Date.parse(options.startsAt ?? start)
  const { hasSlack = false } = options
  const allParties = parseParties(withWebhooks(partiesText, hasSlack))
  const scheduler = makeScheduler({ random: random.fork("schedule"), startMs, faults: options.faults })
  const common = {
    scheduler,
    random,
    parties: knownDirectory(allParties),
    ingress: makeSimulatedBus("ingress", scheduler, random.fork("ingress")),
    exchange: makeSimulatedBus("exchange", scheduler, random.fork("exchange")),
    stores: makeStores({ interrupt: scheduler.interrupt, now: scheduler.clock }),
    queues: new Map<QueueName, SimulatedQueue>(),
    streams: new Map<FunctionName, SimulatedStream>(),
    hostile: new Map<string, Hostility>(),
    telemetry: [],
    mails: watched<SentMail>(options.onSent),
    webhooks: watched<ReceivedPost>(options.onSent),
  }
  const invoke = makeContainers(common, options.planted)
  makeQueues(common, invoke)
  const queueOf = (name: FunctionName): SimulatedQueue => {
    const queue = common.queues.get(name)
    if (queue === undefined) throw new Error(`${name} takes nothing from a queue`)
    return queue
  }
  const changes = makeStreams(common, invoke)
  const { inboxes, onReceipt } = makeInboxes(common)
  return {
    ...common,
    ready: inviteRetailer(common, allParties, hasSlack),
    inboxes,
    changes,
    onReceipt,
    publish: (entry) => publishUntilAccepted(common.ingress, { account: hubAccount, ...entry }),
    call: async (name, request) => {
      const result = await invoke(name, request)
      return result.kind === "returned" ? result.value : undefined
    },
    toolsOf: (name) => toolsOf(common, name, options.planted),
    inject: (name, body) => queueOf(name).send(body),
  }
}

/** What every part of a world works with. */
type Common = Pick<World, "scheduler" | "random" | "parties" | "ingress" | "exchange" | "stores" | "hostile"> & {
  readonly queues: Map<QueueName, SimulatedQueue>
  readonly streams: Map<FunctionName, SimulatedStream>
  readonly telemetry: string[]
  readonly mails: SentMail[]
  readonly webhooks: ReceivedPost[]
}

/** The contacts of each party. */
export const contactsOfParty = ["privacy", "security"] as const

/** Runs one invocation of a function, for at most so long. */
type Invoke = (name: FunctionName, event: unknown, timeoutSeconds?: number) => Promise<InvocationResult>

/** Containers that run functions. A crash takes the container with it. An idle one is used again. */
function makeContainers(common: Common, fault: PlantedFault | undefined): Invoke {
  const idle = new Map<FunctionName, LambdaHandler<unknown>[]>()
  const plantedIn = (name: FunctionName) => (fault?.in === name ? fault : undefined)
  const makeContainer = (name: FunctionName): LambdaHandler<unknown> => {
    const planted = plantedIn(name)
    const handler = functionMakers[name](toolsOf(common, name, planted))
    return planted?.handler?.(handler) ?? handler
  }
  const { scheduler } = common
  return (name, event, timeoutSeconds = Number.POSITIVE_INFINITY) => {
    const pool = idle.get(name) ?? []
    idle.set(name, pool)
    const limitMs = timeoutSeconds * 1_000
    const endsMs = scheduler.nowMs() + limitMs
    const context = { ...lambdaContext(), getRemainingTimeInMillis: () => endsMs - scheduler.nowMs() }
    const run = async (isDead: () => boolean): Promise<unknown> => {
      const container = pool.pop() ?? makeContainer(name)
      const answer = await container(event, context)
      // It may have crashed in one effect while another one failed and made it return.
      if (!isDead()) pool.push(container)
      return answer
    }
    return scheduler.invoke(name, run, Number.isFinite(limitMs) ? limitMs : undefined)
  }
}

function toolsOf(common: Common, name: FunctionName, fault: PlantedFault | undefined): FunctionTools {
  const { scheduler, random, parties, stores, ingress, exchange, queues, streams } = common
  const { telemetry, mails, webhooks } = common
  const putTo = (bus: SimulatedBus): PutEvents => {
    const put = putEventsOf(bus, scheduler)
    return fault?.putEvents?.(put, scheduler) ?? put
  }
  const post = simulatedWebhooks(scheduler, webhooks)
  const randomId = random.fork(`ids of ${name}`)
  const ownStores = fault?.stores?.(stores) ?? stores
  const stored = { invited: ownStores.invitedParties, settings: ownStores.settings }
  const written = capturingTelemetry(telemetry)
  const surroundings = {
    ...simulatedSurroundings(scheduler, (queue) => [...queues.values()].find((one) => one.name === queue)),
    pause: scheduler.sleep,
    setAside: streams.get(name)?.setAside ?? noStream,
  }
  return {
    stores: ownStores,
    parties: {
      ...parties,
      ...currentParties({
        file: parties.all.filter(({ id }) => isInFile(id)),
        stored,
        clock: scheduler.clock,
        telemetry: written,
      }),
    },
    hubAccount,
    publisher: eventBridgePublisher({
      putEvents: putTo(exchange),
      busName: "exchange",
      isInFile,
      wait: scheduler.sleep,
    }),
    putIngress: putTo(ingress),
    askedDocuments: simulatedDocuments(scheduler, () => queues.get("draw-document")),
    deadLetters: simulatedDeadLetters(scheduler, () => queues.get(name)),
    surroundings: fault?.surroundings?.(surroundings) ?? surroundings,
    spendTimeOn: (event) => spendTime(common, event),
    telemetry: written,
    clock: scheduler.clock,
    randomId: () => `${randomId.id()}${randomId.id().slice(0, 6)}`,
    signer: simulatedSigner(scheduler),
    sleep: scheduler.sleep,
    post: fault?.post?.(post) ?? post,
    mail: memoryAlertMail({ interrupt: scheduler.interrupt, receivers: () => contactsOfParty, sent: mails }),
  }
}

function putEventsOf(bus: SimulatedBus, scheduler: Scheduler): PutEvents {
  return async (entries) => {
    await scheduler.interrupt(`${bus.name}.putEvents:before`)
    const results = entries.map(
      ({ Source: source, DetailType: detailType, Detail: detail, Resources: resources = [] }) =>
        bus.put({ source, detailType, detail, account: hubAccount, resources }),
    )
    await scheduler.interrupt(`${bus.name}.putEvents:after`)
    return results
  }
}

/** The queues between the buses and the functions, with the rules that fill them. */
function makeQueues(common: Common, invoke: Invoke): void {
  const { scheduler, random, ingress, exchange, queues } = common
  for (const { name: handler, queue: name, timeoutSeconds, batchSize, ...patterns } of eventSubscriptions) {
    const queue = makeSimulatedQueue({
      name,
      scheduler,
      random: random.fork(`queue of ${name}`),
      consume: (event) => invoke(handler, event, timeoutSeconds),
      batchSize,
      visibilityMs: visibilitySeconds(timeoutSeconds) * 1_000,
    })
    queues.set(name, queue)
    const deliver = (event: BusEvent) => queue.send(JSON.stringify(event))
    for (const pattern of patterns.ingress) ingress.addRule({ name, pattern, deliver })
    for (const pattern of patterns.exchange) exchange.addRule({ name, pattern, deliver })
  }
}

/** The streams of the tables, and every change of every table. */
function makeStreams({ scheduler, random, stores, streams }: Common, invoke: Invoke) {
  const changes: ObservedChange[] = []
  const tables = itemsOf(stores)
  for (const table of tableNames)
    for (const items of tables[table]) items.onChange((change) => changes.push({ table, ...change }))
  for (const { name, table, keys, patterns, timeoutSeconds } of streamSubscriptions) {
    const consume = (event: unknown) => invoke(name, event, timeoutSeconds)
    const stream = makeSimulatedStream({
      name,
      scheduler,
      random: random.fork(`stream of ${name}`),
      consume,
      receives: (record) => patterns.some((pattern) => matchesPattern(pattern, record)),
    })
    streams.set(name, stream)
    const carriesOld = descriptions[table].stream === "NEW_AND_OLD_IMAGES"
    const record = ({ before, after }: ItemChange): void => {
      const image = after ?? before ?? {}
      stream.record({
        eventName: before === undefined ? "INSERT" : after === undefined ? "REMOVE" : "MODIFY",
        keys: Object.fromEntries(keys.map((key) => [key, image[key]])),
        ...(after === undefined ? {} : { newImage: after }),
        ...(before === undefined || !carriesOld ? {} : { oldImage: before }),
      })
    }
    for (const items of tables[table]) items.onChange(record)
  }
  return changes
}

/** What arrives at each party. */
function makeInboxes({ parties, exchange }: Common) {
  const inboxes = new Map<string, BusEvent[]>(parties.all.map(({ id }) => [id, []]))
  const listeners: ((partyId: string, event: BusEvent) => void)[] = []
  for (const { id } of parties.all) {
    exchange.addRule({
      name: id,
      pattern: addressedTo([id]),
      deliver: (event) => {
        inboxes.get(id)?.push(event)
        for (const listener of listeners) listener(id, event)
      },
    })
  }
  const onReceipt: World["onReceipt"] = (listener) => void listeners.push(listener)
  return { inboxes, onReceipt }
}

/** The source of a party's events. */
export function sourceOf(world: World, partyId: string): string {
  const party = world.parties.named(partyId)
  if (party === undefined) throw new Error(`parties.json has no party ${partyId}`)
  return eventSource(party)
}
