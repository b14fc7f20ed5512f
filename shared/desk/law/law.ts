import { IANAZone } from "luxon"
import * as z from "zod"
import { boundedString, boundedUrl, ownString } from "../../base/contracts/bounded-string.ts"
import {
  assessmentFactorSchema,
  type ControlRole,
  clockEventSchema,
  controlRoleSchema,
  type LegalTest,
  legalTestSchema,
} from "../../base/contracts/legal-words.ts"
import {
  type AssessmentReason,
  assessmentReasonSchema,
  documentLanguages,
  dutyKindSchema,
  goodsKind,
  lawId,
  publicNoticeGround,
} from "../../base/contracts/words.ts"
import { clockSchema } from "./clock.ts"
import { bilingualSchema, contentItemSchema, sectionSchema } from "./content-item.ts"
import { regulatorFormSchema } from "./regulator-form.ts"

/**
 * What a breach-notification law requires, as data. `law-file.ts` has the form in which a file in `laws/` says it.
 */

/** Conditions under which a duty is owed whatever the risk. */
const unconditional = ["everyBreach", "affectsContractedData", "suspectedInHeldData"] as const

/** The conditions of a duty: all that a rule names must hold. A new kind is a key here, with a test. */
const owedIfSchema = z.strictObject({
  test: z.strictObject({
    is: z.enum([...unconditional, ...legalTestSchema.options]),
    section: sectionSchema,
    words: ownString().min(1),
    weigh: z
      .array(z.strictObject({ factor: assessmentFactorSchema, words: ownString().min(1) }))
      .default([])
      .meta({ description: "What the law says is to be weighed" }),
  }),
  definitionCovers: z
    .strictObject({
      fieldsAmong: z
        .array(ownString().min(1))
        .default([])
        .meta({ description: "Codes of the fields of a lookup; empty: none of them" }),
      goodsAmong: z
        .array(goodsKind)
        .default([])
        .meta({ description: "Kinds of goods that count with a person’s name" }),
    })
    .optional()
    .meta({ description: "One of these fields was shown, or a person’s name with goods of these kinds" }),
  residentsAtLeast: z
    .int()
    .positive()
    .optional()
    .meta({ description: "So many people of the law’s jurisdiction must be notified" }),
  notifiedPeople: z.literal(true).optional().meta({ description: "The party has notified people" }),
  growthSinceReport: z.literal(true).optional().meta({ description: "Its report no longer says what is known" }),
})

const retentionTermSchema = z.strictObject({
  kind: z.literal("atLeast").meta({ description: "The law names how long a record is kept" }),
  months: z.int().positive(),
  from: clockEventSchema,
  section: sectionSchema,
})

const retentionUnstatedSchema = z.strictObject({
  kind: z.literal("unstated").meta({ description: "The law was read and names no time: none is invented" }),
  section: sectionSchema.meta({ description: "The provision that asks for the record" }),
})

export const retentionSchema = z.discriminatedUnion("kind", [retentionTermSchema, retentionUnstatedSchema])

const isoDateSchema = z.iso.date("write a day, such as 2026-12-02")

/** How the words of a rule were read. */
export const readings = ["verbatim", "secondary", "unverified"] as const

/** The operative words as published, in each official language. null: the pack does not have them in it. */
const wordsSchema = z.union(
  [
    z.strictObject({ en: ownString().min(1), fr: ownString().min(1).nullable().optional() }),
    z.strictObject({ en: z.null(), fr: ownString().min(1) }),
  ],
  { error: "write the words of the law as { en: … }, as { en: …, fr: … } or as { en: null, fr: … }" },
)

/** What a lawyer said of a text, without the text. */
export const verdictObject = z.strictObject({
  reviewer: boundedString(200).trim().min(1, "write who reviewed the rule"),
  on: boundedString(10).check(z.iso.date("write a day, such as 2026-12-02")),
  verdict: z.enum(["agrees", "differs"]),
  remark: boundedString(4_000).trim().min(1, "write a remark, or leave it out").optional(),
})

