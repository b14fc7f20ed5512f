import { systemClock } from "../../shared/base/platform/clock.ts"
import { deployedReceipts } from "../../shared/base/platform/deployed-receipts.ts"
import { deployedTable } from "../../shared/base/platform/deployed-table.ts"
import { deployedTelemetry } from "../../shared/base/platform/deployed-telemetry.ts"
import { afterOnSystem } from "../../shared/base/platform/timers.ts"
import { deployedDossierDesk } from "../../shared/desk/deployed-desk.ts"
import { deployedDocumentFiles } from "../../shared/desk/documents/deployed-document-files.ts"
import { makeDrawDocument, type Renderings } from "../../shared/desk/documents/draw-document.ts"
import { drawPipeline } from "../../shared/desk/documents/draw-pipeline.ts"
import { dynamoRequestedDocuments } from "../../shared/desk/documents/dynamo-requested-documents.ts"
import { renderDossierMarkdown } from "../../shared/desk/dossier/render-markdown.ts"
import { deployedCurrentParties } from "../../shared/parties/deployed-parties.ts"

const telemetry = deployedTelemetry()
/** A party can have set how people check a notice. */
const parties = await deployedCurrentParties()

/** The bundle is split, so that a library is read only when a document of its format is drawn. */
const renderings: Renderings = {
  pdf: async (...given) => (await import("../../shared/desk/dossier/deployed-pdf.ts")).renderDossierPdf(...given),
  docx: async (...given) => (await import("../../shared/desk/dossier/render-docx.ts")).renderDossierDocx(...given),
  markdown: renderDossierMarkdown,
}

export const handler = drawPipeline({
  draw: makeDrawDocument({
    ...deployedDossierDesk(parties),
    documents: dynamoRequestedDocuments(deployedTable("RequestedDocuments")),
    files: deployedDocumentFiles(),
    renderings,
    telemetry,
  }),
  surroundings: { receipts: deployedReceipts(), after: afterOnSystem, clock: systemClock, random: Math.random },
  telemetry,
})
