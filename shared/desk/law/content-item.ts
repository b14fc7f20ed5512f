import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"

/** A text in the languages in which documents are written. */
export const bilingualSchema = z.strictObject(
  { en: ownString().min(1), fr: ownString().min(1) },
  {
    error: ({ code }) => (code === "invalid_type" ? "write it in English and French, as { en: …, fr: … }" : undefined),
  },
)

export type Bilingual = z.infer<typeof bilingualSchema>

const sameInBothSchema = ownString()
  .min(1)
  .transform((text): Bilingual => ({ en: text, fr: text }))

/** A cited provision. A law may write one string if the citation is the same in both languages. */
export const sectionSchema = z.union([bilingualSchema, sameInBothSchema], {
  error: "write a provision, such as s. 5(2), or as { en: …, fr: … }",
})

/**
 * The fact that fills a required item of a report, notice or register. Some the hub cannot know, such as `safeguards`:
 * the party states them, and until then the document is a draft.
 */
export const contentSourceSchema = z.enum([
  "organisation",
  "businessNumber",
  "senderAndContact",
  "contact",
  "circumstances",
  "cause",
  "period",
  "awareness",
  "finding",
  "information",
  "peopleCount",
  "peopleInJurisdiction",
  "riskAssessment",
  "consequences",
  "riskReduction",
  "measures",
  "prevention",
  "notificationSteps",
  "notificationDates",
  "noNoticeReason",
  "individualSteps",
  "furtherInformation",
  "noticeDate",
  "complaintRight",
  "otherRegulators",
  "lawEnforcementDelay",
  "delayReason",
  "safeguards",
  "otherOrganisations",
  "organisationsNotified",
  "sampleNotice",
  "relationships",
  "location",
  "informationBanks",
  "unlawfulActs",
  "crossBorderImpact",
])

export type ContentSource = z.infer<typeof contentSourceSchema>

export const contentItemSchema = z.strictObject({
  id: ownString().regex(/^[a-z][a-z0-9-]*$/),
  section: sectionSchema,
  label: bilingualSchema,
  source: contentSourceSchema,
  under: ownString().optional().meta({ description: "Id of the item under whose heading a notice shows this one" }),
})

export type ContentItem = z.infer<typeof contentItemSchema>

export type ContentItemInput = z.input<typeof contentItemSchema>
