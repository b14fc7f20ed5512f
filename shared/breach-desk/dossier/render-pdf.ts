import { DateTime } from "luxon"
import type { DocumentDefinition, Node } from "pdfmake"
import pdfmake from "pdfmake"
import fontFiles from "pdfmake/build/vfs_fonts.js"
import type { Dossier, DossierDocument } from "./document.ts"
import { heading, padded, roomForFirstRows, ruled, sectionNodes } from "./pdf-blocks.ts"
import { accent, amber, amberTint, ink, quiet } from "./pdf-colours.ts"
import { chosenOf, localeOf, type PageSize, type Rendering } from "./rendering.ts"

/**
 * Renders a dossier as a PDF. The font is the Roboto inside pdfmake, so nothing is read from disk or network. The same
 * dossier gives the same bytes.
 */
export const renderDossierPdf: Rendering = async (dossier, options = {}) => {
  const content = chosenOf(dossier, options)
  prepareFonts()
  return pdfmake.createPdf(definition(dossier, content, options.pageSize ?? "LETTER")).getBuffer()
}

let fontsReady = false

function prepareFonts(): void {
  if (fontsReady) return
  for (const [name, content] of Object.entries(fontFiles))
    pdfmake.virtualfs.writeFileSync(name, Buffer.from(content, "base64"))
  pdfmake.setFonts({
    Roboto: {
      normal: "Roboto-Regular.ttf",
      bold: "Roboto-Medium.ttf",
      italics: "Roboto-Italic.ttf",
      bolditalics: "Roboto-MediumItalic.ttf",
    },
  })
  pdfmake.setUrlAccessPolicy(() => false)
  pdfmake.setLocalAccessPolicy(() => false)
  fontsReady = true
}

function definition(
  dossier: Dossier,
  { first, chosen, title }: ReturnType<typeof chosenOf>,
  pageSize: PageSize,
): DocumentDefinition {
  const english = dossier.language === "en"
  const whole = chosen.length > 1
  return {
    pageSize,
    pageMargins: [54, 56, 54, 44],
    version: "1.7",
    language: localeOf[first.language],
    displayTitle: true,
    info: {
      title,
      ...(first.kind === "notice" ? {} : { subject: first.subtitle }),
      creator: "Wayseal",
      producer: "Wayseal",
      creationDate: DateTime.fromISO(dossier.preparedAt).toJSDate(),
      modDate: DateTime.fromISO(dossier.preparedAt).toJSDate(),
    },
    defaultStyle: { font: "Roboto", fontSize: 9.5, lineHeight: 1.2, color: ink },
    styles,
    footer: (page, pages) => ({
      text: `${page} / ${pages}`,
      style: "cite",
      alignment: "right",
      margin: [54, 18, 54, 0],
    }),
    // A table without room for its first rows moves to the next page. Its heading moves with it.
    pageBreakBefore: ({ headlineLevel, startPosition }, others) => {
      if (headlineLevel !== 1) return false
      const [following] = others.getFollowingNodesOnPage()
      return (
        following === undefined || (startPosition.verticalRatio > roomForFirstRows && following.table !== undefined)
      )
    },
    content: chosen.flatMap((document, index) =>
      documentNodes(document, index, whole && index === 0 ? contentsNodes(chosen.slice(1), english) : []),
    ),
  }
}

const styles: DocumentDefinition["styles"] = {
  title: { fontSize: 22, bold: true, color: accent, lineHeight: 1.1 },
  subtitle: { fontSize: 11, color: quiet },
  kind: { fontSize: 8, bold: true, color: quiet, characterSpacing: 0.8 },
  heading: { fontSize: 12, bold: true, color: accent },
  label: { bold: true, fontSize: 9 },
  cite: { fontSize: 7.5, color: quiet },
  cell: { fontSize: 8.5 },
  head: { fontSize: 8, bold: true, color: quiet },
  muted: { fontSize: 8.5, color: quiet },
  unknown: { italics: true, color: quiet },
  missing: { italics: true, color: amber },
  figure: { fontSize: 19, bold: true, color: accent, lineHeight: 1.05 },
  figureLabel: { fontSize: 8, color: quiet },
}

