import { describe, expect, it } from "@jest/globals"
import { lawPage } from "../../../infra/cli/documents/law-page.ts"
import { counselPage } from "../../../infra/cli/laws/counsel-page.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { type Law, wordsOf } from "../../../shared/desk/law/law.ts"
import { aReview } from "./a-review.ts"

const agreement = aReview({ ofThisText: true })
const page = lawPage(lawCatalogue)
const rules = lawCatalogue.flatMap((law) => law.rules.map((rule) => [law.id, rule.id, law, rule] as const))
const oneRule = (law: Law, id: string): string =>
  lawPage([{ ...law, rules: law.rules.filter((rule) => rule.id === id) }])

describe("the page of laws for a lawyer", () => {
  it.each(lawCatalogue.map(({ id }) => id))("has %s", (id) => {
    expect(page).toContain(`In Wayseal \`${id}\``)
  })

  it.each(rules)("sets %s %s beside the words and the section that it follows", (_law, id, law, rule) => {
    const shown = oneRule(law, id).replaceAll("\\|", "|")
    const cited = [rule.citation.section, ...rule.content.map(({ section }) => section)].map(({ en }) => en)
    const words = [wordsOf(rule), rule.owedIf.test.words, rule.citation.url, rule.inForceFrom, rule.reviewBy]
    for (const text of [...cited, ...words]) expect(shown).toContain(text.replaceAll(/\s+/g, " "))
    for (const { section } of rule.excusedIf) expect(shown).toContain(section.en)
    expect(shown).toContain("No lawyer’s review of this text is recorded")
    expect(shown.includes("**counsel must confirm this rule**")).toBe(rule.confirmWithCounsel)
  })

  it("says of each report whether the regulator's form was read, and which fields the read part has", () => {
    for (const [, id, law, rule] of rules) {
      const shown = oneRule(law, id)
      expect(shown.includes("**Regulator’s form**")).toBe(rule.kind === "tellRegulator")
      expect(shown.includes("not read: the items stand in the order of the law")).toBe(
        rule.kind === "tellRegulator" && rule.regulatorForm === undefined,
      )
      for (const { words } of rule.regulatorForm?.fields ?? []) expect(shown).toContain(`\n  - ${words.en}\n`)
      if (rule.regulatorForm !== undefined) expect(shown).toContain("read in part on 26 November 2026")
    }
  })

  it("says of a law without rules whether it was read", async () => {
    const unread = lawCatalogue.filter(({ nobodyHasRead }) => nobodyHasRead)
    expect(unread.map(({ id }) => id)).toContain("ca-ab-popa")
    const shown = lawPage(unread)
    expect(shown).toContain("| `ca-ab-popa` | none: nobody has read it |")
    expect(shown).toContain("Nobody has read it. Parties that it binds are told so")
    expect(shown).not.toContain("It was read")
    expect(await counselPage(unread)).toContain("Personne ne l’a lue. Les parties qu’elle lie en sont avisées")
  })

  it("says that a law without rules was read, and names the lawyer of a rule that one has reviewed", () => {
    expect(page).toContain("It was read and asks for nothing after a breach.")
    const [law] = lawCatalogue
    if (law === undefined) throw new Error("no law")
    const reviewed = lawPage([{ ...law, rules: law.rules.map((rule) => ({ ...rule, reviews: [agreement] })) }])
    expect(reviewed).toContain("Reviewed by A. Counsel, Toronto on 2 December 2026: agrees")
    expect(reviewed).not.toMatch(/No lawyer has|must confirm/)
  })

  it("says of versions of a rule until when each was in force, and of a law that counts by the breach that it does", () => {
    const heading = "Tex. Bus. & Com. Code § 521.053: Notice to the Attorney General"
    expect(page).toContain(`### ${heading}\n`)
    expect(page).toContain(`### ${heading} until 2023-09-01\n`)
    expect(page).toContain("in force from 2020-01-01 until 2023-09-01; ")
    expect(page.match(/in force from 2018-02-22, by the breach; /g)).toHaveLength(2)
  })

  it("says the same to counsel, in both languages", async () => {
    const shown = await counselPage(
      lawCatalogue.filter(({ id }) => ["us-tx-bcc-521-053", "au-privacy-act"].includes(id)),
    )
    expect(shown).toContain("In force from 1 January 2020, replaced on 1 September 2023")
    expect(shown).toMatch(/En vigueur depuis le 1er\sjanvier 2020, remplacé le 1er\sseptembre 2023/)
    expect(shown).toContain("In force from 22 February 2018, for breaches that were going on then or later")
    expect(shown).toMatch(/le 22\sfévrier 2018, pour les atteintes en cours ce jour-là ou par la suite/)
  })

  it("leads from its table to every rule, and says which rules were not read word for word", () => {
    const lines = page.split("\n").filter((line) => line.startsWith("| `"))
    expect(lines).toHaveLength(rules.length + lawCatalogue.filter((law) => law.rules.length === 0).length)
    for (const [law, , , rule] of rules) {
      const line = lines.find((one) => one.startsWith(`| \`${law} ${rule.kind}\` | [${rule.title.en}](#`))
      expect(line).toContain(`), ${rule.citation.section.en} | `)
      expect(line).toContain(rule.verifiedOn ?? `no: ${rule.reading}`)
      expect(line?.includes("must confirm")).toBe(rule.confirmWithCounsel)
    }
  })
})
