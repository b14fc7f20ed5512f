import type { Node } from "pdfmake"
import type { Block, FactRow, Section } from "./document.ts"
import { line, tint } from "./pdf-colours.ts"
import { groupedHash } from "./rendering.ts"

export const padded = (horizontal: number, vertical: number) => ({
  paddingLeft: () => horizontal,
  paddingRight: () => horizontal,
  paddingTop: () => vertical,
  paddingBottom: () => vertical,
})

/** Below this height of the page (0 top, 1 bottom) the first rows of a table may not fit. */
export const roomForFirstRows = 0.82

export const heading = (text: string): Node => ({ text, style: "heading", margin: [0, 9, 0, 0], headlineLevel: 1 })

/** Keeps a heading with its first block, so that it never stands alone at the foot of a page. */
export function sectionNodes(section: Section): Node[] {
  const [first, ...rest] = section.blocks.map(blockNode)
  if (first === undefined) return [heading(section.heading)]
  const keepsTogether = section.blocks[0]?.kind === "paragraph" || section.blocks[0]?.kind === "figures"
  return keepsTogether
    ? [{ stack: [heading(section.heading), first], unbreakable: true }, ...rest]
    : [heading(section.heading), first, ...rest]
}

const paragraphStyles = { plain: {}, muted: { style: "muted" }, gap: { style: "missing" } } as const

function blockNode(block: Block): Node {
  switch (block.kind) {
    case "paragraph":
      // A single last word on the next page would look like a mistake.
      return {
        stack: [{ text: block.text, ...paragraphStyles[block.tone], margin: [0, 4, 0, 0] }],
        unbreakable: true,
      }
    case "list":
      return { ul: block.items.map((text) => ({ text, margin: [0, 2, 0, 0] })), margin: [0, 6, 0, 0] }
    case "facts":
      return facts(block.rows)
    case "table":
      return table(block)
    case "figures":
      return figures(block.figures)
    case "hash":
      return hash(block.label, block.value)
  }
}

export const ruled = {
  hLineWidth: (row: number, node: { table: { body: readonly unknown[] } }) =>
    row === 0 || row === node.table.body.length ? 0.8 : 0.5,
  hLineColor: () => line,
  vLineWidth: () => 0,
}

function facts(rows: readonly FactRow[]): Node {
  if (rows.length === 0) return ""
  return {
    table: {
      widths: [150, "*"],
      dontBreakRows: true,
      body: rows.map((row) => [
        {
          stack: [
            { text: row.label, style: "label" },
            ...(row.section === undefined ? [] : [{ text: row.section, style: "cite" }]),
          ],
        },
        {
          stack: row.values.map((text) => ({
            text,
            margin: [0, 0, 0, 2],
            ...(row.standing === "known" ? {} : { style: row.standing }),
          })),
        },
      ]),
    },
    layout: { ...ruled, ...padded(4, 4) },
    margin: [0, 6, 0, 0],
  }
}

function table(block: Extract<Block, { kind: "table" }>): Node {
  if (block.rows.length === 0) return { text: block.empty, style: "unknown", margin: [0, 6, 0, 0] }
  return {
    table: {
      headerRows: 1,
      keepWithHeaderRows: 1,
      dontBreakRows: true,
      widths: block.columns.map(({ width }) => width ?? "*"),
      body: [
        block.columns.map(({ label, align }) => ({ text: label, style: "head", alignment: align })),
        ...block.rows.map((row) =>
          row.map((text, column) => ({
            text,
            style: "cell",
            alignment: block.columns[column]?.align ?? "left",
          })),
        ),
      ],
    },
    layout: { ...ruled, fillColor: (row: number) => (row === 0 ? tint : null), ...padded(4, 3.5) },
    margin: [0, 6, 0, 0],
  }
}

function figures(items: Extract<Block, { kind: "figures" }>["figures"]): Node {
  return {
    table: {
      widths: items.map(() => "*"),
      body: [
        items.map(({ value, label }) => ({
          stack: [
            { text: value, style: "figure" },
            { text: label, style: "figureLabel" },
          ],
        })),
      ],
    },
    layout: {
      hLineWidth: () => 0,
      vLineWidth: (column: number) => (column === 0 || column === items.length ? 0 : 4),
      vLineColor: () => "#ffffff",
      fillColor: () => tint,
      ...padded(8, 8),
    },
    margin: [0, 6, 0, 0],
  }
}

function hash(label: string, value: string): Node {
  return {
    stack: [
      { text: label, style: "head" },
      { text: groupedHash(value), fontSize: 8.5, characterSpacing: 0.3 },
    ],
    margin: [0, 6, 0, 0],
  }
}
