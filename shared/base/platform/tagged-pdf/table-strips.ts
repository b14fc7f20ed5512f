import type { Cell, TableContent } from "./content.ts"
import { type Frame, inCompany, type Piece, type Run, type Shape, type Strip, spaced, type TagNode } from "./strips.ts"
import { baselineOf, leadingOf, type Typesetter } from "./typesetter.ts"

type Column = { readonly x: number; readonly width: number }

type CellLine = { readonly node: TagNode; readonly run: Omit<Run, "baseline">; readonly before: number }

/** Space above the second paragraph of a cell, and each after it. */
const paragraphGap = 2
const ruleWidth = 0.5
/** A row that is higher than this share of a page continues on the next one. */
const largestRow = 0.5

/** Columns with a width keep it. The others share the rest. */
export function columnsOf(widths: readonly (number | undefined)[], frame: Frame, padding: number): Column[] {
  const outer = widths.map((width) => (width === undefined ? undefined : width + 2 * padding))
  const given = outer.reduce<number>((sum, width) => sum + (width ?? 0), 0)
  const shared = (frame.width - given) / Math.max(1, outer.filter((width) => width === undefined).length)
  let x = frame.x
  return outer.map((width = shared) => {
    const column = { x: x + padding, width: width - 2 * padding }
    x += width
    return column
  })
}

/** How much wider than its width a column becomes at most, and what that leaves to each column without a width. */
const mostWidening = 1.2
const leastShare = 100

/** The widths of a table's columns: as given, or what their longest line takes if that is a little more. */
function widened(content: TableContent, setter: Typesetter, frame: Frame): (number | undefined)[] {
  const { widths, header = [], rows, padding } = content
  const wanted = widths.map((width, column) => {
    if (width === undefined) return 0
    const texts = [header, ...rows].flatMap((cells) => cells[column]?.texts ?? [])
    const longest = texts.reduce((most, { text, look }) => Math.max(most, setter.unbroken(text, look)), width)
    return Math.min(Math.ceil(longest), width * mostWidening) - width
  })
  const given = widths.reduce<number>((sum, width) => sum + (width ?? leastShare) + 2 * padding.x, 0)
  const spare = Math.max(0, frame.width - given)
  const share = Math.min(
    1,
    spare /
      Math.max(
        1,
        wanted.reduce((sum, more) => sum + more, 0),
      ),
  )
  return widths.map((width, column) => (width === undefined ? undefined : width + share * (wanted[column] ?? 0)))
}

export function tableStrips(content: TableContent, setter: Typesetter, frame: Frame): Strip[] {
  const columns = columnsOf(widened(content, setter, frame), frame, content.padding.x)
  const table: TagNode = { tag: "Table" }
  const row = (cells: readonly Cell[], scopeOf: (column: number) => TagNode["scope"]) => {
    const parent: TagNode = { tag: "TR", parent: table }
    const lines = cells.map((cell, index) => {
      const scope = scopeOf(index)
      const node = { tag: scope === undefined ? "TD" : "TH", parent, ...(scope === undefined ? {} : { scope }) }
      return linesOfCell(cell, node, columns[index] ?? { x: frame.x, width: frame.width }, setter)
    })
    return rowStrips(lines, content, frame)
  }
  const header = content.header === undefined ? [] : row(content.header, () => "Column")
  const headed = header.map((strip) => ({ ...strip, shapes: [fill(strip, content, frame), ...strip.shapes] }))
  const repeated = headed.map(asArtifact)
  const rows = content.rows.map((cells) =>
    row(cells, (column) => (content.header === undefined && column === 0 ? "Row" : undefined)).map((strip) => ({
      ...strip,
      repeated,
    })),
  )
  return spaced([...spaced(headed, 0, true), ...inCompany(rows)], content.before)
}

const fill = ({ height }: Strip, { headerFill }: TableContent, { x, width }: Frame): Shape => ({
  x,
  y: 0,
  width,
  height,
  colour: headerFill,
})

const asArtifact = (strip: Strip): Strip => ({ ...strip, pieces: strip.pieces.map(({ runs }) => ({ runs })) })

/** The lines of a cell. Its paragraphs are elements of their own if it has several. */
export function linesOfCell(
  { texts, align = "left" }: Cell,
  cell: TagNode,
  { x, width }: Column,
  setter: Typesetter,
): CellLine[] {
  const [only] = texts
  if (only === undefined || (texts.length === 1 && only.text === "")) return [emptyLine(cell)]
  return texts.flatMap(({ text, look }, paragraph) => {
    const node = texts.length === 1 ? cell : { tag: "P", parent: cell }
    return setter.lines(text, look, width).map((line, index) => ({
      node,
      run: { text: line, look, x: align === "right" ? x + width : x, align },
      before: paragraph > 0 && index === 0 ? paragraphGap : 0,
    }))
  })
}

/** Holds the place of a cell without text. */
const emptyLine = (node: TagNode): CellLine => ({
  node,
  run: { text: "", look: { face: "regular", size: 10, colour: "#000000" }, x: 0 },
  before: 0,
})

/** A row in one strip, or in one strip for each of its lines if it is high. */
export function rowStrips(
  cells: readonly (readonly CellLine[])[],
  { rule, padding }: Pick<TableContent, "rule" | "padding">,
  frame: Frame,
): Strip[] {
  const lineCount = Math.max(1, ...cells.map((lines) => lines.length))
  const heights = Array.from({ length: lineCount }, (_, index) =>
    Math.max(...cells.map((lines) => heightOfLine(lines[index]))),
  )
  const total = heights.reduce((sum, height) => sum + height, 0) + 2 * padding.y
  const part = (from: number, to: number): Strip => {
    const [isFirst, isLast] = [from === 0, to === lineCount]
    const top = isFirst ? padding.y : 0
    const inner = heights.slice(from, to).reduce((sum, height) => sum + height, 0)
    const height = inner + top + (isLast ? padding.y : 0)
    const ruleAt = (y: number): Shape => ({ x: frame.x, y, width: frame.width, height: ruleWidth, colour: rule })
    return {
      height,
      before: 0,
      keep: false,
      shapes: [...(isFirst ? [ruleAt(0)] : []), ...(isLast ? [ruleAt(height)] : [])],
      pieces: cells.flatMap((lines) => piecesOf(lines, heights, { from, to, top })),
    }
  }
  if (total <= frame.height * largestRow) return [part(0, lineCount)]
  return inCompany(heights.map((_, index) => [part(index, index + 1)]))
}

const heightOfLine = (line: CellLine | undefined): number =>
  line === undefined ? 0 : line.before + leadingOf(line.run.look)

/** Some lines of a cell. In its first strip a cell has a piece even without text, so that each row has each cell. */
function piecesOf(
  lines: readonly CellLine[],
  heights: readonly number[],
  { from, to, top }: { readonly from: number; readonly to: number; readonly top: number },
): Piece[] {
  const pieces: { node: TagNode; runs: Run[] }[] = []
  let y = top
  for (const [index, height] of heights.slice(from, to).entries()) {
    const line = lines[from + index]
    if (line !== undefined) {
      const last = pieces.at(-1)
      const runs = last?.node === line.node ? last.runs : []
      if (last?.node !== line.node) pieces.push({ node: line.node, runs })
      if (line.run.text !== "") runs.push({ ...line.run, baseline: y + line.before + baselineOf(line.run.look) })
    }
    y += height
  }
  return pieces
}
