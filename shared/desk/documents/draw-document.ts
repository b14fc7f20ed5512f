import type { Telemetry } from "../../base/platform/telemetry.ts"
import type { Party } from "../../parties/party.ts"
import { participantOf } from "../cases/participant.ts"
import type { PageSize, Rendering } from "../dossier/rendering.ts"
import type { DocumentFiles } from "./document-files.ts"
import { type DossierDesk, dossierOf } from "./dossier-of-case.ts"
import {
  type DocumentWish,
  type DrawingFailure,
  fileKeyOf,
  hasEnded,
  type RequestedDocument,
  wishOf,
} from "./requested-document.ts"
import type { RequestedDocuments } from "./requested-documents.ts"

/** How each format but JSON, which is the record itself, is rendered. */
export type Renderings = Readonly<Record<Exclude<DocumentWish["format"], "json">, Rendering>>

export type DrawingDesk = DossierDesk & {
  documents: Omit<RequestedDocuments, "get" | "request">
  files: DocumentFiles
  renderings: Renderings
  telemetry: Pick<Telemetry, "count">
}

/**
 * A document is given up when a function began this often to draw it and never came to an end. So a document that ends
 * its function does not hold up the others, and the party that waits for it is told.
 */
export const drawingAttempts = 5

/**
 * @param asked the document as it was when the party asked
 * @param deliveries how often the queue delivered it, but for those deliveries in which AWS failed
 */
export type DrawDocument = (
  asked: RequestedDocument,
  deliveries: number,
) => Promise<"drawn" | "failed" | "repeated" | "ended" | "nothing">

/**
 * Draws a document that a party asked for, writes its file, and then notes that it is ready. A repeat finds that the
 * drawing has ended. After a crash the document is drawn again, and the first file stays.
 */
export function makeDrawDocument(desk: DrawingDesk): DrawDocument {
  return async (asked, deliveries) => {
    if (asked.state !== "waiting") return "nothing"
    if (hasEnded(asked, desk.clock())) return "ended"
    const document = await desk.documents.begin(asked.documentId)
    if (document === undefined) return "repeated"
    const attempts = Math.min(document.attempts, deliveries)
    const drawn = attempts > drawingAttempts ? "cannotBeDrawn" : await contentOf(desk, document)
    if (typeof drawn === "string") return fail(desk, document, drawn)
    await desk.documents.note(document.documentId, "storing")
    await desk.files.write({ key: fileKeyOf(document), name: fileNameOf(document), ...drawn })
    const ready = { state: "ready", readyAt: desk.clock().toISOString() } as const
    return (await desk.documents.end(document.documentId, ready)) ? "drawn" : "repeated"
  }
}

async function fail(desk: DrawingDesk, { documentId }: RequestedDocument, failure: DrawingFailure) {
  if (!(await desk.documents.end(documentId, { state: "failed", failure }))) return "repeated"
  if (failure === "cannotBeDrawn") desk.telemetry.count("DocumentFailed")
  return "failed"
}

type Content = { contentType: string; content: Uint8Array }

/** What the file holds, or why there is none. */
async function contentOf(desk: DrawingDesk, asked: RequestedDocument): Promise<Content | DrawingFailure> {
  const { documentId, partyId, caseAlias } = asked
  const wish = wishOf(asked)
  const party = await desk.parties.byId(partyId)
  const participant = party === undefined ? undefined : await participantOf(desk, party, caseAlias)
  if (party === undefined || participant === undefined) return "caseGone"
  const wanted = wish.format === "json" ? undefined : wish.document
  const dossier = await dossierOf(desk, party, participant, { language: wish.language, wanted })
  await desk.documents.note(documentId, "drawing")
  const { contentType } = files[wish.format]
  if (wish.format === "json") return { contentType, content: Buffer.from(JSON.stringify(dossier)) }
  const { document, format } = wish
  if (document !== undefined && !dossier.documents.some(({ id }) => id === document)) return "noSuchDocument"
  const only = document === undefined ? {} : { document }
  const content = await desk.renderings[format](dossier, { pageSize: pageSizeFor(party), ...only })
  return { contentType, content }
}

/** How a file of each format is named, and announced to the program that opens it. */
const files: Readonly<Record<DocumentWish["format"], { readonly extension: string; readonly contentType: string }>> = {
  json: { extension: "json", contentType: "application/json" },
  pdf: { extension: "pdf", contentType: "application/pdf" },
  // ECMA-376 part 1, section 11.2, names the content type of its documents.
  docx: {
    extension: "docx",
    contentType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  },
  // RFC 7763.
  markdown: { extension: "md", contentType: "text/markdown; charset=UTF-8; variant=GFM" },
}

function pageSizeFor({ jurisdiction: { country } }: Party): PageSize {
  return country === "US" || country === "CA" ? "LETTER" : "A4"
}

/** Such as `WS-NYPRTQ5MDM-report-ca-on-fippa.pdf`. */
function fileNameOf(asked: RequestedDocument): string {
  const wish = wishOf(asked)
  const what = wish.format === "json" ? "dossier" : (wish.document ?? "dossier")
  return `${asked.caseAlias}-${what}.${files[wish.format].extension}`
}