/** A review beside its rule, of the text with this hash. `ofThisText`: that is what the rule and its clause say. */
const reviewOfRuleSchema = verdictObject.extend({ hash: ownString(), ofThisText: z.boolean() })

export type ReviewOfRule = z.infer<typeof reviewOfRuleSchema>

export const ruleObject = z.strictObject({
  id: ownString().regex(/^[a-z][a-z0-9-]*$/),
  kind: dutyKindSchema,
  stage: ownString()
    .regex(/^[a-z][a-z0-9-]*$/)
    .optional()
    .meta({ description: "Of a report in several stages: which one. Absent: the report itself, or of another duty" }),
  title: bilingualSchema,
  owedBy: z.array(controlRoleSchema).min(1),
  to: z.strictObject({
    code: ownString().min(1).meta({ description: "Stable code of the addressee, such as OPC" }),
    name: bilingualSchema,
    howToReach: boundedUrl().optional(),
    chosenByParty: z
      .literal(true)
      .optional()
      .meta({ description: "Which authority it is differs from party to party. Each names its own" }),
  }),
  citation: z.strictObject({ section: sectionSchema, url: boundedUrl() }),
  words: wordsSchema,
  clock: clockSchema,
  owedIf: owedIfSchema,
  content: z.array(contentItemSchema).default([]),
  toEachCounterparty: z
    .boolean()
    .default(false)
    .meta({ description: "Owed to each organisation apart with which the party shares the information" }),
  alsoOfAttempts: z.boolean().default(false).meta({ description: "Asked of attempts too, in which nothing was shown" }),
  maySupplement: sectionSchema
    .optional()
    .meta({ description: "Of a report: the provision that allows new information after it, and does not ask for it" }),
  regulatorForm: regulatorFormSchema
    .optional()
    .meta({ description: "Of a report to a regulator whose form was read, at least in part. Absent: form not read" }),
  form: z.array(bilingualSchema).default([]).meta({ description: "Requirements of form, one sentence each" }),
  exceptions: z.array(bilingualSchema).default([]),
  assessWithin: z
    .strictObject({ calendarDays: z.int().positive(), section: sectionSchema })
    .optional()
    .meta({ description: "Within how many days of awareness the law has the party answer the rule's test" }),
  publicNotice: z
    .strictObject({ grounds: z.array(publicNoticeGround).min(1), section: sectionSchema })
    .optional()
    .meta({ description: "Of a notice to people: for which grounds a public one stands for it. Absent: not read" }),
  excusedIf: z
    .array(z.strictObject({ reason: assessmentReasonSchema, section: sectionSchema }))
    .default([])
    .meta({ description: "Reasons that excuse this duty, and no other, although the test is met" }),
  retention: retentionSchema.optional(),
  inForceFrom: isoDateSchema.meta({ description: "First day of this version of the rule" }),
  inForceBy: z
    .literal("breach")
    .optional()
    .meta({
      description:
        "What has to be on or after that day, if the law says so: the breach, by its last lookup that is known. Absent: " +
        "the event that starts the clock",
    }),
  reading: z.enum(readings).meta({
    description:
      "verbatim: words, clock and contents were read word for word. secondary: some of them only in accounts, such " +
      "as a regulator's page. unverified: from general knowledge",
  }),
  verifiedOn: isoDateSchema
    .optional()
    .meta({ description: "When the words were last compared with where they stand; only of a verbatim reading" }),
  reviewBy: isoDateSchema,
  reviews: z.array(reviewOfRuleSchema).default([]).meta({ description: "What the stage’s own counsel said of it" }),
  confirmWithCounsel: z.boolean(),
  note: bilingualSchema.optional().meta({ description: "What is uncertain, or how the rule was read" }),
  quoteFrom: boundedUrl()
    .optional()
    .meta({ description: "Where the quoted words were read, when that is not the citation’s own page" }),
})

