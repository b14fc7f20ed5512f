import * as z from "zod"
import { tool } from "../../contracts/words.ts"

const instant = z.iso.datetime({ offset: true })

const namedLookups = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("accessorToken"), tokenKey: z.string() }),
  z.object({ kind: z.literal("accessIds"), accessIds: z.array(z.string()).readonly() }),
  z.object({ kind: z.literal("timeRange"), since: instant, until: instant }),
])

/** How a report names lookups. A token is named by its key; instants are ISO, inclusive. */
export type NamedLookups = z.infer<typeof namedLookups>

export const evidenceQuerySchema = z.object({
  tool,
  retailerId: z.string().optional(),
  carrierId: z.string().optional(),
  named: namedLookups,
})

/**
 * Which lookups a report is about: those of its tool and of its reporter, which are all that match. With `retailerId`,
 * unclaimed parcels match too, because the retailer may have claimed them since. The caller checks this.
 */
export type EvidenceQuery = z.infer<typeof evidenceQuerySchema>
