import { readFileSync } from "node:fs"
import { marshall } from "@aws-sdk/util-dynamodb"
import { ingressPatterns, unclaimedPattern } from "../../infra/event-patterns.ts"
import type { EventEntry } from "../../shared/contracts/define-event.ts"
import type { PutEvents } from "../../shared/parties/channels/event-publisher.ts"
import { eventBridgePublisher } from "../../shared/parties/channels/event-publisher.ts"
import { parseParties } from "../../shared/parties/parse-parties.ts"
import { eventSource, type PartyDirectory } from "../../shared/parties/party-directory.ts"
import type { LambdaHandler } from "../../shared/platform/lambda.ts"
import type { Observable } from "../../shared/platform/memory-table.ts"
import { allowedFields, type Telemetry } from "../../shared/platform/telemetry.ts"
import { type BusEvent, makeSimulatedBus, type SimulatedBus } from "./event-bus.ts"
import type { FunctionTools } from "./function-tools.ts"
import {
  exchangeSubscriptions,
  type FunctionName,
  functionMakers,
  ingressSubscriptions,
  streamSubscriptions,
} from "./functions.ts"
import { makeSimulatedQueue, type SimulatedQueue } from "./queue.ts"
import { type Random, seededRandom } from "./random.ts"
import { type FaultRates, makeScheduler, type Scheduler } from "./scheduler.ts"
import { keyAttributes, makeStores, type Stores, type TableName } from "./stores.ts"
import { makeSimulatedStream, type SimulatedStream } from "./stream.ts"

export const hubAccount = "000000000000"
/** An account of nobody in the exchange. */
export const strangersAccount = "999999999999"
const start = "2018-10-31T12:00:00.000Z"

/** A change to one function, its stores or its way to the bus: how the tests plant faults. */
export type PlantedFault = {
  /** The function it is planted in. */
  readonly in: FunctionName
  readonly describe: string
  readonly handler?: (handler: LambdaHandler<unknown>) => LambdaHandler<unknown>
  readonly putEvents?: (put: PutEvents, scheduler: Scheduler) => PutEvents
  readonly stores?: (stores: Stores) => Stores
}

export type World = {
  readonly scheduler: Scheduler
  readonly random: Random
  readonly parties: PartyDirectory
  readonly ingress: SimulatedBus
  readonly exchange: SimulatedBus
  readonly stores: Stores
  readonly queues: ReadonlyMap<FunctionName, SimulatedQueue>
  readonly streams: ReadonlyMap<FunctionName, SimulatedStream>
  /** What arrived at each party. */
  readonly inboxes: ReadonlyMap<string, BusEvent[]>
  /** Everything logged, and the metrics, as written. */
  readonly telemetry: readonly string[]
  /** Every mail to a party's contacts. */
  readonly mails: readonly { partyId: string; subject: string; text: string }[]
  /** Every change of every table, in order. */
  readonly changes: readonly { table: TableName; before?: unknown; after?: unknown }[]
  /** Lets a party act on what it receives. */
  onReceipt(listener: (partyId: string, event: BusEvent) => void): void
  /** Puts an event on the ingress bus, as a party (or whoever pretends to be one) does. */
  publish(entry: { source: string; detailType: string; detail: unknown; account?: string }): BusEvent
  /** Calls a function of the HTTP API; `undefined` when it crashed on the way. */
  call(name: FunctionName, request: object): Promise<unknown>
  /** Puts a message straight into a function's queue. */
  inject(name: FunctionName, body: string): void
}

const partiesText = readFileSync(new URL("../../parties.json", import.meta.url), "utf8")
const catchAll = unclaimedPattern()