export const ruleSchema = ruleObject
  .refine((rule) => (rule.reading === "verbatim") === (rule.verifiedOn !== undefined), {
    message: "the day in read of the clause belongs to mark V, and to no other mark",
  })
  .refine((rule) => (rule.verifiedOn ?? "") < rule.reviewBy, {
    message: "reviewBy must be later than the day on which it was read",
  })
  .refine((rule) => rule.reading === "verbatim" || rule.confirmWithCounsel, {
    message: "a rule that was not read word for word must be confirmed with counsel",
  })
  .refine((rule) => !rule.confirmWithCounsel || rule.note !== undefined, {
    message: "a rule to confirm with counsel must say what is uncertain in note",
  })
  .refine((rule) => rule.kind !== "keepRecord" || rule.retention !== undefined || rule.confirmWithCounsel, {
    message: "a keepRecord rule must state its retention or be marked for counsel",
  })
  .refine((rule) => rule.regulatorForm === undefined || rule.kind === "tellRegulator", {
    message: "only a report to a regulator has a form",
  })
  .refine((rule) => rule.publicNotice === undefined || rule.kind === "tellIndividuals", {
    message: "only a notice to people has grounds of a public one",
  })
  .refine((rule) => rule.stage === undefined || rule.kind === "tellRegulator", {
    message: "only a report to a regulator has stages",
  })
  .refine((rule) => rule.verifiedOn === undefined || rule.inForceFrom <= rule.verifiedOn, {
    message: "it was read before inForceFrom",
  })
  .refine((rule) => new Set(rule.content.map((item) => item.id)).size === rule.content.length, {
    message: "content ids must be unique in a rule",
  })
  .refine(
    (rule) => {
      const headings = new Set(rule.content.filter(({ under }) => under === undefined).map(({ id }) => id))
      return rule.content.every(({ under }) => under === undefined || headings.has(under))
    },
    { message: "an item can stand only under an item of the same rule that has a heading of its own" },
  )

export type Rule = z.infer<typeof ruleSchema>

export const lawObject = z.strictObject({
  id: lawId,
  edition: z.int().positive().meta({ description: "Number of our text of the law. It goes up with each change" }),
  hash: ownString()
    .min(1)
    .meta({ description: "SHA-256 of the file's content, base64url. An open case keeps the text that has it" }),
  name: bilingualSchema,
  shortName: bilingualSchema,
  jurisdiction: boundedString(256).regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/),
  timeZone: ownString()
    .refine((zone) => IANAZone.isValidZone(zone), "write an IANA time zone, such as America/New_York")
    .optional()
    .meta({
      description:
        "IANA time zone of whom the law is owed to, if it counts days: a term ends by the earlier of this and the " +
        "party's",
    }),
  extension: bilingualSchema.optional().meta({
    description: "How the end of a term in days or months may move, such as over a weekend. The clock does not use it",
  }),
  reach: z.enum(["party", "residents"]).meta({
    description:
      "party: it binds by where or what a party is, so the party's configuration decides. residents: it binds whoever " +
      "has information on people who live there",
  }),
  binds: bilingualSchema.meta({ description: "Whom the law binds, in short" }),
  noticeLanguages: z.array(z.enum(documentLanguages)).min(1),
  reportLanguages: z.array(z.enum(documentLanguages)).min(1).optional().meta({
    description:
      "Languages in which its regulator takes reports, of these, as is generally known: confirm with counsel. Absent: not known",
  }),
  noticeTitle: ownString()
    .min(1)
    .optional()
    .meta({ description: "The exact title of a notice, if the law prescribes one" }),
  complaintsTo: bilingualSchema
    .optional()
    .meta({ description: "Who takes people’s complaints, if that is not the addressee of the report" }),
  emergencyNumber: ownString()
    .regex(/^\d{2,8}$/, "write two to eight digits")
    .optional()
    .meta({ description: "Whom a notice says to call in an emergency, in a country of which the pack has no law" }),
  read: ownString().min(1).optional().meta({ description: "What was read, how far, and what was not" }),
  nobodyHasRead: z.literal(true).optional().meta({
    description:
      "It has no rules because nobody has read it. Parties that it binds are told so, and it gives them no duty",
  }),
  rules: z.array(ruleSchema).meta({
    description: "Empty without `nobodyHasRead`: the law was read and asks for nothing after a breach",
  }),
})

