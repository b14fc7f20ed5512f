import * as z from "zod"
import { instant } from "../../../shared/contracts/envelope.ts"
import {
  accessorToken,
  anomalyId,
  chartName,
  count,
  restrictionId,
  toolName,
} from "../../../shared/contracts/fields.ts"
import { restrictionReasonCode, restrictionScope } from "../../../shared/contracts/words.ts"
import { shownFindingSchema } from "../../../shared/detection/anomalies/published-finding.ts"

const restriction = z.strictObject({
  restrictionId,
  scope: restrictionScope,
  since: instant,
  until: instant,
  reason: restrictionReasonCode,
  state: z.enum(["standing", "ended", "released"]),
  releasedAt: instant.optional(),
  accessorTokens: z.array(accessorToken).optional(),
  mayDecide: z.boolean().meta({ description: "Whether the caller may release it without another party" }),
})

const next = z.string().optional().meta({ description: "`after` of the next page; absent on the last" })

/** The answers of the breach desk about restrictions, for its document. */
export const restrictionAnswers = {
  restrictions: z.strictObject({ restrictions: z.array(restriction), next }),
  refusedAttempts: z.strictObject({
    attempts: z.array(
      z.strictObject({
        day: z.iso.date().meta({ description: "The UTC day on which it was recorded. One mail tells of all of a day" }),
        recordedAt: instant,
        anomalyId,
        tool: toolName,
        vouchedBy: shownFindingSchema.shape.vouchedBy,
        chart: chartName,
        standsFor: shownFindingSchema.shape.standsFor,
        counts: z.strictObject({ references: count, hits: count, misses: count, challengeFailed: count }).meta({
          description: "Different references that were looked up, by whether they exist. None of them was shown",
        }),
        firstAt: instant,
        lastAt: instant,
        explanation: z.strictObject({ en: z.string(), fr: z.string() }).meta({
          description: "What was looked up, in words",
        }),
        restriction: restriction.optional().meta({
          description: "The restriction that rests on it; absent once a later one of the same accessor took its place",
        }),
      }),
    ),
    next,
  }),
  decisions: z.strictObject({
    decisions: z.array(
      z.discriminatedUnion("change", [
        z.strictObject({
          restrictionId,
          change: z.enum(["new", "renewed"]),
          scope: restrictionScope.extract(["subject", "network"]),
          since: instant,
          until: instant.meta({ description: "End, unless renewed" }),
          reason: restrictionReasonCode,
          accessorTokens: z.array(accessorToken).meta({ description: "All of the caller's tokens of the accessor" }),
        }),
        z.strictObject({
          restrictionId,
          change: z.enum(["released", "expired"]),
          endedAt: instant.optional().meta({ description: "Absent if another restriction took its place" }),
        }),
      ]),
    ),
    asOf: instant.meta({ description: "Of the first page: `since` of the next question, when all pages are read" }),
    next,
  }),
}
