import { beforeAll, describe, expect, it } from "@jest/globals"
import { renderDossierPdf } from "../../../shared/desk/dossier/deployed-pdf.ts"
import type { Block, Dossier } from "../../../shared/desk/dossier/document.ts"
import { buildDossier } from "../../../shared/desk/dossier/dossier.ts"
import { scenarioDossierInput } from "./dossier-scenario.ts"
import { type DrawnFile, everyFile } from "./every-document.ts"
import { type OpenedPage, type OpenedPdf, openedPdf, type Said, withoutSpaces } from "./opened-pdf.ts"
import { joinedAs, spokenIn, spokenOf } from "./pdf-structure.ts"

const files = everyFile()
const opened = new Map<string, OpenedPdf>()
beforeAll(async () => {
  for (const { name, dossier, ...options } of files)
    opened.set(name, await openedPdf(await renderDossierPdf(dossier, options)))
}, 300_000)

const fileOf = (name: string): OpenedPdf =>
  opened.get(name) ?? { pages: [], title: "", language: "", metadata: new Map() }
const chosenOf = ({ dossier, document }: DrawnFile) =>
  dossier.documents.filter(({ id }) => document === undefined || id === document)

const kinds = /^(INTERN|REPORTTOAREG|RAPPORTÀUNE|REGISTERENTRY|INSCRIPTIONAU)/
const isContents = ({ path, text }: Said) =>
  path.startsWith("TOC") || (path === "H2" && ["Inthisdossier", "Danscedossier"].includes(text))
const isLeftOut = (said: Said) => isContents(said) || (said.path === "P" && kinds.test(said.text))
const isHeading = ({ path }: Said) => path.startsWith("H")

/** The pages of each document of a file. */
function pagesByDocument({ pages }: OpenedPdf): readonly (readonly OpenedPage[])[] {
  const documents: OpenedPage[][] = []
  for (const page of pages) {
    if (page.said.some(({ path }) => path === "H1")) documents.push([])
    documents.at(-1)?.push(page)
  }
  return documents
}

describe.each(files.map((file) => [file.name, file] as const))("the PDF %s", (name, file) => {
  it("says every heading, paragraph, list and table of its documents, in their order", () => {
    const expected = spokenOf(chosenOf(file))
    expect(joinedAs(expected, spokenIn(fileOf(name), isLeftOut))).toEqual(expected)
  })

  it("has no text outside of its structure but page numbers, and none smaller than 10 points within", () => {
    for (const { outside, smallest } of fileOf(name).pages) {
      expect(outside.join("").trim()).toBe("")
      expect(smallest).toBeGreaterThanOrEqual(10)
    }
  })

  it("has no words at the end of a page that open a list or a table on the next one", () => {
    for (const { said } of fileOf(name).pages) expect(said.at(-1)?.text).not.toMatch(/:$/)
  })

  it("has no heading at the end of a page, and no page at its end that is nearly empty", () => {
    for (const pages of pagesByDocument(fileOf(name))) {
      for (const { said } of pages) expect(said.slice(-1).filter(isHeading)).toEqual([])
      expect(pages.length === 1 ? 1 : pages.at(-1)?.filled).toBeGreaterThan(0.2)
    }
  })

  it("names its title, its language and its standard", () => {
    const { title, language, metadata } = fileOf(name)
    const [first] = chosenOf(file)
    expect(title).toContain(first?.title)
    expect(metadata.get("dc:title")).toBe(title)
    expect(language).toBe(first?.language === "fr" ? "fr-CA" : "en-CA")
    expect(metadata.get("pdfuaid:part")).toBe("1")
  })
})

describe("a PDF of unusual text", () => {
  const dossier = buildDossier(scenarioDossierInput())
  const withBlocks = (title: string, ...blocks: Block[]): Dossier => ({
    ...dossier,
    documents: dossier.documents
      .slice(0, 1)
      .map((one) => ({ ...one, title, sections: [{ heading: "Section", blocks }] })),
  })
  const opening = async (title: string, ...blocks: Block[]) =>
    openedPdf(await renderDossierPdf(withBlocks(title, ...blocks)))

  it("has a title with the characters of XML", async () => {
    const { title, metadata } = await opening("Leaf & Sons <Ltd>")
    expect(title).toBe("WS-7K2M9Q4XHT - Leaf & Sons <Ltd>")
    expect(metadata.get("dc:title")).toBe(title)
  })

  it("continues a row that is higher than a page, and a word that is wider than a line", async () => {
    const text = `${"word ".repeat(3000)}${"0123456789abcdef".repeat(20)}`.trim()
    const block: Block = { kind: "facts", rows: [{ label: "Cause", values: [text], standing: "known" }] }
    const file = await opening("Long", block)
    expect(file.pages.length).toBeGreaterThan(3)
    const said = spokenIn(file, ({ path }) => path !== "Table/TR/TD")
    const whole = [{ path: "Table/TR/TD", text: withoutSpaces(text) }]
    expect(joinedAs(whole, said)).toEqual(whole)
  })

  it("says with a mark that a character is not in its font", async () => {
    const { pages } = await opening("Characters", {
      kind: "paragraph",
      text: "Œuvre à 4\u202f% \u65e5 a\u0000b",
      tone: "plain",
    })
    expect(pages[0]?.said.at(-1)?.text).toBe("Œuvreà4%\ufffdab")
  })
})
