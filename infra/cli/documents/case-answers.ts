import * as z from "zod"
import { dossierDocumentSchema, missingFactSchema, noticeKind } from "../../../shared/breach-desk/dossier/document.ts"
import { factSources } from "../../../shared/breach-desk/dossier/proposed-facts.ts"
import { instant } from "../../../shared/contracts/envelope.ts"
import { actor, count } from "../../../shared/contracts/fields.ts"
import { assessmentFactorSchema, legalTestSchema } from "../../../shared/contracts/legal-words.ts"
import { documentLanguages, dueIs, dutyKindSchema, lawId } from "../../../shared/contracts/words.ts"
import { formReadings } from "../../../shared/law/regulator-form.ts"

/** Parts of the answer about a case. */

export const inBothLanguages = z.strictObject({ en: z.string(), fr: z.string() })

/** What is due next in a case. */
export const nextDue = z
  .strictObject({ dutyId: z.string(), law: lawId, kind: dutyKindSchema, dueAt: instant, dueIs })
  .meta({
    description: "The duty of the caller that is due first. Absent if the case has ended, or nothing has a date",
  })

/** What keeps a case open. */
export const obstacles = z.array(
  z.strictObject({
    code: z.string().meta({ examples: ["peopleToldByNobody"] }),
    untold: count.optional().meta({ description: "Shipments of the caller whose people nobody has notified" }),
    laws: z.array(lawId).optional().meta({ description: "Laws under which the caller owes them a notice" }),
    law: lawId.optional(),
    kind: dutyKindSchema.optional(),
    dutyId: z.string().optional().meta({ description: "The duty that is open" }),
    by: actor.optional().meta({ description: "The other party on which it depends" }),
    remedy: inBothLanguages.meta({ description: "What would remove it, for whom, and by which call" }),
  }),
)

const proposedFacts = z
  .array(
    z.strictObject({
      source: z.enum(factSources).meta({ description: "Where in the case it is on record" }),
      amount: count.optional().meta({ description: "The number in it; seconds of a duration" }),
      fact: inBothLanguages,
    }),
  )
  .meta({ description: "Facts on record that bear on it. They suggest no answer" })

/** The questions that laws ask of the caller. */
export const questions = z
  .array(
    z.strictObject({
      law: lawId,
      test: legalTestSchema,
      question: inBothLanguages,
      section: inBothLanguages,
      wording: z.string().meta({ description: "The test in the words of the law" }),
      factors: z.array(z.strictObject({ code: assessmentFactorSchema, wording: z.string(), facts: proposedFacts })),
      facts: proposedFacts.meta({ description: "The same beside the whole test, if its law names no factors" }),
      decides: z.array(dutyKindSchema).meta({ description: "Kinds of duty that the answer decides about" }),
    }),
  )
  .meta({ description: "The legal tests that the caller has to answer. The hub answers none of them" })

/** What the caller set a time for, beside its duties. */
export const tasks = z
  .array(
    z.strictObject({
      task: z.enum(["writeAgain"]).meta({ description: "To write again to the people notified, as it promised" }),
      dueAt: instant,
      isOverdue: z.boolean(),
    }),
  )
  .meta({ description: "What is due by a time that the caller set. `wroteAgainAt` among its facts ends it" })

const sendableDocumentId = z
  .string()
  .meta({ description: "What to ask for in `POST /documents`", examples: ["report-ca-privacy-act"] })

/** A report to a regulator, field by field. */
export const fieldsOfReport = z.strictObject({
  document: sendableDocumentId,
  law: lawId,
  title: z.string(),
  addressee: z.string(),
  reportAt: z.url().optional().meta({ description: "Where the regulator says how to report" }),
  form: z.strictObject({
    read: z.enum(formReadings).meta({ description: "How far the regulator's own form was read" }),
    detail: z.string().meta({ description: "The same in sentences, with the copy that was read and its date" }),
  }),
  fields: z
    .array(
      z.strictObject({
        askedIn: z
          .enum(["form", "provision"])
          .meta({ description: "`form`: in the regulator's form as far as it was read. `provision`: by the law" }),
        under: z.string().optional().meta({ description: "The form's heading above the field" }),
        underTranslation: z.string().optional(),
        field: z.string().meta({ description: "In the words of the form, or the item of the provision" }),
        translation: z.string().optional().meta({ description: "The hub's, where the form is in another language" }),
        section: z.string().optional(),
        values: z.array(z.string()).min(1),
        standing: z.enum(["known", "unknown", "missing", "yours"]).meta({
          description: "`missing`: `setBy` says what sets it. `yours`: the hub has no fact for it, only the officer",
        }),
        comesFrom: z.string(),
        setBy: z.array(z.string()).optional(),
      }),
    )
    .meta({ description: "In the order of the form, then what the form did not show, in the order of the provision" }),
})

/** A document that the caller can ask for and send. */
const sendableDocument = z.strictObject({
  document: sendableDocumentId,
  kind: dossierDocumentSchema.shape.kind,
  addressee: dossierDocumentSchema.shape.addressee,
  noticeKind: dossierDocumentSchema.shape.noticeKind,
  when: z.string().optional().meta({ description: "Of a notice to people: when to use it" }),
  law: lawId.optional(),
  language: z.enum(documentLanguages),
  furtherLanguage: dossierDocumentSchema.shape.furtherLanguage,
  title: z.string(),
  subtitle: z.string(),
  sendable: z
    .boolean()
    .meta({ description: "Whether no fact is missing. Else it would be drawn as a draft, with gaps" }),
  standing: z.string().meta({ examples: ["Draft: 4 facts are missing"] }),
  missing: z.array(missingFactSchema),
})

/** A notice that is no document yet. */
const furtherNotice = z.strictObject({
  noticeKind,
  when: z.string().meta({ description: "When to use it" }),
  setBy: z.string().meta({ description: "The call that makes it a document" }),
})

/** What the caller can ask for and send. */
export const documents = z.strictObject({
  correctedAt: instant.optional().meta({ description: "What was drawn before is superseded" }),
  furtherNotices: z.array(furtherNotice),
  documents: z.array(sendableDocument),
  mailMergeUrl: z
    .string()
    .optional()
    .meta({
      description:
        "Of a party with a notice to people: the list for a mail merge, whose columns are the slots of the notice as " +
        "DOCX and Markdown",
    }),
})
