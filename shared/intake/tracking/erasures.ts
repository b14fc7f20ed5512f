import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { erasurePart, heldPart, unlookedPart } from "../../base/contracts/part-of-erasure.ts"
import { ledgerMonths } from "../../base/contracts/retention.ts"
import type { KeyedHash } from "../../base/keyed-hash/keyed-hash.ts"
import { dayMilliseconds } from "../../base/platform/instants.ts"
import { listsOfDue } from "../../base/platform/lists-of-due.ts"

const instant = z.iso.datetime()
const expiresAt = z.int().positive()

/** What the lists of erasures with something left to do are named after. */
export const dueErasures = "due"

/** How many entries of each part. */
const partCounts = z.partialRecord(erasurePart, z.int().nonnegative())
export type PartCounts = z.infer<typeof partCounts>

/**
 * The erasure of one shipment. It is the tombstone that keeps late events from bringing the shipment back, the list by
 * which a restored table is cleaned, and what the receipt is made from. Its key is a keyed hash: {@link erasureIdOf}.
 */
export const shipmentErasureRow = z.object({
  erasureKey: ownString().min(1),
  kind: z.literal("shipment"),
  retailerId: ownString().min(1),
  requestedAt: instant.meta({ description: "When the retailer asked, by its own clock" }),
  erasedAt: instant.optional().meta({ description: "When the shipment was first removed" }),
  sweptAt: instant.optional().meta({ description: "When it was last looked for and removed" }),
  wasKnown: z
    .literal(true)
    .optional()
    .meta({ description: "There once it is known that there was something to erase" }),
  removed: partCounts.optional().meta({ description: "What was removed, up to `sweptAt`" }),
  removing: partCounts.optional().meta({
    description: "What is being removed. It is stored before anything is, so that a crash loses no count",
  }),
  held: z.array(heldPart),
  notLookedFor: z
    .array(unlookedPart)
    .optional()
    .meta({ description: "What the stage left out at `sweptAt`, and so could not look for" }),
  sealedTraces: ownString().min(1).meta({
    description: "Shipment id, tracking number and keys of what is erased, sealed under the retailer's key",
  }),
  due: z
    .enum(listsOfDue(dueErasures))
    .optional()
    .meta({ description: "For the index by due time. Absent once nothing is left to do" }),
  dueAt: instant.optional().meta({ description: "When the shipment is looked for again" }),
  expiresAt,
})
export type ShipmentErasure = z.infer<typeof shipmentErasureRow>

/** Keeps late events of a parcel, or late lookups of an order, from being recorded anew. Its key is a keyed hash. */
export const tombstoneRow = z.object({
  erasureKey: ownString().min(1),
  kind: z.literal("tombstone"),
  erasedAt: instant,
  expiresAt,
})
export type Tombstone = z.infer<typeof tombstoneRow>

export const erasureRow = z.discriminatedUnion("kind", [shipmentErasureRow, tombstoneRow])
export type ErasureRow = z.infer<typeof erasureRow>

/** The erasures. Reads are consistent except those through the indexes. */
export type Erasures = {
  /** Begins an erasure. If it was begun before, that one stays. Returns the one that is stored. */
  begin(erasure: ShipmentErasure): Promise<ShipmentErasure>
  get(erasureId: string): Promise<ShipmentErasure | undefined>
  /** Replaces an erasure. */
  save(erasure: ShipmentErasure): Promise<void>
  bury(tombstones: readonly Tombstone[]): Promise<void>
  /** Those of the keys, of erasures and tombstones, that are erased. */
  among(keys: readonly string[]): Promise<ReadonlySet<string>>
  /** Ids of erasures that are due by a time (ISO), the longest due first. */
  due(by: string): AsyncIterable<string>
  /** A retailer's erasures, the latest first, behind one of them. */
  ofParty(retailerId: string, page: { limit: number; behind?: ShipmentErasure | undefined }): Promise<ShipmentErasure[]>
}

/**
 * The id of a shipment's erasure: a keyed hash, so that neither the shipment's id nor its existence can be read from
 * it. It stays the same when the secret rotates.
 */
export function erasureIdOf(
  hashes: Pick<KeyedHash, "lastingHash">,
  { retailerId, shipmentId }: { retailerId: string; shipmentId: string },
): string {
  return `era_${hashes.lastingHash("erasure", retailerId, shipmentId)}`
}

/** The key of the tombstone of an order, by its keyed hash. A parcel's is the key of its record. */
export function orderTombstoneKey(orderReferenceKey: string): string {
  return `ORDER#${orderReferenceKey}`
}

/**
 * How long tombstones and receipts are kept: as long as carriers may report lookups, which is longer than events wait
 * in queues (14 days), can be replayed from the archive, or tables can be restored (35 days).
 */
const keptDays = ledgerMonths * 31 + 35

/** When a tombstone of this time (ISO) expires, in epoch seconds. */
export function erasureExpiry(at: string): number {
  return Math.ceil((Date.parse(at) + keptDays * dayMilliseconds) / 1000)
}
