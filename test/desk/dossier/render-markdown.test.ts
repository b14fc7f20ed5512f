import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import { marked, type Token, type Tokens } from "marked"
import type { Block, Dossier, FactRow } from "../../../shared/desk/dossier/document.ts"
import { buildDossier } from "../../../shared/desk/dossier/dossier.ts"
import { asWritten, renderDossierMarkdown } from "../../../shared/desk/dossier/render-markdown.ts"
import { retailerIn, under } from "./dossier-documents.ts"
import { notifiedFacts, scenarioDossierInput } from "./dossier-scenario.ts"

const dossier = buildDossier(scenarioDossierInput())
const markdownOf = async (...given: Parameters<typeof renderDossierMarkdown>) =>
  Buffer.from(await renderDossierMarkdown(...given)).toString()

/** The one section of a dossier with these blocks, as Markdown. */
async function sectionOf(...blocks: Block[]): Promise<string> {
  const documents = dossier.documents.slice(0, 1)
  const one: Dossier = {
    ...dossier,
    documents: documents.map((each) => ({ ...each, sections: [{ heading: "Section", blocks }] })),
  }
  return (await markdownOf(one)).split("## Section\n\n")[1] ?? ""
}

/** What a reader of Markdown shows. */
const shown = (tokens: readonly Token[]): string =>
  tokens.map((token) => ("tokens" in token && token.tokens ? shown(token.tokens) : shownAlone(token))).join("")
const shownAlone = (token: Token): string => ("text" in token ? String(token.text) : "")

describe("a dossier as Markdown", () => {
  it("has a heading for each document and section, and the tables of the dossier", async () => {
    const tokens = marked.lexer(await markdownOf(dossier))
    const headings = tokens.filter((token): token is Tokens.Heading => token.type === "heading")
    expect(headings.map(({ depth, tokens: inside }) => [depth, shown(inside)])).toEqual(
      dossier.documents.flatMap(({ title, sections }) => [[1, title], ...sections.map(({ heading }) => [2, heading])]),
    )
    const tables = tokens.filter((token): token is Tokens.Table => token.type === "table")
    const blocks = dossier.documents.flatMap(({ sections }) => sections.flatMap((section) => section.blocks))
    expect(tables.map(({ header, rows }) => [header.length, rows.length])).toEqual(
      blocks.flatMap((block) =>
        block.kind === "table" && block.rows.length > 0 ? [[block.columns.length, block.rows.length]] : [],
      ),
    )
  })

  it("is a notice of plain paragraphs and lists, ready for e-mail", async () => {
    const text = await markdownOf(dossier, { document: "notice-ca-on-fippa-fr" })
    const [sender, person, title, ...body] = marked.lexer(text).filter(({ type }) => type !== "space")
    expect(sender).toMatchObject({
      type: "paragraph",
      text: "Bureau de la protection de la vie privée – 6\u00a0novembre 2026",
    })
    expect(person?.raw.trim()).toBe("«Prénom» «Nom»\\\n«Adresse»\\\n«Ville» «Code postal»")
    expect(body[0]?.raw).toMatch(/^Votre livraison «Livraison» «Consultation»\.$/)
    expect(title).toMatchObject({ type: "heading", depth: 1 })
    expect(new Set(body.map(({ type }) => type))).toEqual(new Set(["heading", "paragraph", "list"]))
    expect(text).toContain("\n\n## Ce qui s’est passé\n\n")
  })

  it("says to one person what was shown of that person’s delivery, and no second list of all deliveries", async () => {
    const notice = { document: "notice-ca-on-fippa-en" }
    const general = ["What was shown:", "What was shown for some deliveries, maybe for yours:", "- The postal code"]
    const record = JSON.stringify(dossier.documents.find(({ id }) => id === notice.document))
    expect(record).toContain(general[0])
    expect(record).toContain(general[1])
    const text = await markdownOf(dossier, notice)
    for (const line of general) expect(text).not.toContain(line)
    expect(text).toContain("«What was shown».\n\nWhat was not shown:\n\n- ")
    expect(text.match(/«What was shown»/g)).toHaveLength(1)
  })

  it("says to one person in a follow-up what was shown of the delivery, and only the news of all of them", async () => {
    const again = under(retailerIn({ notifiedFacts: { ...notifiedFacts, notShown: [] } }))
    const document = "follow-up-notice-ca-on-fippa-en"
    const record = JSON.stringify(again.documents.find(({ id }) => id === document))
    const text = await markdownOf(again, { document })
    for (const line of ["This was shown too for some deliveries, maybe for yours:", "What was shown, as we said:"]) {
      expect(record).toContain(line)
      expect(text).not.toContain(line)
    }
    expect(text).toContain("Your delivery «Delivery» «Looked up». «What was shown».")
    expect(text).toContain("## What is unchanged\n\nWhat was not shown:")
  })

  it("quotes the warnings of an internal document, and marks a gap", async () => {
    const warned = dossier.documents.slice(0, 1).map((one) => ({ ...one, warnings: ["first", "second"] }))
    expect(await markdownOf({ ...dossier, documents: warned })).toContain("\n\n> first\n>\n> second\n\n")
    expect(await sectionOf({ kind: "paragraph", text: "[a gap]", tone: "gap" })).toBe("*\\[a gap\\]*\n")
  })

  it("writes each kind of block", async () => {
    expect(
      await sectionOf(
        { kind: "paragraph", text: "one\ntwo", tone: "plain" },
        { kind: "list", items: ["first", "second"] },
        { kind: "facts", rows: [] },
        {
          kind: "facts",
          rows: [
            { label: "Cause", values: ["unknown yet"], standing: "unknown", section: "s. 10" },
            { label: "Contact", values: ["a_b@c.example", "+1 416 555 0143"], standing: "known" },
          ],
        },
        {
          kind: "table",
          columns: [
            { label: "Field", align: "left" },
            { label: "Shipments", align: "right" },
          ],
          rows: [["a|b\nc", "4,500"]],
          empty: "None",
        },
        { kind: "table", columns: [], rows: [], empty: "None yet" },
        { kind: "figures", figures: [{ value: "4,500", label: "shipments" }] },
        { kind: "hash", label: "Head", value: "0123456789abcdef".repeat(4) },
      ),
    ).toBe(`one\\
two

- first
- second

- **Cause** (s. 10): *unknown yet*
- **Contact**
  - a_b@c.example
  - +1 416 555 0143

| Field | Shipments |
| --- | --: |
| a\\|b<br>c | 4,500 |

None yet

- **4,500** shipments

Head: ${"01234567 89abcdef ".repeat(4).trim()}
`)
  })

  it("puts a section that is in brackets into no others", async () => {
    const row: FactRow = { label: "Residents", values: ["6"], standing: "known", section: "(f)" }
    expect(await sectionOf({ kind: "facts", rows: [row] })).toBe("- **Residents** (f): 6\n")
  })

  it("cannot be a document that the dossier lacks", async () => {
    await expect(renderDossierMarkdown(dossier, { document: "report-eu-gdpr" })).rejects.toThrow("no such document")
  })
})

