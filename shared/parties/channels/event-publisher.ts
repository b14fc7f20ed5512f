import type { EventContract, EventEntry, ProducerDataOf } from "../../base/contracts/define-event.ts"
import {
  derivedId,
  hubAudience,
  hubSource,
  invitedPartyMark,
  type OutgoingMetadata,
} from "../../base/contracts/envelope.ts"
import { entryBytes, putEventsLimits } from "../../base/contracts/put-events-limits.ts"
import { chunksWithin } from "../../base/platform/chunks-of.ts"
import { isTransient, isTransientCode } from "../../base/platform/transient-failure.ts"
import { isReservedId } from "../counterparty-id.ts"

/** What the hub states about one of its events. The publisher adds the correlation id. */
export type HubMetadata = {
  id: string
  occurredAt: string
  /** Id of the one party that receives the event, or `hub`. */
  audience: string
  /** The hub's own name for what the event belongs to, such as an anomaly. Each audience gets its own hash of it. */
  belongsTo: string
}

/** An event to send. Make it with `outgoing`, which checks the type of its data. */
export type OutgoingEvent = { contract: EventContract; data: unknown; metadata: HubMetadata }

/** An event to send, whose data the compiler checks against the contract. */
export function outgoing<Contract extends EventContract>(
  contract: Contract,
  data: ProducerDataOf<Contract>,
  metadata: HubMetadata,
): OutgoingEvent {
  return { contract, data, metadata }
}

/**
 * The metadata that the receiver gets: ids of the hub alone, because the bus archives its events, and a party can write
 * an order number into its metadata. The correlation id differs between audiences.
 */
function metadataFor({ id, occurredAt, audience, belongsTo }: HubMetadata): OutgoingMetadata {
  return { id, occurredAt, correlationId: derivedId("belongs-to", audience, belongsTo), audience }
}

/** Sends events. Resolves when every event was accepted. */
export interface EventPublisher {
  /**
   * @throws PublishFailed when an event was not accepted after the last attempt. Others may be accepted
   * @throws ContractBroken before anything is sent, when an event does not fit its contract
   */
  publish(events: readonly OutgoingEvent[]): Promise<void>
  /**
   * Publishes groups of events in as few calls as the limits allow, in their order. Never throws what `publish` throws.
   * @returns how many groups at the start were accepted whole, and why the next one was not. Events of later groups may
   * be accepted too
   */
  publishGroups(groups: readonly (readonly OutgoingEvent[])[]): Promise<{ sent: number; failure?: unknown }>
}

/** Some events were not accepted. The message states counts and the service's error codes, never a value. */
export class PublishFailed extends Error {
  override readonly name = "PublishFailed"
  readonly failed: number
  readonly sent: number
  readonly codes: readonly string[]

  constructor(failed: number, sent: number, codes: readonly string[]) {
    super(`${failed} of ${failed + sent} events were not accepted (${codes.join(", ")})`)
    this.failed = failed
    this.sent = sent
    this.codes = codes
  }

  /** The service's first error code, for logs. */
  get failureCode(): string {
    return this.codes[0] ?? "unknown"
  }

  get isTransient(): boolean {
    return this.codes.every(isTransientCode)
  }
}

/** The answer of EventBridge for one entry. */
export type PutResult = { eventId?: string; errorCode?: string }

/** One call to PutEvents: at most ten entries and 256 KB. */
export type PutEvents = (entries: readonly EventEntry[]) => Promise<readonly PutResult[]>

export type EventPublisherSettings = {
  putEvents: PutEvents
  busName: string
  /** Whether the parties file names a party. An event for another one gets the mark of invited parties. */
  isInFile: (partyId: string) => boolean
  /** Attempts for each entry, the first included. By default 5. */
  attempts?: number
  /** Waits for a number of milliseconds. By default a timer. */
  wait?: (milliseconds: number) => Promise<void>
}

const firstPauseMilliseconds = 50

/** A carrier that takes no part has no channel. It gets letters, which the breach desk writes from its cases. */
const hasChannels = ({ metadata }: OutgoingEvent): boolean => !isReservedId(metadata.audience)

/**
 * Publishes to EventBridge. Repeats only failed entries, so that a partial failure makes no duplicates. An event to a
 * named counterparty is dropped.
 */
