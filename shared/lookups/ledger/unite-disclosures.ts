import { earlier, later } from "../../platform/instants.ts"
import { sortedFields } from "../../tracking/fields.ts"
import type { Disclosure } from "./disclosure.ts"

/** What names one item of the ledger. */
export type LedgerKey = Pick<Disclosure, "subject" | "sortKey">

/** What a lookup that was told comes to where the ledger holds an item in its place already. */
export type LedgerUnion = {
  /** `conflict`: it is the access that is held, told otherwise. */
  outcome: "duplicate" | "united" | "conflict"
  /** The item that says both; the very one that is held where that says all. */
  item: Disclosure
}

/**
 * The least item that says what is held and what is told: nothing that the ledger was ever told is lost, whatever comes in which order and
 * however often. A proven accessor's repeats of a day unite; an access without proof that is told otherwise keeps what was told first, with
 * the fields that are new, so that who tells it wrongly can make an exposure larger, but never smaller.
 *
 * @param told has the subject and sort key of `held`
 */
export function uniteDisclosures(held: Disclosure, told: Disclosure): LedgerUnion {
  const fields = unitedFields(held, told)
  if (!held.provenForExposure) {
    if (!isToldOtherwise(held, told)) return { outcome: "duplicate", item: held }
    const { toldFields = held.fields } = held
    return { outcome: "conflict", item: fields === held.fields ? held : revised(held, { fields, toldFields }) }
  }
  const lastAt = later(lastOf(held), lastOf(told))
  const first = isBefore(told, held) ? told : held
  if (first === held && fields === held.fields && lastAt === lastOf(held)) return { outcome: "duplicate", item: held }
  const { revision = 1 } = held
  return {
    outcome: "united",
    item: { ...first, fields, ...(lastAt === first.at ? {} : { lastAt }), revision: revision + 1 },
  }
}

/** What a telling of an access says that must be the same whenever it is told. */
export type Telling = Pick<Disclosure, "proof" | "network"> & {
  fields: readonly string[]
  accessorToken?: string | undefined
}

/** Whether an access without proof was told differently when it was told first. */
export function isToldOtherwise(held: Disclosure, told: Telling): boolean {
  const { toldFields = held.fields } = held
  const { proof, network, accessorToken } = told
  const all = new Set([...toldFields, ...told.fields])
  const sameFields = all.size === new Set(toldFields).size && all.size === new Set(told.fields).size
  return !sameFields || held.proof !== proof || held.network !== network || held.accessorToken !== accessorToken
}

/** When the latest of the accesses that an item unites was. */
export function lastOf({ at, lastAt = at }: Pick<Disclosure, "at" | "lastAt">): string {
  return lastAt
}

function unitedFields(held: Disclosure, told: Disclosure): Disclosure["fields"] {
  return told.fields.every((field) => held.fields.includes(field))
    ? held.fields
    : sortedFields([...held.fields, ...told.fields])
}

function isBefore(one: Disclosure, other: Disclosure): boolean {
  if (one.at !== other.at) return earlier(one.at, other.at) === one.at
  return one.accessId < other.accessId
}

function revised(held: Disclosure, change: Pick<Disclosure, "fields" | "toldFields">): Disclosure {
  return { ...held, ...change, revision: (held.revision ?? 1) + 1 }
}
