import * as z from "zod"
import { boundedString, ownString } from "../../base/contracts/bounded-string.ts"
import { documentLanguages } from "../../base/contracts/words.ts"
import { daySeconds } from "../../base/platform/instants.ts"
import { type NoticeKind, noticeKind } from "../dossier/document.ts"
import type { Law } from "../law/law.ts"

/** A law by its form: a case keeps the text of one that the deployment no longer has. */
const aLaw = "[a-z]{2}(?:-[a-z0-9]+)+"

/** The ids of documents of the whole dossier, and of those under a law: its reports, its register, and its notices. */
const dossierDocumentId = boundedString(256)
  .regex(
    new RegExp(`^(?:summary|evidence|(?:report|register)-${aLaw}|notice-${aLaw}-(?:${documentLanguages.join("|")}))$`),
  )
  .meta({ examples: ["report-ca-on-fippa"] })

/** The id of the letter that discharges one duty, by the id of the duty. */
const letterIdSchema = boundedString(256)
  .regex(/^organisation-[A-Za-z0-9_-]{22}$/)
  .meta({ examples: ["organisation-yZ1UzkAxBIn0rnKbXXsTVg"] })

const language = z
  .enum(documentLanguages)
  .default("en")
  .meta({ description: "Language of the documents. `en` when absent", examples: ["fr"] })

const supplementId = boundedString(256)
  .regex(new RegExp(`^supplement-${aLaw}$`))
  .meta({ examples: ["supplement-eu-gdpr"] })

/** What the id of a notice for another moment begins with. */
const noticePrefixes = {
  earlyNotice: "early-",
  followUp: "follow-up-",
  publicNotice: "public-",
} as const satisfies Record<NoticeKind, string>

const noticeId = new RegExp(`^(early-|follow-up-|public-)?notice-(${aLaw})-([a-z]{2,3}(?:-[A-Z]{2})?)$`)

/** A notice in a further language, or one for another moment than the one at which all is known. */
const furtherNoticeId = boundedString(256)
  .regex(noticeId)
  .meta({ examples: ["notice-eu-gdpr-de", "early-notice-eu-gdpr-en"] })

function partsOfNoticeId(id: string) {
  const [, prefix, law, language] = noticeId.exec(id) ?? []
  return { kind: noticeKind.options.find((one) => noticePrefixes[one] === prefix), law, language }
}

/** Whether a document is under one of these laws, or under none. Then its id holds nobody's own words. */
export function isDocumentOf(laws: readonly Law[], document: string): boolean {
  if (/^(?:summary|evidence|organisation-.*)$/.test(document)) return true
  const named = partsOfNoticeId(document).law ?? document.replace(/^(?:report|register|supplement)-/, "")
  return laws.some(({ id, rules }) => named === id || rules.some(({ stage }) => document === `report-${id}-${stage}`))
}

const asJson = z.strictObject({ format: z.literal("json"), language })
const asFile = z.strictObject({
  format: z.enum(["pdf", "docx", "markdown"]),
  language,
  document: z.union([letterIdSchema, dossierDocumentId]).optional(),
})

/** What a party asks for: the record as JSON, a PDF to read and send, or a copy to edit. */
export const documentWishSchema = z.discriminatedUnion("format", [
  asJson,
  asFile.extend({
    document: z
      .union([letterIdSchema, dossierDocumentId, supplementId, furtherNoticeId])
      .optional()
      .meta({
        description:
          "Limits the file to the document with this id. `organisation-` and the id of a duty to notify another " +
          "organisation names the letter to it",
        examples: ["report-ca-on-fippa"],
      }),
  }),
])
export type DocumentWish = z.infer<typeof documentWishSchema>

export const drawingSteps = ["reading", "drawing", "storing"] as const

export const drawingFailures = {
  noSuchDocument: "The dossier has no document with this id. Ask for the whole dossier: its contents list them.",
  caseGone: "The case is not there any more under this alias. Look for it in your list of cases.",
  cannotBeDrawn: "The document could not be drawn, and the operator was alerted. Ask for it again later.",
} as const
export type DrawingFailure = keyof typeof drawingFailures

