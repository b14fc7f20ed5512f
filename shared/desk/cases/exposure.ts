import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { fieldName, tool } from "../../base/contracts/words.ts"
import { earlier, later } from "../../base/platform/instants.ts"
import { sortedFields } from "../../intake/tracking/fields.ts"
import { accessorKey } from "../../watch/detection/accessor.ts"
import type { Disclosure } from "../../watch/lookups/ledger/disclosure.ts"
import { exposureKey } from "./exposure-key.ts"

/**
 * An exposure: one shipment that was shown to one accessor without proof, with the fields, the first time and the hour
 * of the last. It is computed from disclosures. {@link joinExposures} is idempotent, commutative and associative, so
 * repeats, order and concurrent counting do not change it.
 */
export const exposureSchema = z.object({
  recordId: ownString().min(1),
  accessor: accessorKey,
  retailerId: ownString().min(1),
  shipmentId: ownString().optional(),
  carrierId: ownString().min(1),
  fields: z.array(fieldName).min(1),
  firstAt: z.iso.datetime(),
  lastAt: z.iso.datetime(),
  tools: z.array(tool).min(1),
  reportedBy: z.array(ownString()).meta({ description: "Carriers that reported it; empty: the hub saw it itself" }),
  possible: z
    .literal(true)
    .optional()
    .meta({ description: "The accessor looked where strangers walked. Nobody knows whether it is one of them" }),
})

export type Exposure = z.infer<typeof exposureSchema>

/** Stands in an exposure for whoever looked, where a report names shipments and nobody. */
export const nobodyNamed = (retailerId: string, report: string): string => `${retailerId}:report:${report}`

/** Whether an accessor key is of somebody, so that it counts among the accessors of a case. */
export const isSomebody = (accessor: string): boolean => !accessor.includes(":report:")

/** A disclosure that a case attributes to itself. */
export type Attributed = Disclosure & { possible?: true }

/** The exposure of one disclosure; `undefined` if the accessor proved to be entitled. */
export function exposureOf(disclosure: Attributed): Exposure | undefined {
  if (disclosure.provenForExposure) return undefined
  return {
    recordId: disclosure.recordId,
    accessor: disclosure.subject,
    retailerId: disclosure.retailerId,
    ...(disclosure.shipmentId === undefined ? {} : { shipmentId: disclosure.shipmentId }),
    carrierId: disclosure.carrierId,
    fields: sortedFields(disclosure.fields),
    firstAt: disclosure.at,
    lastAt: disclosure.lastAt ?? disclosure.at,
    tools: [disclosure.tool],
    reportedBy: disclosure.reportedBy === undefined ? [] : [disclosure.reportedBy],
    ...(disclosure.possible === true ? { possible: true } : {}),
  }
}

/**
 * The smallest exposure that contains both. It is only possible if both are.
 * @throws Error if they are of different shipments or accessors
 */
export function joinExposures(one: Exposure, other: Exposure): Exposure {
  if (exposureKey(one) !== exposureKey(other)) throw new Error("exposures of different shipments or accessors")
  const shipmentId = smaller(one.shipmentId, other.shipmentId)
  return {
    recordId: one.recordId,
    accessor: one.accessor,
    retailerId: smallest(one.retailerId, other.retailerId),
    ...(shipmentId === undefined ? {} : { shipmentId }),
    carrierId: smallest(one.carrierId, other.carrierId),
    fields: sortedFields([...one.fields, ...other.fields]),
    firstAt: earlier(one.firstAt, other.firstAt),
    lastAt: later(one.lastAt, other.lastAt),
    tools: sortedUnion(one.tools, other.tools),
    reportedBy: sortedUnion(one.reportedBy, other.reportedBy),
    ...(one.possible === true && other.possible === true ? { possible: true } : {}),
  }
}

/** A shipment that claims a parcel or belongs to an order. */
export type Claimant = { recordId: string; retailerId: string; shipmentId: string }

/** What was seen of a parcel or an order, as seen of each shipment that claims it. */
export function seenOf<Seen extends Pick<Exposure, "recordId" | "retailerId" | "shipmentId">>(
  one: Seen,
  claimants: readonly Claimant[],
): Seen[] {
  return claimants.map(({ recordId, retailerId, shipmentId }) => ({ ...one, recordId, retailerId, shipmentId }))
}

/** The exposures of these disclosures, by {@link exposureKey}. */
export function exposuresOf(disclosures: Iterable<Attributed>): Map<string, Exposure> {
  const found = new Map<string, Exposure>()
  for (const disclosure of disclosures) {
    const exposure = exposureOf(disclosure)
    if (exposure === undefined) continue
    const key = exposureKey(exposure)
    const known = found.get(key)
    found.set(key, known === undefined ? exposure : joinExposures(known, exposure))
  }
  return found
}

/** Whether two exposures say the same. */
export function sameExposure(one: Exposure, other: Exposure): boolean {
  return (
    one.possible === other.possible &&
    one.firstAt === other.firstAt &&
    one.lastAt === other.lastAt &&
    one.fields.join() === other.fields.join() &&
    one.tools.join() === other.tools.join() &&
    one.reportedBy.join() === other.reportedBy.join()
  )
}

function smaller(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other
  return smallest(one, other)
}

function smallest(one: string, other: string): string {
  return [one, other].sort()[0] ?? one
}

function sortedUnion(one: readonly string[], other: readonly string[]): string[] {
  return [...new Set([...one, ...other])].sort()
}
