import { randomUUID } from "node:crypto"
import * as z from "zod"
import { ownString } from "../../shared/base/contracts/bounded-string.ts"
import {
  ContractBroken,
  type EventContract,
  type EventEntry,
  type ProducerDataOf,
} from "../../shared/base/contracts/define-event.ts"
import { withFixes } from "../../shared/base/contracts/problem-fixes.ts"
import { type BrokenRule, EventInvalid } from "./event-invalid.ts"

/** An event that fits its contract, ready to publish. */
export type PartyEvent = {
  /** `metadata.id`. Publishing the same id again is the same event. */
  readonly id: string
  readonly detailType: string
  /** `{ metadata, data }` as JSON. */
  readonly detail: string
  readonly occurredAt: Date
  /** What of it the hub cannot use. It takes the event all the same. Absent if there is nothing. */
  readonly problems?: readonly BrokenRule[]
}

/** What the sender may state about an event. */
export type EventMetadata = {
  /** By default a random id. Take one that you keep, so that a repeat after a crash is the same event. */
  readonly id?: string
  /** By default now. */
  readonly occurredAt?: string
  /** The same for all events that belong together. By default the event's own id. */
  readonly correlationId?: string
  readonly causationId?: string
}

/**
 * Builds an event of a party.
 *
 * @throws EventInvalid when the data or metadata do not fit. It says what to do about each field, and repeats no value
 */
export function buildEvent<Contract extends EventContract>(
  contract: Contract,
  data: ProducerDataOf<Contract>,
  given: EventMetadata = {},
): PartyEvent {
  const { id = randomUUID(), occurredAt = new Date().toISOString(), correlationId = id, causationId } = given
  const metadata = { id, occurredAt, correlationId, ...(causationId === undefined ? {} : { causationId }) }
  try {
    // The transport states source and bus.
    const event = eventOfEntry(contract.entry({ source: "", busName: "", data, metadata }))
    if (contract.unusable === undefined) return event
    const received = contract.receive(JSON.parse(event.detail))
    const unusable = received.ok ? received.unusable : []
    return unusable.length === 0 ? event : { ...event, problems: withFixes(unusable, {}) }
  } catch (error) {
    throw error instanceof ContractBroken ? new EventInvalid(contract, error.problems) : error
  }
}

const identified = z.object({ metadata: z.object({ id: ownString() }) })

/** The event in an entry for PutEvents that a contract has built. */
export function eventOfEntry({ DetailType, Detail, Time }: EventEntry): PartyEvent {
  const { id } = identified.parse(JSON.parse(Detail)).metadata
  return { id, detailType: DetailType, detail: Detail, occurredAt: Time }
}
