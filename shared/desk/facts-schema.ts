import * as z from "zod"
import { boundedString } from "../base/contracts/bounded-string.ts"
import { instant } from "../base/contracts/envelope.ts"
import { earlyDateReason, type ReportDetail, withdrawableFact } from "../base/contracts/legal-words.ts"
import { breachCause, publicNoticeGround } from "../base/contracts/words.ts"
import { assessmentSchema } from "./assessment.ts"
import { remarkSchema } from "./schemas.ts"

const detail = remarkSchema.nullable().optional()

const detailsBody = z
  .strictObject({
    safeguards: detail,
    relationships: detail,
    location: detail,
    informationBanks: detail,
    delayReason: detail,
    noNoticeReason: detail,
    unlawfulActs: detail,
    crossBorderImpact: detail,
    intendedNotices: detail,
    intendedMeasures: detail,
  } satisfies Record<ReportDetail, typeof detail>)
  .meta({
    description:
      "What reports ask and only the caller can say, in its own words, without personal data. null takes one back",
  })

/** What a party states for itself. */
export const factsSchema = z.strictObject({
  assessment: assessmentSchema.optional(),
  confirmedBy: boundedString(100)
    .min(1)
    .optional()
    .meta({
      description:
        "Name of the person who stands for the assessment. Needed if it answers no although every factor is high. The " +
        "timeline keeps the opaque id of the person instead",
    }),
  discoveredAt: instant.optional(),
  determinedAt: instant.optional(),
  lawEnforcementDelay: z.boolean().optional(),
  causes: z.array(breachCause).min(1).max(9).optional(),
  cause: remarkSchema.optional(),
  details: detailsBody.optional(),
  earlyDateReason: earlyDateReason.optional(),
  withdraw: z.array(withdrawableFact).min(1).max(6).optional(),
  publicNoticeGround: publicNoticeGround
    .optional()
    .meta({ description: "Why a public notice is to stand for direct ones. The public notice is then a document" }),
  writeAgainBy: instant
    .nullable()
    .optional()
    .meta({
      description:
        "By when an early notice promises that you write again: a task of the case. It lasts until you state " +
        "wroteAgainAt. null takes it back",
    }),
  wroteAgainAt: instant.optional().meta({
    description: "When you had written again to everybody whom you had notified. The promise is then kept",
  }),
})
