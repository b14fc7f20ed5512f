import { describe, expect, it } from "@jest/globals"
import type { PartyFactsInput } from "../../../shared/breach-desk/facts.ts"
import { lawCatalogue } from "../../../shared/law/catalogue.ts"
import type { Rule } from "../../../shared/law/law.ts"
import { ofKind, only, retailerIn, textOf, under } from "./dossier-documents.ts"

describe("a register entry", () => {
  const kept = (law: string, language: "en" | "fr" = "en") =>
    textOf(
      only(ofKind(under(retailerIn({ laws: [law] }), { language }), "registerEntry")).sections.find(({ heading }) =>
        ["Retention", "Conservation"].includes(heading),
      ),
    )

  it("says how long the law requires it to be kept", () => {
    expect(kept("ca-pipeda")).toMatch(/Keep for 24 months from .*\(SOR\/2018-64 s\. 6\(1\)\)/)
    expect(kept("ca-pipeda", "fr")).toMatch(/À conserver 24 mois à compter de .*art\. 6\(1\)/)
  })

  it("says that a law names no time, and invents none", () => {
    expect(kept("eu-gdpr")).toContain("The law names no time (art. 33(5))")
    expect(kept("eu-gdpr", "fr")).toContain("La loi ne fixe aucune durée (art. 33(5))")
  })

  it("leaves to the evidence which form the law requires", () => {
    const entry = only(ofKind(under(retailerIn({ laws: ["ca-pipeda"] })), "registerEntry"))
    expect(textOf(entry)).not.toContain("on request")
    expect(textOf(only(ofKind(under(retailerIn({ laws: ["ca-pipeda"] })), "evidence")))).toContain(
      "on request (s. 10.3(2))",
    )
  })

  it("says nothing of a time that was not established", () => {
    expect(kept("ca-on-fippa")).toBeUndefined()
  })
})

describe("a rule past its review", () => {
  const rules = lawCatalogue.flatMap((law) => law.rules.map((rule) => ({ law, rule })))
  const withoutDocument = new Set<Rule["kind"]>(["tellOtherOrganisation"])
  const dayAfter = (isoDate: string) => new Date(Date.parse(isoDate) + 86_400_000).toISOString()
  const readings = (party: Partial<PartyFactsInput>, rule: Rule, preparedAt: string) => {
    const dossier = under(retailerIn(party), { preparedAt })
    const made = dossier.documents.filter((document) => document.rule === rule.id)
    const evidence = textOf(only(ofKind(dossier, "evidence")).sections)
    return { made, summary: only(ofKind(dossier, "summary")).warnings?.join() ?? "", evidence }
  }

  it.each(rules.map(({ law, rule }) => [`${law.id} ${rule.id}`, law, rule] as const))(
    "%s warns from the day after, in the internal documents and in none that is sent",
    (_name, law, rule) => {
      const [role] = rule.owedBy
      const reported = { [law.id]: { at: "2026-11-03T20:55:00Z", shipments: 1, fields: [] } }
      const party = { laws: [law.id], reported, ...(role === undefined ? {} : { roles: [{ role }] }) }
      const late = readings(party, rule, dayAfter(rule.reviewBy))
      expect(late.made.length > 0 || withoutDocument.has(rule.kind)).toBe(true)
      expect(late.summary).toContain(`${law.shortName.en} ${rule.citation.section.en} (review was due by`)
      expect(late.evidence).toContain("REVIEW OVERDUE")

      const provision = JSON.stringify(`${law.shortName.en}\n${rule.citation.section.en}`)
      expect(late.evidence).toContain(`${provision},"This rule’s review was due by`)
      expect(textOf(late.made)).not.toMatch(/was due by|devait être revue|OVERDUE/)

      const inTime = readings(party, rule, `${rule.reviewBy}T12:00:00Z`)
      expect(inTime.evidence).not.toContain(`${provision},"This rule’s review was due by`)
      expect(inTime.summary).not.toContain(`${rule.citation.section.en} (review was due by`)
    },
  )

  it("is named with its date in the language of the document", () => {
    const late = (language: "en" | "fr") =>
      textOf(
        only(
          ofKind(
            under(retailerIn({ laws: ["ca-pipeda"] }), { preparedAt: "2028-01-01T00:00:00Z", language }),
            "evidence",
          ),
        ),
      )
    expect(late("en")).toContain("review was due by 25 May 2027")
    expect(late("fr")).toContain("devait être revue au plus tard le 25 mai 2027")
  })
})
