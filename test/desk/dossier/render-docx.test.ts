import { beforeAll, describe, expect, it } from "@jest/globals"
import type { Block, Dossier } from "../../../shared/desk/dossier/document.ts"
import { buildDossier } from "../../../shared/desk/dossier/dossier.ts"
import { mergeSlots } from "../../../shared/desk/dossier/merge-slots.ts"
import { renderDossierDocx } from "../../../shared/desk/dossier/render-docx.ts"
import { scenarioDossierInput } from "./dossier-scenario.ts"
import { elementsOf, openedDocx, textIn } from "./opened-docx.ts"

const dossier = buildDossier(scenarioDossierInput())

/** The text of the file for a word processor. */
async function bodyOf(...given: Parameters<typeof renderDossierDocx>): Promise<string> {
  return openedDocx(await renderDossierDocx(...given)).get("word/document.xml") ?? ""
}
const paragraphsOf = (xml: string, style: string) =>
  elementsOf(xml, "w:p")
    .filter((paragraph) => paragraph.includes(`<w:pStyle w:val="${style}"/>`))
    .map(textIn)

/** The dossier with one document, which holds these blocks. */
const withBlocks = (...blocks: Block[]): Dossier => ({
  ...dossier,
  documents: dossier.documents.slice(0, 1).map((one) => ({ ...one, sections: [{ heading: "Section", blocks }] })),
})

