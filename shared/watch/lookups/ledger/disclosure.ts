import * as z from "zod"
import { boundedString, ownString } from "../../../base/contracts/bounded-string.ts"
import { derivedId } from "../../../base/contracts/envelope.ts"
import { ledgerMonths } from "../../../base/contracts/retention.ts"
import { fieldName, type Proof, proof, tool } from "../../../base/contracts/words.ts"
import { earlier, endOfHour } from "../../../base/platform/instants.ts"
import { sortedFields } from "../../../intake/tracking/fields.ts"
import { accessorKey } from "../../detection/accessor.ts"
import { voidsPostalCodes } from "../../detection/profiles/proof.ts"

/**
 * One item of the ledger: the fields that one lookup revealed of one shipment to one accessor, or those that lookups of
 * one day revealed: all of a proven accessor by one proof, or the repeats of one without proof, see {@link asRepeat}.
 */
export const disclosure = z.object({
  subject: accessorKey,
  sortKey: ownString().min(1),
  accessId: boundedString(128).min(1),
  at: z.iso.datetime(),
  lastAt: z.iso
    .datetime()
    .optional()
    .meta({ description: "Of several lookups; `at` is the first. The last one was then or later in that UTC hour" }),
  network: accessorKey,
  prefix: accessorKey.optional().meta({ description: "IPv6 prefix of a lookup without proof, or with a postal code" }),
  recordId: ownString().min(1),
  retailerId: ownString().min(1),
  shipmentId: ownString().optional(),
  carrierId: ownString().min(1),
  block: accessorKey.optional().meta({
    description:
      "Block of the retailer's blinded numbers that the shipment is in, of a lookup without proof or by postal code",
  }),
  tool,
  proof,
  provenForExposure: z.boolean(),
  fields: z.array(fieldName).min(1),
  firstFields: z
    .array(fieldName)
    .optional()
    .meta({ description: "The fields as first reported, if a later report contradicted them" }),
  revision: z
    .int()
    .positive()
    .optional()
    .meta({ description: "Raised by every change; a change is conditional on the one it read. Absent: never changed" }),
  tokenKey: ownString().optional().meta({ description: "Keyed hash of the reporting carrier's token of the accessor" }),
  reportedBy: ownString().optional(),
  expiresAt: z.int().positive(),
})

export type Disclosure = z.infer<typeof disclosure>

/**
 * Whether a disclosure went to a visitor that may see it, so that it is no exposure. A postal code does not count for
 * an accessor with three failed challenges or an anomaly.
 */
export function provenForExposure(shown: { proof: Proof; failedChallenges: number; hasAnomaly: boolean }): boolean {
  if (shown.proof === "none") return false
  if (shown.proof !== "postalCode") return true
  return !voidsPostalCodes(shown.failedChallenges) && !shown.hasAnomaly
}

/**
 * Sort key of a disclosure: by time, access and record. A proven accessor's repeats on one UTC day are one item for
 * each kind of proof, because some proofs may be voided later.
 */
export function disclosureSortKey(of: {
  at: string
  accessId: string
  recordId: string
  proof: Proof
  provenForExposure: boolean
}): string {
  return of.provenForExposure
    ? `${of.at.slice(0, 10)}#${of.recordId}#${of.proof}`
    : `${of.at}#${of.accessId}#${of.recordId}`
}

/**
 * A lookup without proof as one of the accessor's repeats of a UTC day, which are one item: those of one reference that
 * showed the same fields of the same shipment, from the same network and under the same token. A proven lookup stays as
 * it is, because its item takes the whole day anyway. The item has `lastAt` from the beginning, because further repeats
 * of the hour are not written.
 */
export function asRepeat(lookup: Disclosure): Disclosure {
  if (lookup.provenForExposure) return lookup
  const { at, recordId, proof: shown, network, prefix, block, tokenKey, shipmentId, retailerId, reportedBy } = lookup
  const names = [lookup.tool, network, prefix, block, tokenKey, shipmentId, retailerId, reportedBy]
  const kind = derivedId("ledger-repeats", ...names.map((name) => name ?? ""), ...sortedFields(lookup.fields))
  return { ...lookup, lastAt: lastOf(lookup), sortKey: `${at.slice(0, 10)}#${recordId}#${shown}#${kind}` }
}

/** Whether an item unites lookups of a day. Its sort key begins with the day and not with a time. */
export function unitesDay({ sortKey }: Pick<Disclosure, "sortKey">): boolean {
  return sortKey.charAt(10) === "#"
}

/** The prefix of a disclosure. A visitor with better proof is no part of what others did in the prefix. */
export function disclosedPrefix(proof: Proof, prefix: string | undefined): Pick<Disclosure, "prefix"> {
  return prefix === undefined || (proof !== "none" && proof !== "postalCode") ? {} : { prefix }
}

/** When the ledger forgets an entry, in epoch seconds. */
export function disclosureExpiry(at: string): number {
  const expiry = new Date(at)
  expiry.setUTCMonth(expiry.getUTCMonth() + ledgerMonths)
  return Math.floor(expiry.getTime() / 1000)
}

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
 * with any repeats. Lookups of a day that share an item become one, with the time of the first and the UTC hour of the
 * last: `lastAt` moves once an hour at most, so most repeats write nothing. An access without proof that has an item of
 * its own keeps its first report, with the fields that a contradicting one adds. So a wrong report can make an exposure
 * larger, never smaller.
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
  const isLater = Date.parse(lastOf(reported)) > Date.parse(latestOf(held))
  const lastAt = lastOf(isLater ? reported : held)
  const first = isBefore(reported, held) ? reported : held
  if (first === held && fields === held.fields && lastAt === lastOf(held)) return { outcome: "duplicate", item: held }
  const { revision = 1 } = held
  return { outcome: "united", item: { ...first, fields, lastAt, revision: revision + 1 } }
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

/** The latest time at which an item surely was looked up. */
export function lastOf({ at, lastAt = at }: Pick<Disclosure, "at" | "lastAt">): string {
  return lastAt
}

/** The latest time at which an item may have been looked up: of several lookups the end of the last one's hour. */
export function latestOf({ at, lastAt }: Pick<Disclosure, "at" | "lastAt">): string {
  return lastAt === undefined ? at : endOfHour(lastAt)
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
