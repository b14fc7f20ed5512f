import * as z from "zod"
import { ownString } from "../../../base/contracts/bounded-string.ts"
import { anomalyDays } from "../../../base/contracts/retention.ts"
import { chart, severity, subjectKind, tool } from "../../../base/contracts/words.ts"
import { daySeconds } from "../../../base/platform/instants.ts"
import { accessorKey } from "../accessor.ts"
import { sealedToken } from "../accessor-token.ts"
import { findingEvidenceSchema, publishedFindingSchema } from "./published-finding.ts"

/** A finding over its threshold. Once found it stays, whatever later proof does to the score. */
export const anomalyRow = z.object({
  anomalyId: ownString().min(8),
  accessorKey,
  subject: accessorKey.optional(),
  network: accessorKey.optional(),
  otherKeys: z
    .array(accessorKey)
    .optional()
    .meta({ description: "Its subject's and network's keys under other names, and keys of the network's IPv6 prefix" }),
  subjectKind: subjectKind.optional(),
  retailerId: ownString().min(1),
  chart,
  severity,
  score: z.number(),
  threshold: z.number(),
  from: z.iso.datetime().meta({ description: "Entry at which the score last left zero" }),
  crossedAt: z.iso.datetime().meta({ description: "Entry at which the score crossed" }),
  detectedAt: z.iso.datetime(),
  tool,
  reportedBy: ownString().optional().meta({ description: "The carrier whose report this rests on" }),
  delegatedBy: ownString().optional().meta({ description: "The party that made the lookups for visitors of its site" }),
  carrierIds: z.array(ownString()).meta({ description: "Carriers through whose parcels the accessor went" }),
  accessorTokens: z.array(sealedToken).meta({ description: "The reporting carrier's tokens of the accessor" }),
  accessIds: z.array(ownString()).meta({ description: "Accesses of the batch in which the score crossed" }),
  evidence: findingEvidenceSchema,
  rise: publishedFindingSchema.shape.rise,
  retailerFinding: publishedFindingSchema.meta({
    description: "The finding as the retailer may see it: its own part, if the chart covers several retailers",
  }),
  shadow: z.boolean().meta({ description: "Recorded only: restricts nobody, pages nobody, opens nothing" }),
  restrictsNobody: z.literal(true).optional().meta({ description: "An alert that announces and opens a case alone" }),
  behindRestriction: z.literal(true).optional().meta({
    description: "Of a visitor whose network was restricted already: added to the case, announced to no party",
  }),
  expiresAt: z.int().positive(),
})

export type Anomaly = z.infer<typeof anomalyRow>

export const anomalyKeptSeconds = anomalyDays * daySeconds

/** Anomalies by an id derived from key, retailer, chart, severity and the UTC day of the entry that crossed. */
export type Anomalies = {
  /** Records an anomaly once; `duplicate` leaves the first as it is. */
  raise(anomaly: Anomaly): Promise<"raised" | "duplicate">
  get(anomalyId: string): Promise<Anomaly | undefined>
}
