import type PDFDocument from "pdfkit"
import type { OutlineItem, StructureElement } from "pdfkit"
import type { Look, Part } from "./content.ts"
import type { Page, PlacedStrip } from "./paginate.ts"
import type { Frame, Piece, Run, Shape, TagNode } from "./strips.ts"
import type { Typesetter } from "./typesetter.ts"

/** A part of the file on its pages. */
export type LaidOutPart = Pick<Part, "language" | "running"> & { readonly pages: readonly Page[] }

type Brush = {
  readonly document: PDFDocument
  readonly setter: Typesetter
  readonly frame: Frame
  readonly pageOf: (destination: string) => string
  readonly isOutlined: boolean
}

export type Footer = { readonly look: Look /** Below the top of the page. */; readonly baseline: number }

/** Draws all pages, and makes the structure tree while it does. */
export function drawParts(
  document: PDFDocument,
  parts: readonly LaidOutPart[],
  { setter, frame, footer }: { readonly setter: Typesetter; readonly frame: Frame; readonly footer: Footer },
): void {
  const numbers = pageNumbers(parts)
  const pageCount = parts.reduce((sum, { pages }) => sum + pages.length, 0)
  const pageOf = (destination: string) => String(numbers.get(destination) ?? "")
  const brush = { document, setter, frame, pageOf, isOutlined: parts.length > 1 }
  const root = document.struct("Document", {})
  document.addStructure(root)
  let page = 0
  for (const { language, running, pages } of parts) {
    const top = parts.length > 1 ? document.struct("Part", { lang: language }) : root
    if (top !== root) root.add(top)
    const tags = tagger(document, top)
    const bookmarks = bookmarker(document, brush)
    for (const { strips } of pages) {
      page += 1
      document.addPage()
      for (const placed of strips) drawStrip(placed, brush, { tags, bookmarks })
      drawFooter({ running, number: `${page} / ${pageCount}` }, footer, brush, tags)
      tags.close()
    }
  }
}

function pageNumbers(parts: readonly LaidOutPart[]): ReadonlyMap<string, number> {
  const pages = parts.flatMap((part) => part.pages)
  return new Map(
    pages.flatMap(({ strips }, index) =>
      strips.flatMap(({ strip }) => (strip.destination === undefined ? [] : [[strip.destination, index + 1] as const])),
    ),
  )
}

function drawStrip(
  { strip, top }: PlacedStrip,
  brush: Brush,
  { tags, bookmarks }: { readonly tags: Tagger; readonly bookmarks: Bookmarker },
): void {
  const { document, frame } = brush
  const y = frame.top + top
  if (strip.destination !== undefined) document.addNamedDestination(strip.destination, "XYZ", 0, y, null)
  if (strip.bookmark !== undefined) bookmarks(strip.bookmark, y)
  if (strip.shapes.length > 0) tags.begin(undefined)
  for (const shape of strip.shapes) drawShape(shape, y, document)
  for (const piece of strip.pieces) {
    if (piece.runs.length === 0 && piece.node !== undefined) tags.elementOf(piece.node)
    else tags.begin(piece.node)
    for (const run of piece.runs) drawRun(run, y, brush)
    if (piece.link !== undefined && piece.node !== undefined) {
      tags.close()
      linkTo(piece.link, { y, height: strip.height }, { brush, element: tags.elementOf(piece.node) })
    }
  }
}

function drawShape({ x, y, width, height, colour }: Shape, top: number, document: PDFDocument): void {
  document.rect(x, top + y, width, height).fill(colour)
}

function drawRun({ text, look, x, align, baseline }: Run, top: number, { document, setter, pageOf }: Brush): void {
  const shown = typeof text === "string" ? text : pageOf(text.pageOf)
  const left = align === "right" ? x - setter.width(shown, look) : x
  document.font(look.face).fontSize(look.size).fillColor(look.colour)
  document.text(shown, left, top + baseline, {
    lineBreak: false,
    baseline: "alphabetic",
    characterSpacing: look.spacing ?? 0,
  })
}

/** The library finds the page of a link when the element of the link ends, so it has to end on that page. */
function linkTo(
  { destination, description }: NonNullable<Piece["link"]>,
  { y, height }: { readonly y: number; readonly height: number },
  { brush, element }: { readonly brush: Brush; readonly element: StructureElement },
): void {
  const { document, frame } = brush
  document.goTo(frame.x, y, frame.width, height, destination, {
    structParent: element,
    Contents: Object(description),
  })
  element.end()
}

function drawFooter(
  { running, number }: { readonly running: string | undefined; readonly number: string },
  { look, baseline }: Footer,
  brush: Brush,
  tags: Tagger,
): void {
  const { x, width } = brush.frame
  tags.begin(undefined, "Pagination")
  if (running !== undefined) drawRun({ text: running, look, x, baseline }, 0, brush)
  drawRun({ text: number, look, x: x + width, align: "right", baseline }, 0, brush)
}

type Tagger = {
  /** What is drawn from now on is of this element, or of none. */
  begin(node: TagNode | undefined, artifact?: "Layout" | "Pagination"): void
  close(): void
  elementOf(node: TagNode): StructureElement
}

function tagger(document: PDFDocument, root: StructureElement): Tagger {
  const elements = new Map<TagNode, StructureElement>()
  let open: TagNode | "artifact" | undefined
  const elementOf = (node: TagNode): StructureElement => {
    const made = elements.get(node)
    if (made !== undefined) return made
    const parent = node.parent === undefined ? root : elementOf(node.parent)
    const element = document.struct(node.tag, node.scope === undefined ? {} : { scope: node.scope })
    if (node.numbering !== undefined) element.dictionary.data["A"] = { O: "List", ListNumbering: node.numbering }
    parent.add(element)
    elements.set(node, element)
    return element
  }
  const close = () => {
    if (open !== undefined) document.endMarkedContent()
    open = undefined
  }
  const begin: Tagger["begin"] = (node, artifact = "Layout") => {
    if (node !== undefined && node === open) return
    close()
    if (node === undefined) document.markContent("Artifact", { type: artifact })
    else elementOf(node).add(document.markStructureContent(node.tag))
    open = node ?? "artifact"
  }
  return { begin, close, elementOf }
}

type Bookmarker = (bookmark: { readonly level: 1 | 2; readonly title: string }, y: number) => void

/** Bookmarks of a file with several parts: each of them, and below it its sections. */
function bookmarker(document: PDFDocument, { isOutlined, frame }: Brush): Bookmarker {
  let part: OutlineItem | undefined
  return ({ level, title }, y) => {
    if (!isOutlined) return
    // The library takes the left end from the right.
    const options = { expanded: level === 1, fit: false, top: y, left: frame.width + 2 * frame.x, zoom: 0 }
    if (level === 1) part = document.outline.addItem(title, options)
    else part?.addItem(title, options)
  }
}
