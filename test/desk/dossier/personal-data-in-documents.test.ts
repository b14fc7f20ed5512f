import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import { findPersonalData } from "../../../shared/desk/dossier/personal-data.ts"
import { everyLaw, ofKind, rowsOf, textOf, under } from "./dossier-documents.ts"
import { carrierFacts, retailerFacts, scenarioFacts } from "./dossier-scenario.ts"

describe("personal data", () => {
  const secrets = fc.constantFrom(
    "jane.roe@example.org",
    "203.0.113.77",
    "2001:db8:0:0:1:2:3:4",
    "K1A 0B1",
    "416-555-0199",
    "4012 3456 7890 1234",
  )
  const places = fc.constantFrom("cause", "explanation", "consequences")

  it("typed by an officer reaches no document, and the list of missing facts names the item that held it", () => {
    fc.assert(
      fc.property(secrets, places, fc.constantFrom("en", "fr"), (secret, place, language) => {
        const text = `Looked up by ${secret} it seems`
        const base = scenarioFacts()
        const facts = scenarioFacts({
          ...(place === "cause" ? { cause: text } : {}),
          parties: [
            {
              ...retailerFacts,
              laws: everyLaw,
              assessments: Object.fromEntries(
                Object.entries(retailerFacts.assessments ?? {}).map(([test, { law, test: asked }]) => [
                  test,
                  {
                    ...(law === undefined ? {} : { law }),
                    ...(asked === undefined ? {} : { test: asked }),
                    met: "yes" as const,
                    reasons: ["realRisk" as const],
                    assessedBy: "Privacy Officer",
                    assessedAt: base.openedAt,
                    ...(place === "explanation" ? { explanation: text } : {}),
                    ...(place === "consequences" ? { consequences: text } : {}),
                  },
                ]),
              ),
            },
          ],
        })
        const { documents } = under(facts, { language })
        expect(textOf(documents)).not.toContain(secret)
        // A notice says nothing in an officer's words, so it misses nothing that an officer wrote.
        const withheld = documents.flatMap(({ missing }) => missing.map(({ sentence }) => sentence)).join()
        expect(withheld).toMatch(language === "en" ? /was withheld/ : /a été retenu/)
        expect(textOf(ofKind({ documents }, "notice"))).not.toContain("Looked up by")
      }),
      { numRuns: 30 },
    )
  })

  it("is in no report, except the contact that the law requires", () => {
    const { contact: _contact, publicContact: _publicContact, ...bare } = retailerFacts
    const facts = scenarioFacts({ parties: [{ ...bare, laws: everyLaw }, carrierFacts] })
    for (const report of ofKind(under(facts), "regulatorReport")) {
      const texts = rowsOf(report)
        .flatMap(({ values }) => values)
        .filter((text) => !text.startsWith("https://"))
      expect(texts.flatMap(findPersonalData)).toEqual([])
    }
  })
})
