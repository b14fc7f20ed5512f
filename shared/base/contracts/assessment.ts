import * as z from "zod"
import { boundedString } from "./bounded-string.ts"
import { instant } from "./envelope.ts"
import { extensible } from "./extensible.ts"
import { assessmentFactorSchema, legalTestSchema } from "./legal-words.ts"
import { assessmentLevel, assessmentReasonSchema, lawOrContract, testIsMet } from "./words.ts"

/** A party's own answer to one legal test. It consists of codes, because events carry no free text. */
export const assessment = z
  .object({
    law: lawOrContract.optional().meta({
      ...extensible,
      description:
        "The law whose test is answered; `contract` of a duty by contract. Left out if no law binds the party",
      examples: ["ca-pipeda"],
    }),
    test: legalTestSchema.optional().meta({
      ...extensible,
      description: "The question that the law asks. Left out where a duty is owed whatever the risk",
      examples: ["realRiskOfSignificantHarm"],
    }),
    met: testIsMet.meta({ description: "Whether the test is met", examples: ["no"] }),
    factors: z
      .array(
        z.object({
          factor: assessmentFactorSchema.meta({ title: "Factor", examples: ["sensitivity"] }),
          level: assessmentLevel.meta({ title: "Level", examples: ["low"] }),
        }),
      )
      .max(8)
      .optional()
      .meta({
        ...extensible,
        description: "What was weighed. All factors that the law names must be among them",
      }),
    until: instant
      .optional()
      .meta({ description: "When the reason ends. Needed when law enforcement prohibits a notice" }),
    reasons: z
      .array(assessmentReasonSchema)
      .min(1)
      .max(12)
      .meta({ ...extensible, description: "Reason codes", examples: [["noRealRisk"]] }),
    assessedBy: boundedString(256)
      .regex(/^[A-Za-z][A-Za-z -]{1,99}$/)
      .meta({ description: "The role of the person, never a name", examples: ["privacy officer"] }),
    assessedAt: instant.meta({ description: "When it was assessed" }),
  })
  .meta({ description: "The answer to one legal test" })

/** The example that several events use. */
export const assessmentExample = {
  law: "ca-on-fippa",
  test: "realRiskOfSignificantHarm",
  met: "no",
  factors: [
    { factor: "sensitivity", level: "low" },
    { factor: "probabilityOfMisuse", level: "low" },
    { factor: "stepsOfTheIndividual", level: "medium" },
    { factor: "guidance", level: "low" },
  ],
  reasons: ["noRealRisk"],
  assessedBy: "privacy officer",
  assessedAt: "2026-11-02T10:00:00.000Z",
} satisfies z.input<typeof assessment>