/** A dossier, or one document of it, as a file that a party asked for. */
export const requestedDocumentSchema = z.object({
  documentId: ownString().min(1),
  partyId: ownString().min(1),
  caseAlias: ownString().min(1),
  wish: z.discriminatedUnion("format", [asJson, asFile]).meta({
    description: "The wish as version 0.1.0 reads it, which knows no supplements: that of the report instead",
  }),
  supplement: z
    .boolean()
    .optional()
    .meta({ description: "Whether the supplement to the report is wished. Version 0.1.0 draws the whole report" }),
  furtherLanguage: ownString()
    .optional()
    .meta({ description: "That of the notice, where it is a further one. Version 0.1.0 draws the English notice" }),
  noticeKind: noticeKind
    .optional()
    .meta({ description: "Of a notice for another moment: which. Version 0.1.0 draws the notice with all facts" }),
  state: z.enum(["waiting", "drawing", "ready", "failed"]),
  step: z.enum(drawingSteps).optional().meta({ description: "What is being done. Absent unless it is drawn" }),
  attempts: z.int().nonnegative().meta({ description: "How often a function began to draw it" }),
  requestedAt: z.iso.datetime(),
  readyAt: z.iso.datetime().optional(),
  failure: z.enum(["noSuchDocument", "caseGone", "cannotBeDrawn"]).optional(),
  expiresAt: z.int().positive().meta({ description: "Epoch seconds from which it is not there any more" }),
})
export type RequestedDocument = z.infer<typeof requestedDocumentSchema>

type StoredWish = Pick<RequestedDocument, "wish" | "supplement" | "furtherLanguage" | "noticeKind">

/** A wish as a row holds it, so that version 0.1.0 reads the row too. */
export function storedWish(wish: DocumentWish): StoredWish {
  if (wish.format === "json") return { wish }
  const { document, ...rest } = wish
  if (document?.startsWith("supplement-"))
    return { wish: { ...rest, document: document.replace(/^supplement-/, "report-") }, supplement: true }
  const known = asFile.safeParse(wish)
  if (known.success) return { wish: known.data }
  const notice = partsOfNoticeId(document ?? "")
  const isFurther = !documentLanguages.some((one) => one === notice.language)
  const language = isFurther ? "en" : notice.language
  return {
    wish: asFile.parse({ ...rest, document: `notice-${notice.law}-${language}` }),
    ...(isFurther ? { furtherLanguage: notice.language } : {}),
    ...(notice.kind === undefined ? {} : { noticeKind: notice.kind }),
  }
}

/** What the party wished, from the row. */
export function wishOf({ wish, supplement, furtherLanguage, noticeKind: kind }: StoredWish): DocumentWish {
  if (wish.format === "json") return wish
  if (furtherLanguage !== undefined || kind !== undefined) {
    const prefix = kind === undefined ? "" : noticePrefixes[kind]
    const notice = `${prefix}${wish.document}`
    const document = furtherLanguage === undefined ? notice : notice.replace(/en$/, furtherLanguage)
    return documentWishSchema.parse({ ...wish, document })
  }
  if (supplement !== true) return wish
  return documentWishSchema.parse({ ...wish, document: wish.document?.replace(/^report-/, "supplement-") })
}

/** The end of a document that is requested at an ISO instant: 24 hours later, in epoch seconds. */
export function endOfDocument(requestedAt: string): number {
  return Math.floor(Date.parse(requestedAt) / 1000) + daySeconds
}

/** Whether a document has ended. The table and the bucket remove it some time later. */
export function hasEnded({ expiresAt }: Pick<RequestedDocument, "expiresAt">, now: Date): boolean {
  return now.getTime() >= expiresAt * 1000
}

/** The name of a document's file: the party's alias of the case and a random id. It names no party and no shipment. */
export function fileKeyOf({ caseAlias, documentId }: Pick<RequestedDocument, "caseAlias" | "documentId">): string {
  return `${caseAlias}/${documentId}`
}
