import type * as z from "zod"
import type { DataOf, EventContract, EventEntry } from "../../shared/base/contracts/define-event.ts"
import type { Metadata } from "../../shared/base/contracts/envelope.ts"
import {
  type EventPublisher,
  eventBridgePublisher,
  type PutResult,
} from "../../shared/parties/channels/event-publisher.ts"

/** An event as a bus delivers it. */
export type DeliveredEvent = {
  /** The bus's id of the event. */
  id: string
  source: string
  "detail-type": string
  account: string
  time: string
  region: string
  resources: readonly string[]
  detail: unknown
}

export type InMemoryBusOptions = {
  name?: string
  account?: string
  /** The error code for an entry that the bus refuses at this attempt, counted from 1. Undefined when it accepts it. */
  failEntry?: (entry: EventEntry, attempt: number) => string | undefined
  /** Receives each accepted event. */
  deliver?: (event: DeliveredEvent) => void
  /** Whether the parties file names a party. By default it names all. */
  isInFile?: (partyId: string) => boolean
  /** Awaited before and after each call. Throws to simulate a crash there. */
  interrupt?: (point: string) => Promise<void>
}

/** A bus in memory that answers PutEvents for each entry, with the real publisher in front of it. */
export type InMemoryBus = {
  publisher: EventPublisher
  putEvents: (entries: readonly EventEntry[]) => Promise<PutResult[]>
  /** All accepted events, in their order. */
  events: readonly DeliveredEvent[]
  /** The details of one contract's events, parsed. */
  published<Contract extends EventContract>(
    contract: Contract,
    audience?: string,
  ): { metadata: Metadata; data: DataOf<Contract> }[]
  clear(): void
}

export function inMemoryBus(options: InMemoryBusOptions = {}): InMemoryBus {
  const { name = "exchange", account = "000000000000", isInFile = () => true } = options
  const { interrupt = async () => undefined } = options
  const events: DeliveredEvent[] = []
  const attempts = new Map<string, number>()
  let accepted = 0

  const putEvents = async (entries: readonly EventEntry[]): Promise<PutResult[]> => {
    await interrupt(`${name}: before PutEvents`)
    const results = entries.map((entry): PutResult => {
      const attempt = (attempts.get(entry.Detail) ?? 0) + 1
      attempts.set(entry.Detail, attempt)
      const errorCode = options.failEntry?.(entry, attempt)
      if (errorCode !== undefined) {
        return { errorCode }
      }
      accepted += 1
      const event: DeliveredEvent = {
        id: `00000000-0000-4000-8000-${String(accepted).padStart(12, "0")}`,
        source: entry.Source,
        "detail-type": entry.DetailType,
        account,
        time: entry.Time.toISOString(),
        region: "ca-central-1",
        resources: entry.Resources ?? [],
        detail: JSON.parse(entry.Detail),
      }
      events.push(event)
      options.deliver?.(event)
      return { eventId: event.id }
    })
    await interrupt(`${name}: after PutEvents`)
    return results
  }

  return {
    publisher: eventBridgePublisher({ putEvents, busName: name, isInFile, wait: async () => undefined }),
    putEvents,
    events,
    published<Contract extends EventContract>(contract: Contract, audience?: string) {
      const schema: Contract["data"] = contract.data
      const found: { metadata: Metadata; data: DataOf<Contract> }[] = []
      for (const event of events) {
        if (event["detail-type"] === contract.detailType && isFrom(contract, event.source)) {
          const received = contract.receive(event.detail)
          if (received.ok && (audience === undefined || received.metadata.audience === audience)) {
            found.push({
              metadata: received.metadata,
              data: parseWith(schema, received.data),
            })
          }
        }
      }
      return found
    },
    clear: () => {
      events.length = 0
    },
  }
}

function parseWith<Schema extends z.ZodType>(schema: Schema, data: unknown): z.output<Schema> {
  return schema.parse(data)
}

function isFrom(contract: EventContract, source: string): boolean {
  return contract
    .pattern()
    .source.some((pattern) => (typeof pattern === "string" ? pattern === source : source.startsWith(pattern.prefix)))
}
