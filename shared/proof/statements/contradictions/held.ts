import type { LoggedLeaf } from "../../../base/contracts/logged-disclosure.ts"
import type { TrackingAccess } from "../../../base/contracts/tracking-accessed.ts"
import type { Proof } from "../../../base/contracts/words.ts"
import { dayMilliseconds } from "../../../base/platform/instants.ts"
import type { PublicKeySet } from "../../../base/platform/signing/public-keys.ts"
import type { VerifiedStatement } from "../verify-statement.ts"

/** How wrong a clock may be, the party's or the hub's, before its times count as another time. */
export const clockMilliseconds = 15 * 60_000

/** How long the hub may take, over crashes and repeats, until what it did is sent and logged. */
export const delayMilliseconds = 6 * 3_600_000

/** So long after the end of a stated day, the statement of the next day has to be there. It comes after 25 hours. */
export const silenceMilliseconds = 36 * 3_600_000

/** So long after the end of a day, its statement can be asked for. */
export const statedMilliseconds = 2 * 3_600_000

/** An event of the hub that the party kept. */
export type HeldEvent = {
  readonly type: string
  readonly metadata: { readonly id: string; readonly occurredAt: string }
  readonly data: unknown
  /** When the party got it, by its own clock, if it noted that. */
  readonly receivedAt?: string | undefined
}

/** All leaves of a day, as `GET /v1/statements/{day}/leaves` gave them. */
export type HeldLeaves = { readonly day: string; readonly leaves: readonly LoggedLeaf[] }

/** A timeline, as `GET /v1/cases/{caseAlias}/timeline` gave it. */
export type HeldTimeline = {
  readonly caseAlias: string
  readonly readAt: string
  readonly entries: readonly unknown[]
}

/** A lookup that the hub named when it was asked who saw a parcel. */
export type AnsweredAccess = {
  readonly at: string
  readonly lastAt?: string | undefined
  readonly fields: readonly string[]
  readonly proof: Proof
  readonly tool: string
  readonly accessor: string
  readonly inclusion?: unknown
}

/** The answer of `GET /v1/shipments/{shipmentId}/accesses`. A carrier asks by number, and gives no shipment. */
export type HeldAnswer = {
  readonly readAt: string
  readonly shipmentId?: string | undefined
  readonly accesses: readonly AnsweredAccess[]
}

/** Lookups that a carrier reported, and that the hub accepted. */
export type HeldReport = {
  readonly sentAt: string
  readonly accesses: readonly TrackingAccess[]
}

/** All that a party holds. What is absent was not kept, and is not compared. */
export type Held = {
  readonly party: string
  /** Statements as compact JWS, in any order and with repeats. */
  readonly statements: readonly string[]
  readonly keys: PublicKeySet
  /** Ids of keys that the party got on a way that it trusts. */
  readonly pinned: readonly string[]
  /** Since when the party watches. */
  readonly since: string
  /** Days for which the hub was asked and gave no statement. */
  readonly refused: readonly string[]
  /** Every event of the hub from some time on. */
  readonly events?: readonly HeldEvent[]
  readonly leaves: readonly HeldLeaves[]
  readonly timelines: readonly HeldTimeline[]
  readonly answers: readonly HeldAnswer[]
  readonly reports: readonly HeldReport[]
}

/** The statements that count, by day. A forked day has two. */
export type Stated = ReadonlyMap<string, readonly VerifiedStatement[]>

/** The UTC day of a time. */
export const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10)

/** When a UTC day begins, in epoch milliseconds. */
export const startOf = (day: string): number => Date.parse(`${day}T00:00:00.000Z`)

/** When a UTC day ends, in epoch milliseconds. */
export const endOf = (day: string): number => startOf(day) + dayMilliseconds

/** The days from one to another, both included. */
export function daysBetween(first: string, last: string): string[] {
  const days: string[] = []
  for (let time = startOf(first); time <= startOf(last); time += dayMilliseconds) days.push(dayOf(time))
  return days
}

/** The days on which the hub may state something that happened at one time and that it knew at another. */
export const daysFor = (at: string, knownAt = at): string[] =>
  daysBetween(dayOf(Date.parse(at) - clockMilliseconds), dayOf(Date.parse(knownAt) + delayMilliseconds))

/** The statements of these days. Undefined unless all are stated. */
export const statementsOf = (stated: Stated, days: readonly string[]): VerifiedStatement[] | undefined =>
  days.every((day) => stated.has(day)) ? days.flatMap((day) => stated.get(day) ?? []) : undefined
