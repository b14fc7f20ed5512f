import * as z from "zod"
import { boundedUrl, ownString } from "../../base/contracts/bounded-string.ts"
import { clockEventSchema } from "../../base/contracts/legal-words.ts"
import { type Clock, promptnessStandardSchema, termClockSchema } from "./clock.ts"
import { bilingualSchema, contentItemSchema, contentSourceSchema, sectionSchema } from "./content-item.ts"
import { type Law, type LawInput, lawObject, lawSchema, ruleObject } from "./law.ts"
import { usualItem } from "./usual-items.ts"

type RuleInput = LawInput["rules"][number]

/** The clause that a rule rests on, so that the two can be compared. */
const clauseSchema = z.strictObject({
  section: sectionSchema,
  words: ruleObject.shape.words,
  source: boundedUrl().meta({ description: "Where the law stands" }),
  copy: ruleObject.shape.quoteFrom.meta({ description: "Where its words were read, if elsewhere" }),
  mark: z.enum(["V", "S", "N"]).meta({
    description: "V: read word for word. S: at least in part in accounts. N: from general knowledge",
  }),
  read: ruleObject.shape.verifiedOn,
})

const readingOfMark = { V: "verbatim", S: "secondary", N: "unverified" } as const

const dueSchema = z
  .strictObject({
    within: ownString()
      .regex(
        /^[1-9]\d{0,3} (hours|calendar days|calendar months)$/,
        "write a number of hours, calendar days or calendar months, such as 72 hours",
      )
      .optional(),
    promptly: promptnessStandardSchema.optional(),
    from: clockEventSchema,
    determines: termClockSchema.shape.determines,
  })
  .transform(({ within, promptly, from, determines }, context): Clock => {
    if (within !== undefined) {
      const unit = within.endsWith("hours") ? "hours" : within.endsWith("days") ? "calendarDays" : "calendarMonths"
      return { kind: "within", amount: Number.parseInt(within, 10), unit, from, standard: promptly, determines }
    }
    if (promptly !== undefined && determines === undefined) return { kind: "prompt", standard: promptly, from }
    context.addIssue(
      promptly === undefined
        ? "write within, or in promptly the standard that the law names"
        : "write within, or leave out determines, which belongs to a term",
    )
    return z.NEVER
  })

const keepSchema = z
  .strictObject({
    atLeast: ownString().regex(/^([1-9]\d{0,3} months|unstated)$/, "write months, such as 24 months, or unstated"),
    from: clockEventSchema.optional(),
    section: sectionSchema,
  })
  .transform(({ atLeast, from, section }, context): RuleInput["retention"] => {
    if (from !== undefined && atLeast !== "unstated")
      return { kind: "atLeast", months: Number.parseInt(atLeast, 10), from, section }
    if (from === undefined && atLeast === "unstated") return { kind: "unstated", section }
    context.addIssue("write from with months, and without them leave it out")
    return z.NEVER
  })

const itemSchema = z.strictObject({
  fact: contentSourceSchema,
  section: sectionSchema,
  id: contentItemSchema.shape.id.optional(),
  label: bilingualSchema.optional().meta({ description: "Absent: the usual one of usual-items.ts" }),
  under: contentItemSchema.shape.under,
})

const ruleFileSchema = ruleObject
  .omit({
    words: true,
    citation: true,
    quoteFrom: true,
    reading: true,
    verifiedOn: true,
    clock: true,
    content: true,
    retention: true,
    reviews: true,
  })
  .extend({
    clause: clauseSchema,
    due: dueSchema,
    mustSay: z.array(itemSchema).default([]),
    keep: keepSchema.optional(),
  })

type RuleFile = z.infer<typeof ruleFileSchema>

/**
 * A law as its file has it, each rule beside its clause for a lawyer to read. The result is as code reads it.
 *
 * @param hash of the file's content
 */
export const lawOfFile = (hash: string): z.ZodType<Law> =>
  lawObject
    .omit({ hash: true })
    .extend({ rules: z.array(ruleFileSchema) })
    .transform(
      ({ rules, ...law }, context): LawInput => ({
        ...law,
        hash,
        rules: rules.map((rule, place) =>
          ruleOf(rule, (path) => {
            context.addIssue({
              code: "custom",
              path: ["rules", place, ...path],
              message: "give it a label: it has no usual one",
            })
            return z.NEVER
          }),
        ),
      }),
    )
    .pipe(lawSchema)

/** @param hasNoLabel reports an item of a document, by its path in the rule */
function ruleOf(
  { clause, due, mustSay, keep, ...rule }: RuleFile,
  hasNoLabel: (path: readonly PropertyKey[]) => never,
): RuleInput {
  return {
    ...rule,
    words: clause.words,
    citation: { section: clause.section, url: clause.source },
    quoteFrom: clause.copy,
    reading: readingOfMark[clause.mark],
    verifiedOn: clause.read,
    clock: due,
    content: mustSay.map(({ fact, id, label, ...item }, place) => {
      const usual = usualItem(rule.kind, fact)
      return {
        ...item,
        source: fact,
        id: id ?? usual.id,
        label: label ?? usual.label ?? hasNoLabel(["mustSay", place]),
      }
    }),
    retention: keep,
  }
}
