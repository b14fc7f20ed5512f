import * as z from "zod"
import { boundedString } from "../base/contracts/bounded-string.ts"
import { assessmentFactorSchema, type LegalTest, legalTestSchema } from "../base/contracts/legal-words.ts"
import { assessmentLevel, assessmentReasonSchema, lawOrContract, testIsMet } from "../base/contracts/words.ts"
import { instantSchema, remarkSchema } from "./schemas.ts"

/**
 * A party's own answer to one legal test. Unlike the one that events carry, it may also hold the words of the party's
 * officer.
 */
export const assessmentSchema = z.strictObject({
  law: lawOrContract.optional().meta({ description: "Absent: of a party that no law binds" }),
  test: legalTestSchema.optional().meta({ description: "Absent: the duty is owed whatever the risk" }),
  met: testIsMet.meta({ description: "Whether the test is met" }),
  factors: z
    .array(z.strictObject({ factor: assessmentFactorSchema, level: assessmentLevel }))
    .max(8)
    .optional()
    .meta({ description: "What was weighed. All factors that the law names must be among them" }),
  consequences: remarkSchema.optional(),
  reasons: z.array(assessmentReasonSchema).max(100).min(1),
  explanation: remarkSchema.optional(),
  until: instantSchema.optional().meta({ description: "When the reason ends, if it is one that ends" }),
  assessedBy: boundedString(100).min(1).meta({ description: "Function of the person, such as privacy officer" }),
  assessedAt: instantSchema,
})

export type Assessment = z.infer<typeof assessmentSchema>

/** Whether a later answer to a test says something else. Documents made from the earlier one are then wrong. */
export const saysOtherwise = (later: Assessment, earlier: Assessment | undefined): boolean =>
  earlier !== undefined && JSON.stringify(saidBy(later)) !== JSON.stringify(saidBy(earlier))

/** What documents show of an assessment, but for its author and time. */
const saidBy = ({ met, factors = [], reasons, consequences, explanation }: Assessment) => [
  met,
  factors.map(({ factor, level }) => `${factor} ${level}`).sort(),
  [...reasons].sort(),
  consequences ?? null,
  explanation ?? null,
]

/** Names an assessment among those of a party. */
export const assessmentKey = ({ law, test }: { law?: string | undefined; test?: LegalTest | undefined }): string =>
  `${law ?? "no-law"}#${test ?? "no-test"}`

/**
 * Whether the case has grown for the party since it assessed, so that the assessment does not speak of all that is
 * known. One that says that the law does not bind, or until when law enforcement prohibits a notice, does not depend on
 * it.
 *
 * @param grownAt when more was last found exposed: ISO instant
 */
export function isOutgrown({ met, reasons, assessedAt }: Assessment, grownAt: string | undefined): boolean {
  const isProhibition = met === "yes" && reasons.includes("lawEnforcementProhibits")
  if (grownAt === undefined || isProhibition || reasons.includes("lawDoesNotBind")) return false
  return Date.parse(assessedAt) < Date.parse(grownAt)
}

/** An assessment as the timeline of its party keeps it, so that it can be read when it is corrected. Without prose. */
export const assessmentOfEntry = ({ law, test, met, factors, reasons, until, assessedBy, assessedAt }: Assessment) => ({
  ...(law === undefined ? {} : { law }),
  ...(test === undefined ? {} : { test }),
  met,
  ...(factors === undefined ? {} : { factors: factors.map((factor) => ({ ...factor })) }),
  reasons: [...reasons],
  ...(until === undefined ? {} : { until }),
  assessedBy,
  assessedAt,
})
