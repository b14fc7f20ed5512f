import type { Renderings } from "../../../shared/desk/documents/draw-document.ts"

/** Loads a library and its fonts only for a test that needs them. */
export const renderings: Renderings = {
  pdf: async (...given) => (await import("../../../shared/desk/dossier/deployed-pdf.ts")).renderDossierPdf(...given),
  docx: async (...given) => (await import("../../../shared/desk/dossier/render-docx.ts")).renderDossierDocx(...given),
  markdown: async (...given) =>
    (await import("../../../shared/desk/dossier/render-markdown.ts")).renderDossierMarkdown(...given),
}