describe("a text in Markdown", () => {
  it.each([
    "# 1",
    "- item",
    "+ item",
    "* item",
    "1. item",
    "12) item",
    "> quoted",
    "---",
    "***",
    "___",
    "===",
    "| a | b |",
    "[link](https://example.com)",
    "![image](x)",
    "<b>bold</b>",
    "<script>",
    "`code`",
    "~~struck~~",
    "**bold** _it_",
    "a_b_c",
    "&amp; &#35;",
    "ends #",
    "back\\slash",
    "[x] done",
    "\tindented",
    "    indented",
    "+",
    "-",
    "1.",
  ])("is shown as it is written: %s", (text) => {
    const shownText = text.trim()
    for (const [before, place] of [
      ["", "paragraph"],
      ["# ", "heading"],
      ["> ", "quote"],
      ["- ", "item"],
    ] as const) {
      const html = marked.parse(`${before}${asWritten(text)}`, { async: false })
      expect([place, readable(html)]).toEqual([place, shownText])
    }
  })

  it("is shown as it is written, whatever it is", () => {
    const text = fc.array(fc.constantFrom(..."\\`*_[]()<>|~#+-=.!&:; aé1".split(""), "&amp;", "](x)", "**", "1. "), {
      maxLength: 12,
    })
    fc.assert(
      fc.property(text, (parts) => {
        const written = parts.join("").trim()
        fc.pre(written !== "")
        const { tokens = [], type } = marked.lexer(asWritten(written))[0] as Tokens.Paragraph
        expect([type, readable(marked.parser([{ type: "paragraph", raw: "", text: "", tokens }]))]).toEqual([
          "paragraph",
          written,
        ])
      }),
      { numRuns: 2_000 },
    )
  })
})

/** The text in HTML. Marks within it stay visible, but for those of a bare address, which shows as it is written. */
const readable = (html: string): string =>
  html
    .replaceAll(/<\/?(?:p|h1|blockquote|ul|li)>|<a [^>]*>|<\/a>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&")
    .trim()
