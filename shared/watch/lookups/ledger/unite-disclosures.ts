import { earlier, later } from "../../../base/platform/instants.ts"
import { sortedFields } from "../../../intake/tracking/fields.ts"
import { type Disclosure, unitesDay } from "./disclosure.ts"

/** The key of one ledger item. */
export type LedgerKey = Pick<Disclosure, "subject" | "sortKey">

/** Names the item of a key. */
export function nameOfItem({ subject, sortKey }: LedgerKey): string {
  return `${subject}|${sortKey}`
}

/** What becomes of a report where the ledger already holds its item. */
export type LedgerUnion = {
  /** `conflict`: the report contradicts what the ledger holds of the same access. */
  outcome: "duplicate" | "united" | "conflict"
  /** The item that says what both say: `held` itself, if that is enough. */
  item: Disclosure
}

/**
 * Unites what the ledger holds with a further report. Nothing that was ever reported is lost, in any order and
 * with any repeats. Lookups of a day that share an item become one, with the first and the last time. An access
 * without proof that has an item of its own keeps its first report, with the fields that a contradicting one adds. So a
 * wrong report can make an exposure larger, never smaller.
 *
 * @param reported has the subject and sort key of `held`
 */
export function uniteDisclosures(held: Disclosure, reported: Disclosure): LedgerUnion {
  const fields = unitedFields(held, reported)
  if (!unitesDay(held)) {
    if (!contradicts(held, reported)) return { outcome: "duplicate", item: held }
    const { firstFields = held.fields } = held
    return { outcome: "conflict", item: fields === held.fields ? held : revised(held, { fields, firstFields }) }
  }
  const lastAt = later(lastOf(held), lastOf(reported))
  const first = isBefore(reported, held) ? reported : held
  if (first === held && fields === held.fields && lastAt === lastOf(held)) return { outcome: "duplicate", item: held }
  const { revision = 1 } = held
  return {
    outcome: "united",
    item: { ...first, fields, ...(lastAt === first.at ? {} : { lastAt }), revision: revision + 1 },
  }
}

/** What must be the same in every report of an access. */
export type Statement = Pick<Disclosure, "proof" | "network"> & {
  fields: readonly string[]
  tokenKey?: string | undefined
}

/** Whether a report contradicts the first one of an access without proof. */
export function contradicts(held: Disclosure, reported: Statement): boolean {
  const { firstFields = held.fields } = held
  const { proof, network, tokenKey } = reported
  const all = new Set([...firstFields, ...reported.fields])
  const sameFields = all.size === new Set(firstFields).size && all.size === new Set(reported.fields).size
  return !sameFields || held.proof !== proof || held.network !== network || held.tokenKey !== tokenKey
}

/**
 * Whether a change of an item lost what it held before. The first report of an access is written without a condition,
 * so it overwrites another report that was written at the same moment. Every other write raises the revision.
 */
export function wasOverwritten(before: Disclosure, after: Disclosure): boolean {
  return after.revision === undefined && (before.revision !== undefined || contradicts(before, after))
}

/** The time of the latest access that an item unites. */
export function lastOf({ at, lastAt = at }: Pick<Disclosure, "at" | "lastAt">): string {
  return lastAt
}

function unitedFields(held: Disclosure, reported: Disclosure): Disclosure["fields"] {
  return reported.fields.every((field) => held.fields.includes(field))
    ? held.fields
    : sortedFields([...held.fields, ...reported.fields])
}

function isBefore(one: Disclosure, other: Disclosure): boolean {
  if (one.at !== other.at) return earlier(one.at, other.at) === one.at
  return one.accessId < other.accessId
}

function revised(held: Disclosure, change: Pick<Disclosure, "fields" | "firstFields">): Disclosure {
  return { ...held, ...change, revision: (held.revision ?? 1) + 1 }
}
