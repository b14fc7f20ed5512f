import { describe, expect, it } from "@jest/globals"
import { create } from "fontkit"
import PDFDocument from "pdfkit"
import { robotoFiles } from "../../../../shared/base/platform/tagged-pdf/load-roboto.ts"
import { paginate } from "../../../../shared/base/platform/tagged-pdf/paginate.ts"
import type { Strip } from "../../../../shared/base/platform/tagged-pdf/strips.ts"
import { typesetter } from "../../../../shared/base/platform/tagged-pdf/typesetter.ts"

const strip = (height: number, change: Partial<Strip> = {}): Strip => ({
  height,
  before: 0,
  keep: false,
  shapes: [],
  pieces: [],
  ...change,
})
const heightsOn = (strips: readonly Strip[]) =>
  paginate(strips, 100).map((page) => page.strips.map((placed) => placed.strip.height))

describe("the pages of strips", () => {
  it("take a heading to the page of what follows it", () => {
    expect(heightsOn([strip(70), strip(20, { keep: true }), strip(50)])).toEqual([[70], [20, 50]])
  })

  it("repeat the header of a table that goes on, and leave out the space at their top", () => {
    const repeated = [strip(5)]
    const [, second] = paginate([strip(60, { repeated, before: 9 }), strip(55, { repeated, before: 9 })], 100)
    expect(second?.strips.map(({ strip: { height }, top }) => [height, top])).toEqual([
      [5, 0],
      [55, 14],
    ])
  })

  it("share what would leave the last one a third empty", () => {
    const lines = Array.from({ length: 15 }, () => strip(10))
    expect(heightsOn(lines).map((page) => page.length)).toEqual([8, 7])
  })

  it("are fuller by more height of their lines where there is too little for them", () => {
    const lines = Array.from({ length: 12 }, () => strip(10))
    const pages = paginate(lines, 100)
    expect(pages.map(({ strips }) => strips.length)).toEqual([6, 6])
    for (const { used } of pages) expect(used).toBeGreaterThanOrEqual(66)
  })

  it("are one fewer where less space between the strips saves the last one", () => {
    const lines = Array.from({ length: 9 }, () => strip(10, { before: 2 }))
    expect(heightsOn(lines).map((page) => page.length)).toEqual([9])
  })

  it("keep the height of their lines where less space would save none", () => {
    const lines = Array.from({ length: 14 }, () => strip(10, { before: 1 }))
    expect(heightsOn(lines)).toEqual([Array(7).fill(10), Array(7).fill(10)])
  })

  it("hold what belongs together and is higher than a page", () => {
    expect(heightsOn([strip(80, { keep: true }), strip(80, { keep: true }), strip(80)])).toEqual([[80], [80], [80]])
  })
})

describe("the lines of a text", () => {
  const { regular, bold, italic } = robotoFiles()
  const fonts = { regular: create(regular), bold: create(bold), italic: create(italic) }
  const document = new PDFDocument({
    size: [612, 792],
    margin: 0,
    pdfVersion: "1.7",
    lang: "en-CA",
    tagged: true,
    displayTitle: true,
    autoFirstPage: false,
    font: "",
    info: {},
  })
  for (const [face, font] of Object.entries(fonts)) document.registerFont(face, font)
  const setter = typesetter(document, fonts)
  const look = { face: "regular", size: 10, colour: "#000000" } as const

  it("keep the spaces between their words, and fit", () => {
    const text =
      "Somebody looked up deliveries at https://tracking.example/a/b, one after another. 4\u00a0500 were seen."
    const lines = setter.lines(text, look, 120)
    expect(lines.length).toBeGreaterThan(2)
    expect(lines.join("")).toBe(text)
    for (const line of lines) expect(setter.width(line, look)).toBeLessThanOrEqual(120)
    expect(lines.some((line) => line.endsWith("4\u00a0"))).toBe(false)
  })

  it("are cut within a word that is wider than a line", () => {
    const hash = "0123456789abcdef".repeat(4)
    const lines = setter.lines(hash, look, 120)
    expect(lines.join("")).toBe(hash)
    for (const line of lines) expect(setter.width(line, look)).toBeLessThanOrEqual(120)
  })

  it("are as many as the text has, also where they are empty", () => {
    expect(setter.lines("first\n\nthird", look, 120)).toEqual(["first", "", "third"])
  })
})