/** An exchange of real handlers over in-memory stores, on simulated buses, queues, streams and time. */
export function makeWorld(options: { seed: number; faults: FaultRates; planted?: PlantedFault | undefined }): World {
  const random = seededRandom(options.seed)
  const scheduler = makeScheduler({
    random: random.fork("schedule"),
    startMs: Date.parse(start),
    faults: options.faults,
  })
  const parties = parseParties(partiesText)
  const telemetry: string[] = []
  const mails: FunctionTools["mails"] = []
  const changes: { table: TableName; before?: unknown; after?: unknown }[] = []
  const stores = makeStores({ interrupt: scheduler.interrupt, now: scheduler.clock })
  const ingress = makeSimulatedBus("ingress", scheduler, random.fork("ingress"))
  const exchange = makeSimulatedBus("exchange", scheduler, random.fork("exchange"))
  const planted = (name: FunctionName): PlantedFault | undefined =>
    options.planted?.in === name ? options.planted : undefined

  const putTo =
    (bus: SimulatedBus): PutEvents =>
    async (entries) => {
      await scheduler.interrupt(`${bus.name}.putEvents:before`)
      const results = entries.map((entry: EventEntry) => {
        const answer = bus.put({
          source: entry.Source,
          detailType: entry.DetailType,
          detail: entry.Detail,
          account: hubAccount,
        })
        return "eventId" in answer ? { eventId: answer.eventId } : { errorCode: answer.errorCode }
      })
      await scheduler.interrupt(`${bus.name}.putEvents:after`)
      return results
    }

  const toolsOf = (name: FunctionName): FunctionTools => {
    const fault = planted(name)
    const put = (bus: SimulatedBus) => fault?.putEvents?.(putTo(bus), scheduler) ?? putTo(bus)
    const randomId = random.fork(`ids of ${name}`)
    return {
      stores: fault?.stores?.(stores) ?? stores,
      parties,
      hubAccount,
      publisher: eventBridgePublisher({ putEvents: put(exchange), busName: "exchange", wait: scheduler.sleep }),
      putIngress: put(ingress),
      telemetry: capturingTelemetry(telemetry),
      clock: scheduler.clock,
      randomId: () => `${randomId.id()}${randomId.id().slice(0, 6)}`,
      sleep: scheduler.sleep,
      mails,
    }
  }

  const idle = new Map<FunctionName, LambdaHandler<unknown>[]>()
  /** Runs an invocation in an idle container or a new one. A crash takes the container with it. */
  const invoke = async (name: FunctionName, event: unknown) => {
    const pool = idle.get(name) ?? []
    idle.set(name, pool)
    const result = await scheduler.invoke(name, async () => {
      const container = pool.pop() ?? makeContainer(name)
      const answer = await container(event)
      pool.push(container)
      return answer
    })
    return result
  }
  const makeContainer = (name: FunctionName): LambdaHandler<unknown> => {
    const handler = functionMakers[name](toolsOf(name))
    return planted(name)?.handler?.(handler) ?? handler
  }

  const queues = new Map<FunctionName, SimulatedQueue>()
  const queueOf = (name: FunctionName): SimulatedQueue => {
    const known = queues.get(name)
    if (known !== undefined) return known
    const consume = (event: unknown) => invoke(name, event)
    const queue = makeSimulatedQueue({ name, scheduler, random: random.fork(`queue of ${name}`), consume })
    queues.set(name, queue)
    return queue
  }
  const deliverTo = (name: FunctionName) => (event: BusEvent) => queueOf(name).send(JSON.stringify(event))
  for (const { name, contracts } of ingressSubscriptions) {
    for (const pattern of ingressPatterns(contracts)) ingress.addRule({ name, pattern, deliver: deliverTo(name) })
  }
  ingress.addRule({ name: "unclaimed", pattern: catchAll, deliver: deliverTo("explain-rejection") })
  for (const { name, pattern } of exchangeSubscriptions) {
    exchange.addRule({ name, pattern, deliver: deliverTo(name) })
  }

  const streams = new Map<FunctionName, SimulatedStream>()
  const consumers = new Map<TableName, ((change: AnyChange) => void)[]>()
  for (const { name, table } of streamSubscriptions) {
    const consume = (event: unknown) => invoke(name, event)
    streams.set(name, makeSimulatedStream({ name, scheduler, random: random.fork(`stream of ${name}`), consume }))
    const record = (change: AnyChange): void => {
      const image = change.after ?? change.before
      if (image === undefined) return
      streams.get(name)?.record({
        eventName: change.eventName,
        keys: Object.fromEntries(keyAttributes[table].map((key) => [key, Reflect.get(image, key)])),
        ...(change.after === undefined ? {} : { newImage: marshalled(change.after) }),
        ...(change.before === undefined ? {} : { oldImage: marshalled(change.before) }),
      })
    }
    consumers.set(table, [...(consumers.get(table) ?? []), record])
  }
  for (const table of tableNames) {
    listen(stores, table, (change) => {
      changes.push({ table, before: change.before, after: change.after })
      for (const record of consumers.get(table) ?? []) record(change)
    })
  }

  const inboxes = new Map<string, BusEvent[]>(parties.all.map(({ id }) => [id, []]))
  const receiptListeners: ((partyId: string, event: BusEvent) => void)[] = []
  for (const { id } of parties.all) {
    exchange.addRule({
      name: id,
      pattern: { source: ["wayseal.hub"], detail: { metadata: { audience: [id] } } },
      deliver: (event) => {
        inboxes.get(id)?.push(event)
        for (const listener of receiptListeners) listener(id, event)
      },
    })
  }

  return {
    scheduler,
    random,
    parties,
    ingress,
    exchange,
    stores,
    queues,
    streams,
    inboxes,
    telemetry,
    mails,
    changes,
    onReceipt: (listener) => {
      receiptListeners.push(listener)
    },
    publish: ({ source, detailType, detail, account = hubAccount }) => {
      for (;;) {
        const answer = ingress.put({ source, detailType, detail: JSON.stringify(detail), account })
        const event = ingress.accepted.at(-1)
        // A party sends again what the bus did not take.
        if ("eventId" in answer && event !== undefined) return event
      }
    },
    call: async (name, request) => {
      const result = await invoke(name, request)
      return result.kind === "returned" ? result.value : undefined
    },
    inject: (name, body) => queueOf(name).send(body),
  }
}

