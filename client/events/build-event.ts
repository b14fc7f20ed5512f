import { randomUUID } from "node:crypto"
import * as z from "zod"
import { ownString } from "../../shared/base/contracts/bounded-string.ts"
import { checkEvent } from "../../shared/base/contracts/check-event.ts"
import {
  ContractBroken,
  type EventContract,
  type EventEntry,
  type ProducerDataOf,
} from "../../shared/base/contracts/define-event.ts"
import { withFieldFixes } from "../../shared/base/contracts/field-fixes.ts"
import type { Problem } from "../../shared/base/contracts/problem.ts"
import { withFixes } from "../../shared/base/contracts/problem-fixes.ts"

/** A rule that an event breaks: where, and what to do about it. Never a value. */
export type BrokenRule = {
  readonly path: string
  /** A rule of the contracts, or one that a later release of the hub knows. */
  readonly rule: string
  /** Place of the entry in the outermost list. */
  readonly index?: number | undefined
  readonly fix?: string | undefined
}

/** Most rules that one message names. */
const namedRules = 5

/** What to do about broken rules, in sentences. */
export function inSentences(problems: readonly BrokenRule[]): string {
  const named = problems.slice(0, namedRules).map(({ path, rule, index, fix = `It breaks the rule ${rule}.` }) => {
    const entry = index === undefined ? "" : ` of entry ${index}`
    return `${path}${entry}: ${fix}`
  })
  const further = problems.length > namedRules ? [`And ${problems.length - namedRules} more.`] : []
  return [...named, ...further].join(" ")
}

/** The data or metadata of an event do not fit its contract. The message says what to do, and repeats no value. */
export class EventInvalid extends Error {
  override readonly name = "EventInvalid"
  readonly problems: readonly BrokenRule[]

  constructor(contract: Pick<EventContract, "detailType" | "version" | "schema">, broken: readonly Problem[]) {
    const inEvent = broken.map((found) => ({ ...found, path: found.path.replace(/^detail\./, "") }))
    const problems = withFixes(withFieldFixes(contract, inEvent), { versions: [contract.version] })
    super(`${contract.detailType} does not fit its contract. ${inSentences(problems)}`)
    this.problems = problems
  }
}

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
    const sent = { detailType: event.detailType, detail: JSON.parse(event.detail) }
    const checked = checkEvent([contract], sent, new Date())
    if (!checked.ok) throw new EventInvalid(contract, checked.problems)
    return checked.unusable.length === 0 ? event : { ...event, problems: withFixes(checked.unusable, {}) }
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
