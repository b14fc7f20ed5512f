import type { Cell, Content, Look, Styled } from "../../base/platform/tagged-pdf/content.ts"
import type { Block, FactRow, Section } from "./document.ts"
import { accent, amber, ink, line, quiet, tint } from "./pdf-colours.ts"
import { groupedHash, staysWith } from "./rendering.ts"

/**
 * Nothing is smaller than the text, which has 10 points: California allows no smaller text in a notice (Civ. Code §
 * 1798.82(d)(1)(D)).
 */
const plain: Look = { face: "regular", size: 10, colour: ink }

export const looks = {
  plain,
  title: { face: "bold", size: 22, colour: accent },
  letterTitle: { face: "bold", size: 17, colour: accent },
  subtitle: { face: "regular", size: 11, colour: quiet },
  kind: { face: "bold", size: 10, colour: quiet, spacing: 0.8 },
  heading: { face: "bold", size: 12, colour: accent },
  label: { ...plain, face: "bold" },
  head: { face: "bold", size: 10, colour: quiet },
  muted: { ...plain, colour: quiet },
  unknown: { face: "italic", size: 10, colour: quiet },
  gap: { face: "italic", size: 10, colour: amber },
  warning: { ...plain, colour: amber },
  figure: { face: "bold", size: 19, colour: accent },
} satisfies Readonly<Record<string, Look>>

/** The space between the lines and the parts of a document, in points or sizes of the font. */
type Setting = { readonly leading: number; readonly heading: number; readonly paragraph: number; readonly list: number }

const usual: Setting = { leading: 1.35, heading: 9, paragraph: 4, list: 3 }
/** A letter, which most people read on paper, is on one page where it can be. */
export const ofLetter: Setting = { leading: 1.2, heading: 6, paragraph: 3, list: 2 }

export const heading = (text: string, { leading, heading: before } = usual): Content => ({
  kind: "text",
  tag: "H2",
  text,
  look: { ...looks.heading, leading },
  before,
})

export const sectionContents = ({ heading: title, blocks }: Section, setting = usual): Content[] => [
  heading(title, setting),
  ...blocks.flatMap((block, index) => blockContents(block, blocks.slice(index + 1), setting)),
]

/** @param following the blocks after it in its section, with the first of which a paragraph may have to stay */
function blockContents(block: Block, following: readonly Block[], { leading, ...before }: Setting): Content[] {
  switch (block.kind) {
    case "paragraph": {
      const styled = { text: block.text, look: { ...looks[block.tone], leading } }
      return [{ ...paragraph(styled, before.paragraph), keep: staysWith(block, following) }]
    }
    case "list":
      return [{ kind: "list", items: block.items, look: { ...looks.plain, leading }, before: before.list }]
    case "facts":
      return facts(block.rows)
    case "table":
      return [table(block)]
    case "figures":
      return [figures(block.figures)]
    case "hash":
      return [
        { ...paragraph({ text: block.label, look: looks.head }, 6), keep: true },
        paragraph({ text: groupedHash(block.value), look: looks.plain }, 0),
      ]
  }
}

export const paragraph = (styled: Styled, before: number) => ({ kind: "text", tag: "P", ...styled, before }) as const

const tableLook = { kind: "table", before: 6, rule: line, headerFill: tint } as const

/** The width of the labels of facts. */
const labelWidth = 150
const standingLooks = { known: looks.plain, unknown: looks.unknown, missing: looks.gap } as const

function facts(rows: readonly FactRow[]): Content[] {
  if (rows.length === 0) return []
  const cells = rows.map(({ label, section, values, standing }): Cell[] => [
    {
      texts: [
        { text: label, look: looks.label },
        ...(section === undefined ? [] : [{ text: section, look: looks.muted }]),
      ],
    },
    { texts: values.map((text) => ({ text, look: standingLooks[standing] })) },
  ])
  return [{ ...tableLook, widths: [labelWidth, undefined], padding: { x: 4, y: 4 }, rows: cells }]
}

function table({ columns, rows, empty }: Extract<Block, { kind: "table" }>): Content {
  if (rows.length === 0) return paragraph({ text: empty, look: looks.unknown }, 6)
  const cell = (text: string, column: number, look: Look): Cell => ({
    texts: [{ text, look }],
    align: columns[column]?.align ?? "left",
  })
  return {
    ...tableLook,
    widths: columns.map(({ width }) => width),
    padding: { x: 4, y: 3.5 },
    header: columns.map(({ label }, column) => cell(label, column, looks.head)),
    rows: rows.map((row) => row.map((text, column) => cell(text, column, looks.plain))),
  }
}

const figures = (items: Extract<Block, { kind: "figures" }>["figures"]): Content => ({
  kind: "boxes",
  before: 6,
  fill: tint,
  // The space keeps the two apart for who hears them.
  boxes: items.map(({ value, label }) => [
    { text: `${value} `, look: looks.figure },
    { text: label, look: looks.muted },
  ]),
})