describe("a dossier as DOCX", () => {
  let body: string
  beforeAll(async () => {
    body = await bodyOf(dossier)
  })

  it("has a heading for each document and each section", () => {
    const { documents } = dossier
    expect(paragraphsOf(body, "Heading1")).toEqual(documents.map(({ title }) => title))
    expect(paragraphsOf(body, "Heading2")).toEqual(
      documents.flatMap(({ sections }) => sections.map(({ heading }) => heading)),
    )
  })

  it("marks each text with the language of its document, for spelling and for screen readers", () => {
    const languageOf = (said: string) =>
      elementsOf(body, "w:r")
        .filter((run) => textIn(run).includes(said))
        .map((run) => /<w:lang w:val="([^"]+)"/.exec(run)?.[1])
    expect(languageOf("What happened")).toContain("en-CA")
    expect(new Set(languageOf("Ce qui s’est passé"))).toEqual(new Set(["fr-CA"]))
  })

  it("has the rows of its tables, under a first row that each page repeats", async () => {
    const xml = await bodyOf(
      withBlocks({
        kind: "table",
        columns: [
          { label: "Field", align: "left" },
          { label: "Shipments", width: 60, align: "right" },
        ],
        rows: [["The postal code\nand <more> & 'more'", "4,500"]],
        empty: "None",
      }),
    )
    const rows = elementsOf(xml, "w:tr")
    expect(rows.map((row) => elementsOf(row, "w:tc").map(textIn))).toEqual([
      ["Field", "Shipments"],
      ["The postal code\nand <more> & 'more'", "4,500"],
    ])
    expect(rows.map((row) => row.includes("<w:tblHeader/>"))).toEqual([true, false])
    expect(xml).toContain('<w:gridCol w:w="8720"/><w:gridCol w:w="1360"/>')
    expect(elementsOf(xml, "w:tc").map((cell) => /<w:jc w:val="(\w+)"/.exec(cell)?.[1])).toEqual([
      "left",
      "right",
      "left",
      "right",
    ])
  })

  it("has facts, lists, figures, hashes and empty tables", async () => {
    const label = "Cause"
    const xml = await bodyOf(
      withBlocks(
        { kind: "facts", rows: [{ label, values: ["Unknown", "Yet"], standing: "unknown", section: "s. 10" }] },
        { kind: "list", items: ["first", "second"] },
        { kind: "figures", figures: [{ value: "4,500", label: "shipments" }] },
        { kind: "hash", label: "Head", value: "0123456789abcdef".repeat(4) },
        { kind: "table", columns: [], rows: [], empty: "None yet" },
        { kind: "facts", rows: [] },
      ),
    )
    expect(elementsOf(xml, "w:tc").map((cell) => elementsOf(cell, "w:p").map(textIn))).toEqual([
      ["Cause", "s.\u00a010"],
      ["Unknown", "Yet"],
    ])
    expect(
      elementsOf(xml, "w:r")
        .filter((run) => run.includes("<w:i/>"))
        .map(textIn),
    ).toEqual(["Unknown", "Yet"])
    expect(paragraphsOf(xml, "ListParagraph")).toEqual(["first", "second", "4,500 shipments"])
    expect(textIn(xml)).toContain(`Head: ${"01234567 89abcdef ".repeat(4).trim()}`)
    expect(textIn(xml)).toContain("None yet")
  })

  it("holds text that XML cannot hold as spaces", async () => {
    const xml = await bodyOf(withBlocks({ kind: "paragraph", text: "a\u0000b\u001fc\ufffed\ud800e", tone: "plain" }))
    expect(textIn(xml)).toContain("a b c d\ufffde")
  })

  it("can be one document on the paper of the country, with its own title and language", async () => {
    const document = "notice-ca-on-fippa-fr"
    const parts = openedDocx(await renderDossierDocx(dossier, { document, pageSize: "A4" }))
    const one = parts.get("word/document.xml") ?? ""
    const title = dossier.documents.find(({ id }) => id === document)?.title ?? ""
    expect(paragraphsOf(one, "Heading1")).toEqual([title])
    expect(one).toContain('<w:pgSz w:w="11906" w:h="16838"')
    expect(body).toContain('<w:pgSz w:w="12240" w:h="15840"')
    expect(parts.get("word/styles.xml")).toContain('<w:lang w:val="fr-CA"/>')
    expect(parts.get("docProps/core.xml")).toContain(`<dc:title>${title}</dc:title>`)
    const fields = [...one.matchAll(/<w:fldSimple w:instr=" MERGEFIELD &quot;([^&]+)&quot; "/g)].map(([, name]) => name)
    const slots = ["firstName", "lastName", "address", "city", "postalCode", "delivery", "lookedUp", "shown"] as const
    expect(fields).toEqual(slots.map((slot) => mergeSlots[slot].fr))
    expect(textIn(one)).toContain("«Prénom» «Nom»\n«Adresse»\n«Ville» «Code postal»")
    // People receive it, so its pages say neither the case nor that it is confidential.
    expect(textIn(parts.get("word/header1.xml") ?? "")).toBe("")
    const summary = openedDocx(await renderDossierDocx(dossier, { document: "summary" }))
    expect(textIn(summary.get("word/header1.xml") ?? "")).toBe("Case WS-7K2M9Q4XHT, confidential")
    const report = openedDocx(await renderDossierDocx(dossier, { document: "report-ca-on-fippa" }))
    expect(textIn(report.get("word/header1.xml") ?? "")).toBe("WS-7K2M9Q4XHT")
  })

  it("numbers its pages through the file, keeps together what belongs together, and has a bullet of usual size", async () => {
    const parts = openedDocx(await renderDossierDocx(dossier))
    const footer = parts.get("word/footer1.xml") ?? ""
    expect(footer).toContain("NUMPAGES")
    expect(footer).not.toContain("SECTIONPAGES")
    expect(parts.get("word/numbering.xml")).toContain('<w:lvlText w:val="•"/>')
    const kept = elementsOf(body, "w:p").filter((paragraph) => paragraph.includes("<w:keepNext/>"))
    expect(kept.map(textIn)).toContain("What was not shown:")
    const beforeTheLastLine =
      elementsOf(body, "w:p").findIndex((one) => textIn(one).startsWith("Give us this code:")) - 1
    expect(kept).toContain(elementsOf(body, "w:p")[beforeTheLastLine])
    expect(kept.map(textIn)).not.toContain("This happened between 29\u00a0October 2026 and 1\u00a0November 2026.")
  })

  it("cannot be a document that the dossier lacks", async () => {
    await expect(renderDossierDocx(dossier, { document: "report-eu-gdpr" })).rejects.toThrow("no such document")
  })
})
