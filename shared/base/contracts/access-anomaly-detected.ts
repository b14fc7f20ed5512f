import * as z from "zod"
import { defineEvent } from "./define-event.ts"
import { instant } from "./envelope.ts"
import { accessId, accessorToken, anomalyId, chartName, count, partyAlias, toolName, voucher } from "./fields.ts"
import { accessIdsPerEvent, accessorTokensPerEvent } from "./per-event-limits.ts"
import { severity } from "./words.ts"

/** The detector found an anomaly: an accessor looks up references in a way that recipients do not. */
export const accessAnomalyDetected = defineEvent({
  detailType: "AccessAnomalyDetected",
  version: 1,
  from: "hub",
  to: "party",
  summary: "An accessor's lookups crossed the threshold of a chart",
  data: z.object({
    anomalyId: anomalyId.meta({
      description: "Id of what one walker did. All charts and keys of the walker have this id",
    }),
    revision: z
      .int()
      .min(1)
      .optional()
      .meta({
        description:
          "From 2 on an update of the same anomaly, which arrives only if it changes what its receiver has to do: " +
          "an alert after a notice, accessors that its tool should refuse too, or a later `proofRequiredUntil`. It " +
          "withdraws nothing",
        examples: [1],
      }),
    chart: chartName,
    severity: severity.meta({
      description: "`alert` opens a case for the parties of whose shipments something was shown, or may have been",
      examples: ["alert"],
    }),
    score: z.number().meta({
      description:
        "Highest score, in nats. If the chart covers several retailers, each retailer receives the threshold",
      examples: [14.2],
    }),
    threshold: z.number().meta({ description: "Threshold that was crossed", examples: [12] }),
    counts: z.object({ references: count, hits: count, misses: count, challengeFailed: count }).meta({
      description:
        "How many references this accessor looked up, by outcome. A retailer receives the counts of its own references",
    }),
    firstAt: instant.meta({ description: "First lookup that contributed" }),
    lastAt: instant.meta({ description: "Lookup that crossed the threshold" }),
    tool: toolName,
    vouchedBy: voucher.optional(),
    accessIds: z
      .array(accessId)
      .max(accessIdsPerEvent)
      .optional()
      .meta({ description: "Only to the carrier: the lookups in its tool that contributed, the latest 500" }),
    accessorTokens: z
      .array(accessorToken)
      .max(accessorTokensPerEvent)
      .optional()
      .meta({ description: "Only to the carrier: the accessors that its tool should refuse" }),
    proofRequiredUntil: instant.optional().meta({
      description:
        "Only to the carrier in whose tool many accessors went through numbers together: until then the tool should " +
        "show nothing of the retailer's shipments without proof",
    }),
    retailerAlias: partyAlias.optional().meta({
      description: "Only with `proofRequiredUntil`: the retailer whose shipments need proof, unless it is discreet",
    }),
  }),
  examples: [
    {
      anomalyId: "Zc1b7rKQw3mXo0aYt5uVfA",
      revision: 1,
      chart: "walk",
      severity: "alert",
      score: 14.2,
      threshold: 12,
      counts: { references: 7, hits: 7, misses: 0, challengeFailed: 0 },
      firstAt: "2026-11-01T14:03:00.000Z",
      lastAt: "2026-11-01T14:04:10.000Z",
      tool: "observed:northpost",
      vouchedBy: { kind: "carrier", alias: "Northpost", how: "reported" },
      accessIds: ["acc_01KA8P2Y", "acc_01KA8P2Z"],
      accessorTokens: ["tok_c81e728d9d4c2f63"],
    },
  ],
})