export const lawSchema = lawObject
  .refine((law) => !law.nobodyHasRead || (law.rules.length === 0 && law.read === undefined), {
    message: "a law that nobody has read has no rules, and nothing in read",
  })
  .refine((law) => new Set(law.rules.map((rule) => rule.id)).size === law.rules.length, {
    message: "rule ids must be unique in a law",
  })
  .refine(
    (law) => {
      const owed = law.rules.flatMap(({ owedBy, kind, stage, inForceFrom }) =>
        owedBy.map((role) => `${role} ${kind} ${stage} ${inForceFrom}`),
      )
      return new Set(owed).size === owed.length
    },
    {
      message:
        "a law has at most one rule of a kind and stage for each role, because they are the key of a duty: give " +
        "versions of it another inForceFrom",
    },
  )

export type Law = z.infer<typeof lawSchema>

export type LawInput = z.input<typeof lawSchema>

/**
 * Whether the rule's review is overdue.
 * @param onDate ISO 8601 date or instant; only its date part is compared
 */
export const isPastReview = (rule: Pick<Rule, "reviewBy">, onDate: string): boolean =>
  onDate.slice(0, 10) > rule.reviewBy

/** Whether a rule is a version of another for a role: it asks the same of it, from another day on or the same. */
export const isVersionFor = (role: ControlRole, of: Rule, rule: Rule): boolean =>
  rule.kind === of.kind && rule.stage === of.stage && rule.owedBy.includes(role)

/** The roles of which none of these rules is a later version of the rule. */
export const rolesStillAsked = (rule: Rule, among: readonly Rule[]): ControlRole[] =>
  rule.owedBy.filter(
    (role) => !among.some((other) => isVersionFor(role, rule, other) && other.inForceFrom > rule.inForceFrom),
  )

/** First day on which later versions of a rule ask all its roles; `undefined`: it still asks one of them. */
export const replacedOn = ({ rules }: Law, rule: Rule): string | undefined =>
  rules
    .map(({ inForceFrom }) => inForceFrom)
    .sort()
    .find((day) => {
      const until = rules.filter(({ inForceFrom }) => inForceFrom <= day)
      return rolesStillAsked(rule, until).length === 0
    })

/** The operative words of a rule: in English, or else in the language in which the pack has them. */
export const wordsOf = ({ words }: Pick<Rule, "words">): string => words.en ?? words.fr

/** The question that an assessment of the rule answers. `undefined`: it is owed whatever the risk. */
export const legalTestOf = ({ owedIf }: Pick<Rule, "owedIf">): LegalTest | undefined =>
  legalTestSchema.safeParse(owedIf.test.is).data

/** Reasons that can excuse a duty of any kind but the record of every breach. */
const generalExcuses = ["lawDoesNotBind", "notABreach"] as const

/** The reasons that excuse a duty under the rule although its test is met. */
export function excusesOf({ owedIf, excusedIf }: Pick<Rule, "owedIf" | "excusedIf">): AssessmentReason[] {
  if (owedIf.test.is === "everyBreach") return []
  return [
    ...generalExcuses,
    ...(owedIf.definitionCovers === undefined ? [] : (["outsideLegalDefinition"] as const)),
    ...(owedIf.residentsAtLeast === undefined ? [] : (["belowResidentThreshold"] as const)),
    ...excusedIf.map(({ reason }) => reason),
  ]
}
