/** The parts of pdfkit 0.20, fontkit 2.0 and linebreak 1.1 that this folder uses. */
declare module "fontkit" {
  export interface Font {
    /** Every code point that the font has, in their order. */
    readonly characterSet: readonly number[]
    hasGlyphForCodePoint(codePoint: number): boolean
    glyphForCodePoint(codePoint: number): object
    layout(text: string): object
  }
  export function create(file: Uint8Array): Font
}

declare module "linebreak" {
  export default class LineBreaker {
    constructor(text: string)
    /** The next place where a line may end, as an index into the text. */
    nextBreak(): { readonly position: number } | null
  }
}

declare module "pdfkit" {
  import { Readable } from "node:stream"
  import type { Font } from "fontkit"

  /** Written as a name, such as `/List`. A text is an object, and written in brackets. */
  type PdfName = string
  // biome-ignore lint/complexity/noBannedTypes: the library distinguishes names and texts in this way
  type PdfText = String

  export interface StructureContent {
    readonly refs: readonly unknown[]
  }
  export interface StructureElement {
    readonly dictionary: { readonly data: Record<string, unknown> }
    add(child: StructureElement | StructureContent): this
    end(): void
  }
  export interface OutlineItem {
    addItem(title: string, options: OutlineOptions): OutlineItem
  }
  interface OutlineOptions {
    readonly expanded: boolean
    readonly fit: boolean
    readonly top: number
    readonly left: number
    readonly zoom: number
  }
  export interface PdfOptions {
    readonly size: readonly [number, number]
    readonly margin: number
    readonly pdfVersion: "1.7"
    readonly lang: string
    readonly tagged: boolean
    readonly displayTitle: boolean
    readonly autoFirstPage: boolean
    /** Helvetica unless it is empty. */
    readonly font: ""
    readonly info: Readonly<Record<string, string | Date>>
  }
  export default class PDFDocument extends Readable {
    constructor(options: PdfOptions)
    readonly outline: OutlineItem
    addPage(): this
    end(): void
    appendXML(xml: string): void
    /** Writes the metadata of `info` as XML. The library calls it at the end. */
    _addInfo(): void
    registerFont(name: string, font: Font): this
    font(name: string): this
    fontSize(points: number): this
    fillColor(colour: string): this
    rect(x: number, y: number, width: number, height: number): this
    fill(colour: string): this
    widthOfString(text: string, options: { readonly characterSpacing: number }): number
    text(
      text: string,
      x: number,
      y: number,
      options: { readonly lineBreak: false; readonly baseline: "alphabetic"; readonly characterSpacing: number },
    ): this
    struct(tag: PdfName, options: { readonly lang?: string; readonly scope?: PdfName }): StructureElement
    addStructure(element: StructureElement): this
    markStructureContent(tag: PdfName): StructureContent
    markContent(tag: PdfName, options: { readonly type: PdfName }): this
    endMarkedContent(): this
    addNamedDestination(name: string, fit: "XYZ", x: number, y: number, zoom: null): void
    goTo(
      x: number,
      y: number,
      width: number,
      height: number,
      destination: string,
      options: { readonly structParent: StructureElement; readonly Contents: PdfText },
    ): this
  }
}
