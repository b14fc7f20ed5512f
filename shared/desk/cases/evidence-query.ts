import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { fieldName, tool } from "../../base/contracts/words.ts"

const instant = z.iso.datetime({ offset: true })

const namedLookups = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("accessorToken"), tokenKey: ownString() }),
  z.object({ kind: z.literal("accessIds"), accessIds: z.array(ownString()).readonly() }),
  z.object({ kind: z.literal("timeRange"), since: instant, until: instant }),
])

/** How a report names lookups. A token is named by its key; instants are ISO, inclusive. */
export type NamedLookups = z.infer<typeof namedLookups>

const namedReferences = z.object({
  kind: z.literal("references"),
  name: ownString().meta({ description: "Of the report. It is needed to open what is sealed" }),
  sealed: ownString().meta({ description: "The order references, under the key of the retailer" }),
  since: instant,
  until: instant,
  fields: z.array(fieldName).min(1),
})

/**
 * How a report names shipments that a tool may have shown, when no log of the tool is at hand: by their order
 * references, with the time and the fields that it is said to have shown.
 */
export type NamedReferences = z.infer<typeof namedReferences>

export const evidenceQuerySchema = z.object({
  tool,
  retailerId: ownString().optional(),
  carrierId: ownString().optional(),
  named: z.discriminatedUnion("kind", [...namedLookups.options, namedReferences]),
})

/**
 * Which lookups a report is about: those of its tool and of its reporter, which are all that match. With `retailerId`,
 * unclaimed parcels match too, because the retailer may have claimed them since. The caller checks this.
 */
export type EvidenceQuery = z.infer<typeof evidenceQuerySchema>

/** A search of the ledger. */
export type LedgerQuery = EvidenceQuery & { named: NamedLookups }
