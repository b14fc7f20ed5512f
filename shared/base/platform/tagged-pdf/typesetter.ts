import type { Font } from "fontkit"
import LineBreaker from "linebreak"
import type PDFDocument from "pdfkit"
import type { Face, Look } from "./content.ts"

export type Fonts = Readonly<Record<Face, Font>>

/** Measures text and breaks it into lines. */
export type Typesetter = {
  /** At least one line. A line keeps the space at its end, so that its words stay apart for who reads it aloud. */
  lines(text: string, look: Look, width: number): readonly string[]
  /** Without the space at the end. */
  width(text: string, look: Look): number
  /** The width of the longest line if it is not broken. */
  unbroken(text: string, look: Look): number
}

const usualLeading = 1.35
/** From one line to the next. */
export const leadingOf = ({ size, leading = usualLeading }: Look): number => size * leading
/** From the top of a line to its base line. Roboto reaches 0.93 sizes above it, and 0.24 below. */
export const baselineOf = ({ size, leading = usualLeading }: Look): number =>
  size * ((leading - 0.93 - 0.24) / 2 + 0.93)

/** What stands for a character that the font lacks. */
const substitutes: ReadonlyMap<string, string> = new Map([
  // Narrow no-break space, of French.
  ["\u202f", "\u00a0"],
])
const replacement = "\ufffd"

/** Latin 1, without control characters. */
const everyFontHas = /^[ -~\u00a0-\u00ac\u00ae-\u00ff]*$/

/** The text in characters that the font has. */
export function inFont(text: string, font: Font): string {
  if (everyFontHas.test(text)) return text
  const known = (character: string) => font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0)
  const shown = (character: string) => {
    if (known(character)) return character
    if (/\p{Default_Ignorable_Code_Point}/u.test(character)) return ""
    return substitutes.get(character) ?? replacement
  }
  return Array.from(text.toWellFormed().normalize("NFC"), shown).join("")
}

const lineEnds = /\r\n|[\n\r\u2028\u2029]/
const controls = /\p{Cc}+/gu

export function typesetter(document: PDFDocument, fonts: Fonts): Typesetter {
  /** By look and text. Most words come again, and each is measured several times where lines break. */
  const widths = new Map<string, number>()
  const measured = (text: string, { face, size, spacing = 0 }: Look) => {
    if (text === "") return 0
    const key = `${face} ${size} ${spacing} ${text}`
    const width =
      widths.get(key) ?? document.font(face).fontSize(size).widthOfString(text, { characterSpacing: spacing })
    widths.set(key, width)
    return width
  }
  return {
    lines(text, look, most) {
      const measure = (piece: string) => measured(piece, look)
      return text
        .split(lineEnds)
        .flatMap((line) => brokenLines(inFont(line.replace(controls, " "), fonts[look.face]), most, measure))
    },
    width: (text, look) => measured(text.trimEnd(), look),
    unbroken: (text, look) => Math.max(...text.split(lineEnds).map((line) => measured(line, look))),
  }
}

type Measure = (text: string) => number

function brokenLines(text: string, most: number, measure: Measure): string[] {
  const lines: string[] = []
  let current = { text: "", width: 0 }
  const words = wordsOf(text).flatMap((word) =>
    measure(word.trimEnd()) <= most ? [word] : cutWord(word, most, measure),
  )
  for (const word of words) {
    if (current.text !== "" && current.width + measure(word.trimEnd()) > most) {
      lines.push(current.text)
      current = { text: "", width: 0 }
    }
    current = { text: current.text + word, width: current.width + measure(word) }
  }
  return [...lines, current.text]
}

/** The pieces of a text between which a line may end. */
function wordsOf(text: string): string[] {
  const breaker = new LineBreaker(text)
  const words: string[] = []
  let start = 0
  for (let next = breaker.nextBreak(); next !== null; next = breaker.nextBreak()) {
    words.push(text.slice(start, next.position))
    start = next.position
  }
  return words
}

/** A word that is wider than a line, such as a hash, in pieces. */
function cutWord(word: string, most: number, measure: Measure): string[] {
  const pieces: string[] = []
  let current = ""
  for (const character of word) {
    if (current !== "" && measure((current + character).trimEnd()) > most) {
      pieces.push(current)
      current = ""
    }
    current += character
  }
  return [...pieces, current]
}
