import * as z from "zod"
import { ownString } from "../../../base/contracts/bounded-string.ts"
import { actorKind, chart, severity, vouching } from "../../../base/contracts/words.ts"

/** The charts of a party's findings. */
export function chartsOf(findings: readonly PublishedFinding[]): PublishedFinding["chart"][] {
  return [...new Set(findings.map(({ chart }) => chart))].sort()
}

const count = z.int().nonnegative()

const instant = z.iso.datetime({ offset: true })

/** The numbers behind a finding. Those of ordinary use are null where they do not apply. */
export const findingEvidenceSchema = z.object({
  references: count.meta({ description: "Distinct references of the episode, those that came with proof left out" }),
  hits: count.meta({ description: "Of these, the ones that exist and may have been shown" }),
  misses: count.meta({ description: "Of these, the ones that do not exist" }),
  challengeFailed: count.meta({ description: "Of these, the ones whose proof was wrong" }),
  proven: count.meta({ description: "Further references in the same episode that came with proof" }),
  deliveryPoints: count.meta({ description: "Known delivery points among them" }),
  accessors: count.meta({ description: "Accessors among them; only for blocks of numbers, otherwise 1" }),
  spanSeconds: z.number().nonnegative().meta({ description: "From the first of them to the last" }),
  medianGap: z.number().nullable().meta({ description: "Median distance of neighbouring numbers; null without two" }),
  liveWidth: z.number().nullable().meta({ description: "Numbers over which ordinary lookups spread" }),
  ordinaryMissShare: z.number().nullable().meta({ description: "Share of ordinary lookups that find nothing, 0 to 1" }),
  ordinaryPerDay: z.number().nullable().meta({ description: "References a day in ordinary use" }),
  canaries: count.meta({ description: "Planted numbers touched; only for blocks of misses" }),
  firstLookups: count
    .optional()
    .meta({ description: "First lookups of the retailer's references by anybody at the time; only for the volume" }),
  ordinaryStrangerShare: z
    .number()
    .optional()
    .meta({ description: "Ordinary share of accessors never seen before among them, 0 to 1; only for the volume" }),
})

export type FindingEvidence = z.infer<typeof findingEvidenceSchema>

/** Most points of a rise: no profile holds more entries that are scored. */
export const risePoints = 50

const riseSchema = z
  .array(z.object({ at: instant, score: z.number().nonnegative() }))
  .max(risePoints)
  .meta({
    description:
      "How the score rose: the sum after each lookup that moved it, up to the one at which the threshold was reached. " +
      "Where the chart runs over several retailers, a retailer's is over its own lookups alone, and can stay lower",
  })

/** Scores are sums of log-likelihood ratios, in nats. */
export const publishedFindingSchema = z.object({
  chart,
  severity,
  score: z.number().meta({ description: "Highest sum; the threshold where the chart runs over several retailers" }),
  threshold: z.number(),
  from: instant.meta({ description: "First lookup that counts" }),
  crossedAt: instant.meta({ description: "Lookup at which the threshold was reached, or the last before it" }),
  evidence: findingEvidenceSchema,
  rise: riseSchema.optional(),
})

export type PublishedFinding = z.infer<typeof publishedFindingSchema>

/** A finding as a case shows it. One walk can be found for the visitor and for its network. */
export const shownFindingSchema = publishedFindingSchema.extend({
  standsFor: z.enum(["visitor", "network", "numbers"]).optional().meta({
    description: "Whose lookups were counted: one visitor's, one network's, or everybody's in a range of numbers",
  }),
  vouchedBy: z
    .object({ kind: actorKind, alias: ownString().optional(), how: vouching })
    .optional()
    .meta({ description: "Who says that the lookups happened. `alias` is there if the reader may know the party" }),
})

export type ShownFinding = z.infer<typeof shownFindingSchema>
