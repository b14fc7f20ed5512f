import * as z from "zod"
import { boundedString, ownString } from "../../base/contracts/bounded-string.ts"
import { signature } from "../../base/contracts/signature.ts"
import { documentLanguages } from "../../base/contracts/words.ts"
import { dutySchema } from "../duties/duty.ts"
import { unwatchedSchema } from "../schemas.ts"
import { timelineEntrySchema, timelineHeadSchema } from "../timeline.ts"
import { unknownReason } from "../unknown-reason.ts"

/**
 * A dossier as data: documents of sections of blocks. The JSON is the record. PDF, DOCX and Markdown are
 * rendered from it. Nothing here depends on a law or a renderer.
 */

/**
 * A fact. Its `standing` is `known` (from evidence or from the party), `unknown` (and the law asks only for what is
 * known), or `missing` (the document shows a gap, and stays a draft).
 */
export const factRowSchema = z.strictObject({
  label: ownString().min(1),
  values: z.array(ownString().min(1)).min(1),
  standing: z.enum(["known", "unknown", "missing"]),
  section: ownString().min(1).optional().meta({ description: "Where the law asks for it" }),
})
export type FactRow = z.infer<typeof factRowSchema>

const general = z.literal(true).optional().meta({
  description:
    "Of what was shown of all deliveries. A letter to one person has what was shown of that person's in place",
})

export const blockSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("paragraph"),
    text: ownString().min(1),
    tone: z.enum(["plain", "muted", "gap"]).default("plain"),
    general,
  }),
  z.strictObject({ kind: z.literal("facts"), rows: z.array(factRowSchema) }),
  z.strictObject({
    kind: z.literal("table"),
    columns: z.array(
      z.strictObject({
        label: ownString(),
        width: z.number().positive().optional(),
        align: z.enum(["left", "right"]).default("left"),
      }),
    ),
    rows: z.array(z.array(ownString())),
    empty: ownString().min(1),
  }),
  z.strictObject({ kind: z.literal("list"), items: z.array(ownString().min(1)).min(1), general }),
  z.strictObject({
    kind: z.literal("figures"),
    figures: z.array(z.strictObject({ value: ownString().min(1), label: ownString().min(1) })).min(1),
  }),
  z.strictObject({ kind: z.literal("hash"), label: ownString().min(1), value: ownString().min(1) }),
])
export type Block = z.infer<typeof blockSchema>

export const sectionSchema = z.strictObject({ heading: ownString().min(1), blocks: z.array(blockSchema) })
export type Section = z.infer<typeof sectionSchema>

/** A fact that a document needs before it is sent. */
export const missingFactSchema = z.strictObject({
  item: ownString().min(1).meta({ description: "Id of the item that the law asks for" }),
  sentence: ownString().min(1),
  setBy: ownString().min(1).meta({ description: "The call, or the field of the parties file, that sets it" }),
})
export type MissingFact = z.infer<typeof missingFactSchema>

/** A notice to people for another moment than the one at which all that the law asks for is known. */
export const noticeKind = z.enum(["earlyNotice", "followUp", "publicNotice"])
export type NoticeKind = z.infer<typeof noticeKind>

export const dossierDocumentSchema = z.strictObject({
  id: ownString().regex(/^[a-zA-Z0-9_-]+$/),
  kind: z.enum(["summary", "regulatorReport", "notice", "registerEntry", "evidence"]),
  addressee: z
    .literal("organisation")
    .optional()
    .meta({ description: "Of a notice: it goes to another organisation. Absent: to the people affected" }),
  noticeKind: noticeKind.optional().meta({
    description: "Of a notice to people: which one. Absent: the notice with all that the law asks for",
  }),
  language: z.enum(documentLanguages),
  furtherLanguage: ownString()
    .min(2)
    .optional()
    .meta({ description: "Of a notice in the party's own words: their language. `language` is then of no weight" }),
  title: ownString().min(1),
  subtitle: ownString().min(1),
  audience: z
    .enum(["internal", "outgoing"])
    .meta({ description: "internal: it never leaves the party; outgoing: it is written to be sent or shown" }),
  missing: z.array(missingFactSchema).meta({ description: "With any of them an outgoing document is a draft" }),
  warnings: z.array(ownString().min(1)).optional().meta({ description: "Only of an internal document" }),
  sections: z.array(sectionSchema),
  law: ownString().optional(),
  rule: ownString().optional(),
  envelope: z
    .strictObject({
      sender: ownString().min(1),
      date: ownString().min(1).optional().meta({ description: "The day on which it was drawn, in words" }),
      subject: ownString().min(1),
    })
    .optional()
    .meta({ description: "Of a notice: what others can read on a locked screen; says nothing of what was bought" }),
})
export type DossierDocument = z.infer<typeof dossierDocumentSchema>

export const headMacSchema = z.strictObject({
  mac: boundedString(256).min(1),
  keyId: ownString().min(1),
  algorithm: ownString().min(1),
})
export type HeadMac = z.infer<typeof headMacSchema>

export const dossierSchema = z.strictObject({
  format: z.literal("wayseal-dossier/1"),
  caseAlias: ownString().min(1),
  party: ownString().min(1),
  preparedAt: z.iso.datetime({ offset: true }),
  language: z.enum(documentLanguages),
  documents: z.array(dossierDocumentSchema).min(1),
  duties: z.array(
    dutySchema.extend({ law: ownString().min(1), clock: dutySchema.shape.clock.omit({ citation: true }) }),
  ),
  unknownBecause: z.array(unknownReason).optional().meta({ description: "Why more may have been shown" }),
  unwatched: z
    .array(unwatchedSchema)
    .optional()
    .meta({ description: "Hours of the case in which nobody watched the carrier's tool. Absent if there are none" }),
  timeline: z.array(timelineEntrySchema).max(100_000),
  head: timelineHeadSchema,
  headMac: headMacSchema.optional(),
  headSignature: signature.optional().meta({
    description: "The hub's signature of the head, which anybody can check with the keys of GET /v1/signing-keys",
  }),
  receivedHeads: z.array(z.strictObject({ at: z.iso.datetime({ offset: true }), head: timelineHeadSchema })),
})
export type Dossier = z.infer<typeof dossierSchema>
