import { describe, expect, it } from "@jest/globals"
import { buildDossier } from "../../../shared/desk/dossier/dossier.ts"
import { deriveDuties } from "../../../shared/desk/duties/derive-duties.ts"
import type { PartyFactsInput } from "../../../shared/desk/facts.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { type Rule, replacedOn } from "../../../shared/desk/law/law.ts"
import { ofKind, only, retailerIn, rowOf, textOf, under } from "./dossier-documents.ts"
import { scenarioDossierInput, scenarioFacts } from "./dossier-scenario.ts"

describe("a register entry", () => {
  const kept = (law: string, language: "en" | "fr" = "en") =>
    textOf(
      only(ofKind(under(retailerIn({ laws: [law] }), { language }), "registerEntry")).sections.find(({ heading }) =>
        ["Retention", "Conservation"].includes(heading),
      ),
    )

  it("says how long the law requires it to be kept", () => {
    expect(kept("ch-fadp")).toMatch(/Keep for 24 months from the report \(.*15\(4\)\)/)
    expect(kept("ch-fadp", "fr")).toMatch(/À conserver 24 mois à compter de la déclaration/)
  })

  it("says until when, once the event from which it counts is on record", () => {
    expect(kept("ca-pipeda")).toMatch(
      /Keep at least until 3 November 2028: 24 months from determination \(SOR\/2018-64 s\. 6\(1\)\)/,
    )
    expect(kept("ca-privacy-act")).toContain("Keep at least until 2 November 2031: 60 months from awareness")
    expect(kept("ca-privacy-act", "fr")).toContain("À conserver au moins jusqu’au 2 novembre 2031 : 60 mois")
  })

  it("says that a law names no time, and invents none", () => {
    expect(kept("eu-gdpr")).toContain("The law names no time (art. 33(5))")
    expect(kept("eu-gdpr", "fr")).toContain("La loi ne fixe aucune durée (art. 33(5))")
  })

  it("says of each notice to whom, when and under which receipt, and that one is not given yet", () => {
    const northpost = (change: Partial<Parameters<typeof buildDossier>[0]> = {}) =>
      only(ofKind(buildDossier(scenarioDossierInput({ party: "northpost", ...change })), "registerEntry"))
    const label = "If the breach is material, what was provided to the Commissioner and the Secretariat"
    expect(rowOf(northpost(), label).values).toEqual([
      "Report to the regulator: 6 November 2026, 09:58 (EST), receipt OPC PA-067122",
      "Notice to the people affected: 5 November 2026, 15:00 (EST), by the retailer",
      "Notice to the retailer: 2 November 2026, 14:40 (EST), receipt NP-LETTER-118",
      "Notice to another party: 2 November 2026, 14:41 (EST), receipt NP-LETTER-119",
    ])
    const open = northpost({ duties: deriveDuties(scenarioFacts(), lawCatalogue) })
    expect(rowOf(open, label).values).toContain("Report to the regulator: not yet")
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
      // A version that was replaced counts in cases of its time.
      const then = `${rule.inForceFrom}T18:00:00Z`
      const times = replacedOn(law, rule) === undefined ? {} : { awareAt: then, determinedAt: then, discoveredAt: then }
      const party = { laws: [law.id], reported, ...times, ...(role === undefined ? {} : { roles: [{ role }] }) }
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
