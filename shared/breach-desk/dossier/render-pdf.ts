import { DateTime } from "luxon"
import type { DocumentDefinition, Node } from "pdfmake"
import pdfmake from "pdfmake"
import fontFiles from "pdfmake/build/vfs_fonts.js"
import type { Dossier, DossierDocument } from "./document.ts"
import { heading, noRules, padded, roomForFirstRows, ruled, sectionNodes } from "./pdf-blocks.ts"
import { accent, amber, amberTint, ink, quiet, tint } from "./pdf-colours.ts"

/**
 * Renders a dossier as a PDF. The font is the Roboto inside pdfmake, so nothing is read from disk or network. The same
 * dossier gives the same bytes.
 */
export type PageSize = "LETTER" | "A4"

/**
 * Renders a whole dossier, or one of its documents.
 * @param options.document id of the one document to render; all of them by default
 * @returns the bytes of a PDF
 * @throws Error if the dossier has no such document
 */
export const renderDossierPdf = async (
  dossier: Dossier,
  options: { readonly pageSize?: PageSize; readonly document?: string } = {},
): Promise<Uint8Array> => {
  const chosen = dossier.documents.filter(({ id }) => options.document === undefined || id === options.document)
  const [first] = chosen
  if (first === undefined) throw new Error("the dossier has no such document")
  prepareFonts()
  return pdfmake.createPdf(definition(dossier, first, chosen, options.pageSize ?? "LETTER")).getBuffer()
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
  first: DossierDocument,
  chosen: readonly DossierDocument[],
  pageSize: PageSize,
): DocumentDefinition {
  const english = dossier.language === "en"
  const whole = chosen.length > 1
  return {
    pageSize,
    pageMargins: [54, 56, 54, 44],
    version: "1.7",
    language: first.language === "en" ? "en-CA" : "fr-CA",
    displayTitle: true,
    info: {
      title: `${dossier.caseAlias} - ${whole ? first.title : `${first.title}, ${first.subtitle}`}`,
      subject: first.subtitle,
      creator: "Wayseal",
      producer: "Wayseal",
      creationDate: DateTime.fromISO(dossier.preparedAt).toJSDate(),
      modDate: DateTime.fromISO(dossier.preparedAt).toJSDate(),
    },
    defaultStyle: { font: "Roboto", fontSize: 9.5, lineHeight: 1.2, color: ink },
    styles,
    header: (page) => (page === 1 ? "" : header(dossier, english)),
    footer: (page, pages) => footer(dossier, english, `${page} / ${pages}`),
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
  toComplete: { italics: true, color: amber },
  figure: { fontSize: 19, bold: true, color: accent, lineHeight: 1.05 },
  figureLabel: { fontSize: 8, color: quiet },
}

const header = ({ caseAlias }: Dossier, english: boolean): Node => ({
  margin: [54, 28, 54, 0],
  columns: [
    { text: `${english ? "Case" : "Dossier"} ${caseAlias}`, style: "muted" },
    { text: english ? "Confidential" : "Confidentiel", style: "muted", alignment: "right" },
  ],
})

const footer = ({ head }: Dossier, english: boolean, pageOfPages: string): Node => ({
  margin: [54, 18, 54, 0],
  columns: [
    { text: `${english ? "Timeline head" : "Tête de la chronologie"} ${head.hash.slice(0, 16)}…`, style: "cite" },
    { text: pageOfPages, style: "cite", alignment: "right" },
  ],
})

const kindWords: Readonly<Record<DossierDocument["kind"], { readonly en: string; readonly fr: string }>> = {
  summary: { en: "SUMMARY", fr: "SOMMAIRE" },
  regulatorReport: { en: "REPORT TO A REGULATOR", fr: "RAPPORT À UNE AUTORITÉ" },
  notice: { en: "NOTICE TO THE PEOPLE AFFECTED", fr: "AVIS AUX PERSONNES TOUCHÉES" },
  registerEntry: { en: "REGISTER ENTRY", fr: "INSCRIPTION AU REGISTRE" },
  evidence: { en: "EVIDENCE", fr: "ÉLÉMENTS DE PREUVE" },
}

function documentNodes(document: DossierDocument, index: number, contents: readonly Node[]): Node[] {
  const kind = kindWords[document.kind][document.language]
  const [opening, ...rest] = document.sections
  return [
    {
      text: kind,
      style: "kind",
      ...(index === 0 ? {} : { pageBreak: "before" }),
      margin: [0, 0, 0, 4],
    },
    {
      text: document.title,
      style: "title",
      id: document.id,
    },
    { text: document.subtitle, style: "subtitle", margin: [0, 3, 0, 6] },
    ...(document.envelope === undefined ? [] : [envelope(document.envelope, document.language === "en")]),
    ...(document.warnings.length === 0 ? [] : [warnings(document.warnings)]),
    ...(opening === undefined ? [] : sectionNodes(opening)),
    ...contents,
    ...(document.kind === "notice" ? [denser(rest.flatMap(sectionNodes))] : rest.flatMap(sectionNodes)),
  ]
}

/** Smaller, so that a notice fits one page. */
const denser = (nodes: Node[]): Node => ({ stack: nodes, fontSize: 9, lineHeight: 1.1 })

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

function envelope({ sender, subject }: NonNullable<DossierDocument["envelope"]>, english: boolean): Node {
  return {
    table: {
      widths: [70, "*"],
      body: [
        [
          { text: english ? "Sender" : "Expéditeur", style: "head" },
          { text: sender, style: "cell" },
        ],
        [
          { text: english ? "Subject" : "Objet", style: "head" },
          { text: subject, style: "cell", bold: true },
        ],
      ],
    },
    layout: { ...noRules, fillColor: () => tint, ...padded(10, 5) },
    margin: [0, 4, 0, 0],
  }
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
