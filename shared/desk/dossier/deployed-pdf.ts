import { robotoFiles } from "../../base/platform/tagged-pdf/load-roboto.ts"
import { makeRenderDossierPdf } from "./render-pdf.ts"

export const renderDossierPdf = makeRenderDossierPdf(robotoFiles())
