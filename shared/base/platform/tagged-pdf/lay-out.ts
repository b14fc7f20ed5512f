import type { BoxesContent, CalloutContent, Content, ContentsContent, ListContent, TextContent } from "./content.ts"
import { type Frame, inCompany, lineStrip, type Piece, type Shape, type Strip, spaced, type TagNode } from "./strips.ts"
import { columnsOf, linesOfCell, rowStrips, tableStrips } from "./table-strips.ts"
import { baselineOf, type Typesetter } from "./typesetter.ts"

/** The strips of a content, as wide as the frame. */
export function layOut(content: Content, setter: Typesetter, frame: Frame): Strip[] {
  switch (content.kind) {
    case "text":
      return textStrips(content, setter, frame)
    case "list":
      return listStrips(content, setter, frame)
    case "table":
      return tableStrips(content, setter, frame)
    case "boxes":
      return boxesStrips(content, setter, frame)
    case "callout":
      return calloutStrips(content, setter, frame)
    case "contents":
      return contentsStrips(content, setter, frame)
  }
}

function textStrips({ tag, text, look, before, keep, destination }: TextContent, setter: Typesetter, frame: Frame) {
  const node: TagNode = { tag }
  const isHeading = tag !== "P"
  const lines = setter.lines(text, look, frame.width).map((line) => [lineStrip(node, line, look, frame.x)])
  const strips = isHeading ? lines.flatMap((line) => spaced(line, 0, true)) : inCompany(lines)
  const level = tag === "H1" ? 1 : 2
  return spaced(strips, before, keep ?? isHeading).map((strip, index) => ({
    ...strip,
    ...(index === 0 && isHeading ? { bookmark: { level, title: text } as const } : {}),
    ...(index === 0 && destination !== undefined ? { destination } : {}),
  }))
}

const bullet = "•"
const bulletIndent = 4
const itemIndent = 16
const itemGap = 2

function listStrips({ items, look, before }: ListContent, setter: Typesetter, frame: Frame): Strip[] {
  const list: TagNode = { tag: "L", numbering: "Disc" }
  const strips = items.map((text) => {
    const item: TagNode = { tag: "LI", parent: list }
    const body: TagNode = { tag: "LBody", parent: item }
    const label: Piece = {
      node: { tag: "Lbl", parent: item },
      runs: [{ text: bullet, look, x: frame.x + bulletIndent, baseline: baselineOf(look) }],
    }
    const lines = setter.lines(text, look, frame.width - itemIndent)
    const ofItem = lines.map((line) => [lineStrip(body, line, look, frame.x + itemIndent)])
    const [first, ...others] = inCompany(ofItem)
    return first === undefined ? [] : [{ ...first, before: itemGap, pieces: [label, ...first.pieces] }, ...others]
  })
  return spaced(inCompany(strips), before)
}

const boxesInRow = 5
const boxGap = 4
const boxPadding = 8

function boxesStrips({ boxes, fill, before }: BoxesContent, setter: Typesetter, frame: Frame): Strip[] {
  const list: TagNode = { tag: "L", numbering: "None" }
  const inRow = Math.min(boxes.length, boxesInRow)
  const width = (frame.width - (inRow - 1) * boxGap) / inRow
  const rows = Array.from({ length: Math.ceil(boxes.length / inRow) }, (_, index) =>
    boxes.slice(index * inRow, (index + 1) * inRow),
  )
  const look = { rule: fill, padding: { x: 0, y: boxPadding } }
  return rows.flatMap((row, rowIndex) => {
    const cells = row.map((texts, index) => {
      const body: TagNode = { tag: "LBody", parent: { tag: "LI", parent: list } }
      const column = { x: frame.x + index * (width + boxGap) + boxPadding, width: width - 2 * boxPadding }
      return linesOfCell({ texts }, body, column, setter)
    })
    const grounds = (height: number) =>
      row.map((_, index): Shape => ({ x: frame.x + index * (width + boxGap), y: 0, width, height, colour: fill }))
    return spaced(rowStrips(cells, look, frame), rowIndex === 0 ? before : boxGap).map((strip) => ({
      ...strip,
      shapes: grounds(strip.height),
    }))
  })
}

const calloutPadding = { x: 10, y: 5 }
const barWidth = 3

function calloutStrips({ paragraphs, fill, bar, before }: CalloutContent, setter: Typesetter, frame: Frame): Strip[] {
  const x = frame.x + calloutPadding.x
  const width = frame.width - 2 * calloutPadding.x
  const strips = paragraphs.flatMap(({ text, look }) => {
    const node: TagNode = { tag: "P" }
    return inCompany(setter.lines(text, look, width).map((line) => [lineStrip(node, line, look, x)]))
  })
  const padded = strips.map((strip, index) => {
    const above = index === 0 ? calloutPadding.y : 0
    const below = index === strips.length - 1 ? calloutPadding.y : 0
    const height = strip.height + above + below
    const ground = { x: frame.x, y: 0, height }
    return {
      ...strip,
      height,
      shapes: [
        { ...ground, width: frame.width, colour: fill },
        { ...ground, width: barWidth, colour: bar },
      ],
      pieces: strip.pieces.map((piece) => lowered(piece, above)),
    }
  })
  return spaced(padded, before)
}

const lowered = (piece: Piece, by: number): Piece => ({
  ...piece,
  runs: piece.runs.map((run) => ({ ...run, baseline: run.baseline + by })),
})

const pageNumberWidth = 24
const contentsPadding = { x: 4, y: 2.5 }

function contentsStrips({ entries, rule, before }: ContentsContent, setter: Typesetter, frame: Frame): Strip[] {
  const contents: TagNode = { tag: "TOC" }
  const columns = columnsOf([undefined, undefined, pageNumberWidth], frame, contentsPadding.x)
  const rows = entries.map(({ title, detail, destination }) => {
    const item: TagNode = { tag: "TOCI", parent: contents }
    const node: TagNode = { tag: "Link", parent: { tag: "Reference", parent: item } }
    const link = { destination, description: title.text }
    const cells = [title, detail].map(({ text, look }, index) =>
      // Spaces keep title, detail and page apart, which are one text.
      linesOfCell({ texts: [{ text: `${text} `, look }] }, node, columns[index] ?? frame, setter),
    )
    const page = { text: { pageOf: destination }, look: title.look, x: frame.x + frame.width - contentsPadding.x }
    return rowStrips(cells, { rule, padding: contentsPadding }, frame).map((strip) => {
      const runs = strip.pieces.flatMap((piece) => piece.runs)
      const baseline = contentsPadding.y + baselineOf(title.look)
      return { ...strip, pieces: [{ node, link, runs: [...runs, { ...page, align: "right" as const, baseline }] }] }
    })
  })
  return spaced(inCompany(rows), before)
}
