import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  Header,
  HeadingLevel,
  LevelFormat,
  Packer,
  PageNumber,
  Paragraph,
  TextRun,
} from "docx"
import type { Dossier, DossierDocument } from "./document.ts"
import { blockNodes, bullets, type DocxNode, paragraph, withSlots } from "./docx-blocks.ts"
import { type LinesOfPerson, letterToOne } from "./merge-slots.ts"
import { accent, amber, amberTint, ink, quiet } from "./pdf-colours.ts"
import {
  chosenOf,
  inOneLine,
  languageOf,
  letterhead,
  localeOf,
  type PageSize,
  type Rendering,
  runningText,
} from "./rendering.ts"

/**
 * Renders a dossier as a file for word processors (ECMA-376), to edit before it is sent. Headings, lists, header rows
 * and the language of each document are marked as such, for navigation, screen readers and spelling.
 */
export const renderDossierDocx: Rendering = async (dossier, options = {}) => {
  const { first, chosen, title } = chosenOf(dossier, options)
  const file = new Document({
    title: inOneLine(title),
    ...(first.kind === "notice" ? {} : { subject: inOneLine(first.subtitle) }),
    creator: "Wayseal",
    lastModifiedBy: "Wayseal",
    styles: {
      default: {
        document: {
          run: { font: "Calibri", size: "10.5pt", color: hex(ink), language: { value: localeOf(languageOf(first)) } },
          paragraph: { spacing: { after: 60 } },
        },
        heading1: { run: { size: "20pt", bold: true, color: hex(accent) }, paragraph: { spacing: { after: 80 } } },
        heading2: {
          run: { size: "13pt", bold: true, color: hex(accent) },
          paragraph: { keepNext: true, spacing: { before: 150, after: 50 } },
        },
      },
      paragraphStyles,
    },
    numbering: { config: [{ reference: bullets, levels: [bullet] }] },
    sections: chosen.map((document) => sectionOf(dossier, document, options.pageSize ?? "LETTER")),
  })
  return Packer.toBuffer(file)
}

/** Without the leading `#`, as the format wants it. */
const hex = (colour: string): string => colour.slice(1)

const paragraphStyles = [
  { id: "Muted", name: "Muted", basedOn: "Normal", quickFormat: true, run: { color: hex(quiet) } },
  { id: "Gap", name: "Gap", basedOn: "Normal", quickFormat: true, run: { italics: true, color: hex(amber) } },
  {
    id: "Warning",
    name: "Warning",
    basedOn: "Normal",
    quickFormat: true,
    run: { color: hex(amber) },
    paragraph: {
      shading: { fill: hex(amberTint) },
      border: { left: { style: BorderStyle.SINGLE, size: 24, space: 6, color: "d79a1d" } },
    },
  },
]

/** The library's own bullet is a large disc. */
const bullet = {
  level: 0,
  format: LevelFormat.BULLET,
  text: "•",
  alignment: AlignmentType.LEFT,
  style: { paragraph: { indent: { left: 360, hanging: 240 } } },
} as const

/** Paper in twentieths of a point. */
const paper: Readonly<Record<PageSize, { readonly width: number; readonly height: number }>> = {
  LETTER: { width: 12_240, height: 15_840 },
  A4: { width: 11_906, height: 16_838 },
}
const sideMargin = 1_080

function sectionOf(dossier: Dossier, document: DossierDocument, pageSize: PageSize) {
  const { language } = document
  const { sections, ...lines } = letterToOne(document, dossier.caseAlias)
  const wordsIn = languageOf(document)
  const size = paper[pageSize]
  const textWidth = size.width - 2 * sideMargin
  const children: DocxNode[] = [
    ...headOf(document, lines),
    ...sections.flatMap(({ heading, blocks }) => [
      paragraph(heading, wordsIn, { heading: HeadingLevel.HEADING_2 }),
      ...blocks.flatMap((block, index) => blockNodes(block, blocks.slice(index + 1), { language, wordsIn, textWidth })),
    ]),
  ]
  const margin = { top: 860, bottom: 860, header: 420, footer: 420, left: sideMargin, right: sideMargin }
  return {
    properties: { page: { size, margin } },
    headers: {
      default: new Header({ children: [paragraph(runningText(dossier, document), language, { style: "Muted" })] }),
    },
    footers: { default: pageFooter },
    children,
  }
}

/** A notice is a letter: its sender, the person and its title. Only internal documents have warnings. */
function headOf(document: DossierDocument, { address, delivery }: LinesOfPerson): DocxNode[] {
  const { title, subtitle, envelope, warnings = [] } = document
  const language = languageOf(document)
  const heading = paragraph(title, language, { heading: HeadingLevel.HEADING_1 })
  if (envelope !== undefined) {
    const sender = paragraph(letterhead(envelope), language, { style: "Muted" })
    return [sender, ...withSlots(address, language), heading, ...withSlots(delivery, language)]
  }
  return [
    heading,
    paragraph(subtitle, language, { style: "Muted" }),
    ...warnings.map((text) => paragraph(text, language, { style: "Warning" })),
  ]
}

/** Numbers through the whole file, as in a PDF: not every word processor can count the pages of a section. */
const pageFooter = new Footer({
  children: [
    new Paragraph({
      style: "Muted",
      alignment: AlignmentType.RIGHT,
      children: [new TextRun({ children: [PageNumber.CURRENT, " / ", PageNumber.TOTAL_PAGES] })],
    }),
  ],
})
