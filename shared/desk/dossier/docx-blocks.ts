import {
  AlignmentType,
  BorderStyle,
  type IParagraphOptions,
  type IRunOptions,
  LineRuleType,
  Paragraph,
  ShadingType,
  SimpleField,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from "docx"
import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { labelled } from "../../base/platform/bilingual.ts"
import type { Block, FactRow } from "./document.ts"
import { type LetterBlock, partsOfLine } from "./merge-slots.ts"
import { line, tint } from "./pdf-colours.ts"
import { groupedHash, linesOf, localeOf, staysWith } from "./rendering.ts"

export type DocxNode = Paragraph | Table

/** A text in its language. Each of its lines but the first begins with a break. */
export const runs = (text: string, language: string, look: IRunOptions = {}): TextRun[] =>
  linesOf(text).map(
    (line, index) =>
      new TextRun({
        ...look,
        ...(index === 0 ? {} : { break: 1 }),
        text: line,
        language: { value: localeOf(language) },
      }),
  )

export const paragraph = (text: string, language: string, look: IParagraphOptions = {}): Paragraph =>
  new Paragraph({ ...look, children: runs(text, language) })

/** A paragraph of lines with slots, which are merge fields: Word fills them from the columns of a list. */
export const withSlots = (lines: readonly string[], language: string): readonly Paragraph[] =>
  lines.length === 0
    ? []
    : [
        new Paragraph({
          children: lines.flatMap((line, place) => [
            ...(place === 0 ? [] : [new TextRun({ break: 1 })]),
            ...partsOfLine(line).map((part) =>
              "slot" in part
                ? new SimpleField(` MERGEFIELD "${part.slot}" `, `«${part.slot}»`)
                : new TextRun({ text: part.text, language: { value: localeOf(language) } }),
            ),
          ]),
        }),
      ]

const paragraphLooks = { plain: {}, muted: { style: "Muted" }, gap: { style: "Gap" } } as const

/** The name of the list style that the file defines. */
export const bullets = "bullets"
const inList = {
  style: "ListParagraph",
  numbering: { reference: bullets, level: 0 },
  spacing: { after: 20 },
} as const
const lastInList = { ...inList, spacing: { after: 70 } } as const

type Place = {
  readonly language: DocumentLanguage
  /** The language of the words, which may be a further one. */
  readonly wordsIn: string
  /** Between the margins, in twentieths of a point. */
  readonly textWidth: number
}

/** @param following the blocks after it in its section, with the first of which a paragraph may have to stay */
export function blockNodes(
  block: LetterBlock,
  following: readonly LetterBlock[],
  { language, wordsIn, textWidth }: Place,
): DocxNode[] {
  switch (block.kind) {
    case "paragraph":
      return [paragraph(block.text, wordsIn, { ...paragraphLooks[block.tone], keepNext: staysWith(block, following) })]
    case "list":
      return block.items.map((text, index) =>
        paragraph(text, wordsIn, index === block.items.length - 1 ? lastInList : inList),
      )
    case "slots":
      return [...withSlots(block.lines, wordsIn)]
    case "facts":
      return block.rows.length === 0 ? [] : withSpaceAfter(factsTable(block.rows, language, textWidth), following)
    case "table":
      if (block.rows.length === 0) return [paragraph(block.empty, language, { style: "Muted" })]
      return withSpaceAfter(table(block, language, textWidth), following)
    case "figures":
      return block.figures.map(
        ({ value, label }) =>
          new Paragraph({
            ...inList,
            children: [...runs(value, language, { bold: true }), ...runs(` ${label}`, language)],
          }),
      )
    case "hash":
      return [paragraph(labelled(block.label, groupedHash(block.value), language), language, { keepNext: true })]
  }
}

/**
 * Word joins two tables that no paragraph separates, and ends no page with a table. The paragraph after the last one of
 * a section is one point high, or it would open an empty page after a full one.
 */
const withSpaceAfter = (node: Table, following: readonly LetterBlock[]): DocxNode[] => [
  node,
  new Paragraph({ spacing: { after: 0, line: following.length === 0 ? 20 : 120, lineRule: LineRuleType.EXACT } }),
]

const rule = { style: BorderStyle.SINGLE, size: 4, color: line.slice(1) }
const noRule = { style: BorderStyle.NONE, size: 0, color: "auto" }
/** At each side of a cell, in twentieths of a point. */
const cellMargin = 80
const tableLooks = {
  borders: {
    top: rule,
    bottom: rule,
    insideHorizontal: rule,
    left: noRule,
    right: noRule,
    insideVertical: noRule,
  },
  margins: { top: 50, bottom: 50, left: cellMargin, right: cellMargin },
}

/** The share of the text's width that the labels of facts take. */
const labelShare = 0.32

function factsTable(rows: readonly FactRow[], language: DocumentLanguage, textWidth: number): Table {
  const labelWidth = Math.round(textWidth * labelShare)
  return new Table({
    ...tableLooks,
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: [labelWidth, textWidth - labelWidth],
    tableLook: { firstRow: false, firstColumn: true },
    rows: rows.map(({ label, section, values, standing }) => {
      const look = standing === "known" ? {} : { italics: true }
      const style = standing === "missing" ? { style: "Gap" } : {}
      const named = new Paragraph({ spacing: { after: 0 }, children: runs(label, language, { bold: true }) })
      const cited = section === undefined ? [] : [paragraph(section, language, { style: "Muted" })]
      const answers = values.map(
        (value) => new Paragraph({ ...style, spacing: { after: 40 }, children: runs(value, language, look) }),
      )
      return new TableRow({
        cantSplit: true,
        children: [new TableCell({ children: [named, ...cited] }), new TableCell({ children: answers })],
      })
    }),
  })
}

function table(
  { columns, rows }: Extract<Block, { kind: "table" }>,
  language: DocumentLanguage,
  textWidth: number,
): Table {
  const alignments = columns.map(({ align }) => (align === "right" ? AlignmentType.RIGHT : AlignmentType.LEFT))
  const cell = (text: string, column: number, look: IRunOptions = {}) =>
    new Paragraph({
      alignment: alignments[column] ?? AlignmentType.LEFT,
      spacing: { after: 0 },
      children: runs(text, language, { size: "10pt", ...look }),
    })
  const shading = { type: ShadingType.CLEAR, color: "auto", fill: tint.slice(1) }
  const header = new TableRow({
    tableHeader: true,
    cantSplit: true,
    children: columns.map(
      ({ label }, column) => new TableCell({ shading, children: [cell(label, column, { bold: true })] }),
    ),
  })
  const body = rows.map(
    (cells) =>
      new TableRow({
        cantSplit: true,
        children: cells.map((text, column) => new TableCell({ children: [cell(text, column)] })),
      }),
  )
  return new Table({
    ...tableLooks,
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: columnWidths(columns, textWidth),
    tableLook: { firstRow: true, firstColumn: false },
    rows: [header, ...body],
  })
}

/** Columns with a width in points keep it, besides the margins of their cells. The others share the rest. */
function columnWidths(columns: readonly { readonly width?: number | undefined }[], textWidth: number): number[] {
  const outer = (width: number) => width * 20 + 2 * cellMargin
  const given = columns.flatMap(({ width }) => (width === undefined ? [] : [outer(width)]))
  const rest = textWidth - given.reduce((sum, width) => sum + width, 0)
  const shared = Math.floor(rest / Math.max(1, columns.length - given.length))
  return columns.map(({ width }) => (width === undefined ? shared : outer(width)))
}