/** The source under which a party of the simulation publishes. */
export function sourceOf(world: World, partyId: string): string {
  const party = world.parties.byId(partyId)
  if (party === undefined) throw new Error(`there is no party ${partyId}`)
  return eventSource(party)
}

const tableNames = Object.keys(keyAttributes).filter((name): name is TableName => name in keyAttributes)

/** Every row of every table. */
export function allRows(world: World): { table: TableName; row: object }[] {
  return tableNames.flatMap((table) =>
    observable(world.stores, table)
      .rows()
      .map((row) => ({ table, row })),
  )
}

function observable(stores: Stores, table: TableName): Observable<object> {
  return stores[table]
}

type AnyChange = { eventName: "INSERT" | "MODIFY" | "REMOVE"; before?: object; after?: object }

function listen(stores: Stores, table: TableName, listener: (change: AnyChange) => void): void {
  observable(stores, table).onChange(listener)
}

function marshalled(row: object): Record<string, unknown> {
  return marshall(row, { removeUndefinedValues: true, convertClassInstanceToMap: true })
}

/** Logs and metrics as the real telemetry would write them, kept for inspection. */
function capturingTelemetry(lines: string[]): Telemetry {
  const write =
    (level: string): Telemetry["info"] =>
    (message, fields = {}) => {
      lines.push(JSON.stringify({ level, message, ...allowedFields(fields) }))
    }
  return {
    info: write("INFO"),
    warn: write("WARN"),
    error: write("ERROR"),
    count: (metric, amount = 1) => {
      lines.push(JSON.stringify({ metric, amount }))
    },
    flush: () => undefined,
  }
}
