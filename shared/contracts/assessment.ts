import * as z from "zod"
import { instant } from "./envelope.ts"
import { extensible } from "./extensible.ts"
import { assessmentLevel, assessmentReasonSchema, realRisk } from "./words.ts"

/** A party's own assessment of the risk to people. It consists of codes, because events carry no free text. */
export const assessment = z
  .object({
    realRiskOfSignificantHarm: realRisk.meta({
      title: "Real risk of significant harm",
      description: "The outcome of the assessment",
      examples: ["no"],
    }),
    sensitivity: assessmentLevel.meta({
      title: "Sensitivity",
      description: "How sensitive the disclosed fields are",
      examples: ["low"],
    }),
    probabilityOfMisuse: assessmentLevel.meta({
      title: "Probability of misuse",
      description: "How probable it is that somebody misuses the disclosed fields",
      examples: ["low"],
    }),
    reasons: z
      .array(assessmentReasonSchema)
      .min(1)
      .max(12)
      .meta({ ...extensible, title: "Reasons", description: "Reason codes", examples: [["noRealRisk"]] }),
    assessedBy: z
      .string()
      .regex(/^[A-Za-z][A-Za-z -]{1,99}$/)
      .meta({
        title: "Assessed by",
        description: "The role of the person, never a name",
        examples: ["privacy officer"],
      }),
    assessedAt: instant.meta({
      title: "Assessed at",
      description: "When it was assessed",
      examples: ["2026-11-02T10:00:00.000Z"],
    }),
  })
  .meta({ title: "Assessment", description: "The risk to the affected people" })

/** The example that several events use. */
export const assessmentExample = {
  realRiskOfSignificantHarm: "no",
  sensitivity: "low",
  probabilityOfMisuse: "low",
  reasons: ["noRealRisk"],
  assessedBy: "privacy officer",
  assessedAt: "2026-11-02T10:00:00.000Z",
} satisfies z.input<typeof assessment>