export function eventBridgePublisher(settings: EventPublisherSettings): EventPublisher {
  const { busName, isInFile } = settings
  const entryOf = ({ contract, data, metadata }: OutgoingEvent): EventEntry => {
    const entry = contract.entry({ source: hubSource, busName, data, metadata: metadataFor(metadata) })
    const isForInvited = metadata.audience !== hubAudience && !isInFile(metadata.audience)
    return isForInvited ? { ...entry, Resources: [invitedPartyMark] } : entry
  }
  return {
    async publish(events) {
      const failure = failureOf(await sendEntries(settings, events.filter(hasChannels).map(entryOf)))
      if (failure !== undefined) throw failure
    },
    async publishGroups(groups) {
      const { entries, broken } = entriesUntilBroken(groups, entryOf)
      const results = await sendEntries(settings, entries.flat())
      let from = 0
      for (const [index, group] of entries.entries()) {
        const failure = failureOf(results.slice(from, from + group.length))
        if (failure !== undefined) return { sent: index, failure }
        from += group.length
      }
      return { sent: entries.length, failure: broken }
    },
  }
}

/** The entries of the groups before the first event that does not fit its contract. */
function entriesUntilBroken(
  groups: readonly (readonly OutgoingEvent[])[],
  entryOf: (event: OutgoingEvent) => EventEntry,
): { entries: EventEntry[][]; broken?: unknown } {
  const entries: EventEntry[][] = []
  for (const group of groups) {
    try {
      entries.push(group.filter(hasChannels).map(entryOf))
    } catch (broken) {
      return { entries, broken }
    }
  }
  return { entries }
}

function failureOf(results: readonly PutResult[]): PublishFailed | undefined {
  const codes = results.flatMap(({ errorCode }) => errorCode ?? [])
  if (codes.length === 0) return undefined
  return new PublishFailed(codes.length, results.length - codes.length, [...new Set(codes)].sort())
}

/**
 * Sends entries in as few calls as the limits allow, and repeats failed entries after a growing pause.
 * @returns the outcome of each entry, in their order. An `errorCode` means that the last attempt failed
 */
export async function sendEntries(
  settings: Pick<EventPublisherSettings, "putEvents" | "attempts" | "wait">,
  entries: readonly EventEntry[],
): Promise<PutResult[]> {
  const { putEvents, attempts = 5, wait = timer } = settings
  const results: PutResult[] = entries.map((entry) =>
    entryBytes(entry) > putEventsLimits.bytes ? { errorCode: "EntryTooLarge" } : { errorCode: "NotSent" },
  )
  let waiting = [...entries.entries()]
    .map(([index, entry]) => ({ index, entry }))
    .filter(({ index }) => results[index]?.errorCode === "NotSent")
  for (let attempt = 1; waiting.length > 0 && attempt <= attempts; attempt += 1) {
    if (attempt > 1) {
      await wait(firstPauseMilliseconds * 2 ** (attempt - 2))
    }
    for (const chunk of chunksWithin(waiting, putEventsLimits, ({ entry }) => entryBytes(entry))) {
      const answers = await attemptChunk(
        putEvents,
        chunk.map(({ entry }) => entry),
      )
      for (const [place, { index }] of chunk.entries()) {
        results[index] = answers[place] ?? { errorCode: "NoAnswer" }
      }
    }
    waiting = waiting.filter(({ index }) => results[index]?.errorCode !== undefined)
  }
  return results
}

/** An entry without an answer has failed. */
async function attemptChunk(putEvents: PutEvents, chunk: readonly EventEntry[]): Promise<PutResult[]> {
  try {
    const results = await putEvents(chunk)
    return chunk.map((_, index) => {
      const result = results[index]
      const accepted = result !== undefined && result.errorCode === undefined && result.eventId !== undefined
      return accepted ? result : { errorCode: result?.errorCode ?? "NoAnswer" }
    })
  } catch (error) {
    if (!isServiceError(error)) {
      throw error
    }
    const isKnown = /^[A-Za-z]{1,60}$/.test(error.name) && isTransientCode(error.name) === isTransient(error)
    const errorCode = isKnown ? error.name : "CallFailed"
    return chunk.map(() => ({ errorCode }))
  }
}

/** Whether to retry. The SDK marks errors of the service and the network. Any other error is a bug of ours. */
function isServiceError(error: unknown): error is Error {
  return error instanceof Error && "$metadata" in error
}

function timer(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
