import { create, type Font } from "fontkit"
import PDFDocument, { type PdfOptions } from "pdfkit"
import type { Face, Look, Part } from "./content.ts"
import { drawParts } from "./draw.ts"
import { layOut } from "./lay-out.ts"
import { paginate } from "./paginate.ts"
import type { Frame } from "./strips.ts"
import { type Fonts, typesetter } from "./typesetter.ts"

export type FontFiles = Readonly<Record<Face, Uint8Array>>

export type TaggedPdf = {
  readonly title: string
  readonly subject?: string
  readonly author: string
  readonly language: string
  readonly madeAt: Date
  /** Width and height of a page. */
  readonly paper: readonly [number, number]
  readonly margins: { readonly side: number; readonly top: number; readonly bottom: number }
  readonly footer: Look
  readonly parts: readonly Part[]
}

/** Opens fonts once for all files that are made with them. */
export const openFonts = (files: FontFiles): Fonts => ({
  regular: openFont(files.regular),
  bold: openFont(files.bold),
  italic: openFont(files.italic),
})

/** Letters that Roboto joins to one glyph. */
const joinedLetters = ["ff", "fi", "fl", "ffi", "ffl"]

/**
 * Opens a font that knows the characters of each glyph. By itself it keeps those of the first use alone. Where this is
 * as a part of another glyph, as the full stop is of a colon, no later file would say the full stop. Joined letters
 * come first, because they are read as letters: "office" is searched and copied with an f, and not with a sign for ffi.
 */
function openFont(file: Uint8Array): Font {
  const font = create(file)
  for (const letters of joinedLetters) font.layout(letters)
  for (const character of font.characterSet) font.glyphForCodePoint(character)
  return font
}

/**
 * Writes a PDF that people can read with a screen reader: PDF/UA-1 (ISO 14289-1). Everything it says is in its
 * structure tree, in reading order, and everything else is marked as an artifact. The same content gives the same
 * bytes.
 */
export async function writeTaggedPdf(content: TaggedPdf, fonts: Fonts): Promise<Uint8Array> {
  const document = new DescribedDocument(content)
  for (const [face, font] of Object.entries(fonts)) document.registerFont(face, font)
  const setter = typesetter(document, fonts)
  const [width, height] = content.paper
  const { side, top, bottom } = content.margins
  const frame: Frame = { x: side, top, width: width - 2 * side, height: height - top - bottom }
  const parts = content.parts.map(({ language, running, contents }) => ({
    language,
    ...(running === undefined ? {} : { running }),
    pages: paginate(
      contents.flatMap((one) => layOut(one, setter, frame)),
      frame.height,
    ),
  }))
  drawParts(document, parts, { setter, frame, footer: { look: content.footer, baseline: height - bottom / 2 } })
  document.end()
  return Buffer.concat(await document.toArray())
}

const optionsOf = ({ title, subject, author, language, madeAt, paper }: TaggedPdf): PdfOptions => ({
  size: paper,
  margin: 0,
  pdfVersion: "1.7",
  lang: language,
  tagged: true,
  displayTitle: true,
  autoFirstPage: false,
  font: "",
  info: {
    Title: title,
    ...(subject === undefined ? {} : { Subject: subject }),
    Creator: author,
    Producer: author,
    CreationDate: madeAt,
    ModDate: madeAt,
  },
})

/** Says of itself in XML what it is. The library writes a title into it as it is, also one with `&`. */
class DescribedDocument extends PDFDocument {
  readonly #content: TaggedPdf

  constructor(content: TaggedPdf) {
    super(optionsOf(content))
    this.#content = content
  }

  override _addInfo(): void {
    const { title, subject, author, madeAt } = this.#content
    const at = `${madeAt.toISOString().slice(0, 19)}Z`
    const inLanguage = (text: string) => `<rdf:Alt><rdf:li xml:lang="x-default">${asXml(text)}</rdf:li></rdf:Alt>`
    this.appendXML(`<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
  xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title>${inLanguage(title)}</dc:title>
${subject === undefined ? "" : `<dc:description>${inLanguage(subject)}</dc:description>`}
<xmp:CreatorTool>${asXml(author)}</xmp:CreatorTool>
<xmp:CreateDate>${at}</xmp:CreateDate>
<xmp:ModifyDate>${at}</xmp:ModifyDate>
<pdf:Producer>${asXml(author)}</pdf:Producer>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>`)
  }
}

const asXml = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\ufffe\uffff]+/gu, " ")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
