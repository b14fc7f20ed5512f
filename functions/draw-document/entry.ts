import { deployedTable } from "../../shared/base/platform/deployed-table.ts"
import { deployedTelemetry } from "../../shared/base/platform/deployed-telemetry.ts"
import { streamPipeline } from "../../shared/base/platform/stream-pipeline.ts"
import { deployedDossierDesk } from "../../shared/desk/deployed-desk.ts"
import { deployedDocumentFiles } from "../../shared/desk/documents/deployed-document-files.ts"
import { makeDrawDocument, type Renderings } from "../../shared/desk/documents/draw-document.ts"
import { dynamoRequestedDocuments } from "../../shared/desk/documents/dynamo-requested-documents.ts"
import { requestedDocumentSchema } from "../../shared/desk/documents/requested-document.ts"
import { renderDossierMarkdown } from "../../shared/desk/dossier/render-markdown.ts"
import { deployedCurrentParties } from "../../shared/parties/deployed-parties.ts"

const telemetry = deployedTelemetry()
/** A party can have set where people track their parcels, which notices say. */
const parties = await deployedCurrentParties()

/** The bundle is split, so that a library is read only when a document of its format is drawn. */
const renderings: Renderings = {
  pdf: async (...given) => (await import("../../shared/desk/dossier/deployed-pdf.ts")).renderDossierPdf(...given),
  docx: async (...given) => (await import("../../shared/desk/dossier/render-docx.ts")).renderDossierDocx(...given),
  markdown: renderDossierMarkdown,
}

export const handler = streamPipeline({
  rowSchema: requestedDocumentSchema,
  handle: makeDrawDocument({
    ...deployedDossierDesk(parties),
    documents: dynamoRequestedDocuments(deployedTable("RequestedDocuments")),
    files: deployedDocumentFiles(),
    renderings,
    telemetry,
  }),
  telemetry,
})
