import * as z from "zod"
import { boundedString, ownString } from "../../../base/contracts/bounded-string.ts"
import { derivedId } from "../../../base/contracts/envelope.ts"
import { ledgerMonths } from "../../../base/contracts/retention.ts"
import { fieldName, type Proof, proof, tool } from "../../../base/contracts/words.ts"
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
  lastAt: z.iso.datetime().optional().meta({ description: "The latest of several lookups; `at` is the first" }),
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
 * it is, because its item takes the whole day anyway.
 */
export function asRepeat(lookup: Disclosure): Disclosure {
  if (lookup.provenForExposure) return lookup
  const { at, recordId, proof: shown, network, prefix, block, tokenKey, shipmentId, retailerId, reportedBy } = lookup
  const names = [lookup.tool, network, prefix, block, tokenKey, shipmentId, retailerId, reportedBy]
  const kind = derivedId("ledger-repeats", ...names.map((name) => name ?? ""), ...sortedFields(lookup.fields))
  return { ...lookup, sortKey: `${at.slice(0, 10)}#${recordId}#${shown}#${kind}` }
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