const kindWords: Readonly<Record<DossierDocument["kind"], { readonly en: string; readonly fr: string }>> = {
  summary: { en: "INTERNAL: SUMMARY", fr: "INTERNE : SOMMAIRE" },
  regulatorReport: { en: "REPORT TO A REGULATOR", fr: "RAPPORT À UNE AUTORITÉ" },
  notice: { en: "NOTICE TO THE PEOPLE AFFECTED", fr: "AVIS AUX PERSONNES TOUCHÉES" },
  registerEntry: { en: "REGISTER ENTRY", fr: "INSCRIPTION AU REGISTRE" },
  evidence: { en: "INTERNAL: EVIDENCE", fr: "INTERNE : ÉLÉMENTS DE PREUVE" },
}

function documentNodes(document: DossierDocument, index: number, contents: readonly Node[]): Node[] {
  const [opening, ...rest] = document.sections
  return [
    ...titleNodes(document, index > 0),
    ...(document.warnings === undefined || document.warnings.length === 0 ? [] : [warnings(document.warnings)]),
    ...(document.kind === "notice" ? [letter(document)] : []),
    ...(opening === undefined || document.kind === "notice" ? [] : sectionNodes(opening)),
    ...contents,
    ...(document.kind === "notice" ? [] : rest.flatMap(sectionNodes)),
  ]
}

/** A notice is in 10 points: California allows no smaller text (Civ. Code § 1798.82(d)(1)(D)). */
const letter = ({ sections }: DossierDocument): Node => ({
  stack: sections.flatMap(sectionNodes),
  fontSize: 10,
  lineHeight: 1.15,
})

/** The head of a document. A notice is a letter: its sender and its title, and nothing of its making. */
function titleNodes({ id, kind, language, title, subtitle, envelope }: DossierDocument, onNewPage: boolean): Node[] {
  const pageBreak = onNewPage ? ({ pageBreak: "before" } as const) : {}
  if (envelope !== undefined) {
    return [
      { text: envelope.sender, style: "subtitle", ...pageBreak, margin: [0, 0, 0, 6] },
      { text: title, style: "title", fontSize: 17, id, margin: [0, 0, 0, 2] },
    ]
  }
  return [
    { text: kindWords[kind][language], style: "kind", ...pageBreak, margin: [0, 0, 0, 4] },
    { text: title, style: "title", id },
    { text: subtitle, style: "subtitle", margin: [0, 3, 0, 6] },
  ]
}

/** The table of contents: title, addressee, page. */
function contentsNodes(documents: readonly DossierDocument[], english: boolean): Node[] {
  return [
    heading(english ? "In this dossier" : "Dans ce dossier"),
    {
      table: {
        widths: ["*", "*", 24],
        body: documents.map((document) => [
          { text: document.title, style: "cell", linkToDestination: document.id },
          { text: document.subtitle, style: "muted" },
          { pageReference: document.id, style: "cell", alignment: "right" },
        ]),
      },
      layout: { ...ruled, ...padded(4, 2.5) },
      margin: [0, 6, 0, 0],
    },
  ]
}

function warnings(lines: readonly string[]): Node {
  return {
    table: {
      widths: ["*"],
      body: [[{ stack: lines.map((text) => ({ text, fontSize: 8.5, color: amber, margin: [0, 1, 0, 2] })) }]],
    },
    layout: {
      hLineWidth: () => 0,
      vLineWidth: (column: number) => (column === 0 ? 3 : 0),
      vLineColor: () => "#d79a1d",
      fillColor: () => amberTint,
      ...padded(10, 5),
    },
    margin: [0, 4, 0, 0],
  }
}
