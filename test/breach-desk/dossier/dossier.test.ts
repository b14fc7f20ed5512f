import { describe, expect, it } from "@jest/globals"
import { dossierSchema } from "../../../shared/breach-desk/dossier/document.ts"
import { buildDossier } from "../../../shared/breach-desk/dossier/dossier.ts"
import type { PartyFactsInput } from "../../../shared/breach-desk/facts.ts"
import { everyLaw, ofKind, only, retailerIn, textOf, under } from "./dossier-documents.ts"
import {
  carrierFacts,
  playSteps,
  retailerFacts,
  scenarioDossierInput,
  scenarioFacts,
  scenarioSteps,
  scenarioTimeline,
} from "./dossier-scenario.ts"

describe("a dossier", () => {
  it("is of its own schema, and the same each time", () => {
    const dossier = buildDossier(scenarioDossierInput())
    expect(dossierSchema.parse(JSON.parse(JSON.stringify(dossier)))).toEqual(dossier)
    expect(buildDossier(scenarioDossierInput())).toEqual(dossier)
  })

  it("holds a summary, a report per regulator, notices per language, register entries and evidence", () => {
    expect(buildDossier(scenarioDossierInput()).documents.map(({ id }) => id)).toEqual([
      "summary",
      "report-ca-on-fippa",
      "notice-ca-on-fippa-en",
      "notice-ca-on-fippa-fr",
      "register-ca-on-fippa",
      "evidence",
    ])
  })

  it("is for a party of the case alone", () => {
    expect(() => buildDossier(scenarioDossierInput({ party: "stranger" }))).toThrow("not a party")
  })

  it("gives the figures of the case", () => {
    const text = textOf(only(ofKind(buildDossier(scenarioDossierInput()), "summary")))
    expect(text).toContain("4,500")
    expect(text).toContain("2.0%")
    expect(text).toContain("3,900 of 4,500 notified directly; 600 by public notice.")
  })
})

describe("what a party reads of others", () => {
  const third: PartyFactsInput = {
    ...retailerFacts,
    party: "maplebooks",
    name: "Maple Books Inc",
    alias: "MapleBooks",
    caseAlias: "WS-THIRDALIAS",
    laws: ["ca-pipeda"],
    shipments: 77123,
    people: 77123,
  }
  const facts = scenarioFacts({
    parties: [retailerFacts, carrierFacts, third],
    measures: [{ at: "2026-11-05T00:00:00Z", by: "maplebooks", kind: "prevention", code: "peopleSupported" }],
  })
  const steps = [
    {
      at: "2026-11-03T15:00:00Z",
      by: "maplebooks",
      key: "northpost#ca-privacy-act#tellIndividuals",
      action: { operation: "request" } as const,
    },
    ...scenarioSteps,
  ]
  const duties = playSteps(facts, steps)
  const dossierFor = (party: string) => {
    const { entries, head } = scenarioTimeline()
    return buildDossier(
      scenarioDossierInput({
        facts,
        duties,
        party,
        timeline: entries,
        head,
      }),
    )
  }

  it("retailers never see each other, in any document or data", () => {
    const text = textOf(dossierFor("leafline"))
    expect(text).not.toMatch(/maple/i)
    expect(text).not.toContain("WS-THIRDALIAS")
    expect(text).not.toMatch(/77,?123/)
    expect(text).not.toContain("Help is offered to the people affected.")
    expect(text).not.toContain("ca-pipeda")
  })

  it("a discreet retailer is not named to the carrier", () => {
    const text = textOf(ofKind(dossierFor("northpost"), "summary"))
    expect(text).not.toMatch(/leafline/i)
    expect(text).toContain("MapleBooks")
  })

  it("leaves out another party's receipt and assessment, and shows what passed between the two", () => {
    const retailer = textOf(dossierFor("leafline"))
    expect(retailer).not.toContain("OPC PA-067122")
    expect(retailer).toContain("IPC PI26-00417")
    expect(retailer).toContain("the requester should notify them")
    expect(textOf(dossierFor("northpost"))).not.toContain("IPC PI26-00417")
  })
})

describe("a dossier in French", () => {
  it("has no English but the titles of English instruments", () => {
    const facts = retailerIn(
      { laws: everyLaw, assessments: {} },
      { cause: null, measures: [], containment: { contained: false } },
    )
    const { documents } = under(facts, { language: "fr" })
    for (const document of documents.filter(({ language, kind }) => language === "fr" && kind !== "evidence")) {
      // A sample of a notice stands in the language of the notice.
      const sample = document.sections.findIndex(({ heading }) => heading === "Exemplaire de l’avis")
      const sections = sample === -1 ? document.sections : document.sections.slice(0, sample)
      const text = textOf({ ...document, sections, rule: undefined }).replaceAll(/« [^»]* »/g, "")
      expect(`${document.id} ${text}`).not.toMatch(/\b(the|of|with|was|not|and|shipments|Not known)\b/)
    }
  })

  it("writes days, counts and shares as French does", () => {
    const text = textOf(only(ofKind(buildDossier(scenarioDossierInput({ language: "fr" })), "summary")))
    expect(text).toContain("1er novembre 2026")
    expect(text).toContain("4\u00a0500")
    expect(text).toContain("2,0\u00a0%")
  })
})
