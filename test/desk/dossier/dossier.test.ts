import { describe, expect, it } from "@jest/globals"
import { dossierSchema } from "../../../shared/desk/dossier/document.ts"
import { buildDossier } from "../../../shared/desk/dossier/dossier.ts"
import { deriveDuties } from "../../../shared/desk/duties/derive-duties.ts"
import type { PartyFactsInput } from "../../../shared/desk/facts.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { ofKind, only, retailerIn, rowOf, textOf, under } from "./dossier-documents.ts"
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

  it("sets a target apart from the legal deadline, where a law has both, and calls only the deadline overdue", () => {
    const summary = (preparedAt: string, language: "en" | "fr" = "en") => {
      const facts = scenarioFacts({ parties: [{ ...retailerFacts, laws: ["us-tx-bcc-521-053"] }] })
      const duties = deriveDuties(facts, lawCatalogue)
      const { documents } = buildDossier(scenarioDossierInput({ facts, duties, preparedAt, language }))
      return textOf(documents.find(({ id }) => id === "summary"))
    }
    const betweenTheTwo = summary("2026-11-25T12:00:00Z")
    expect(betweenTheTwo).toMatch(/Legal deadline\\nOwn target: 20\d\d-/)
    expect(betweenTheTwo).toContain("Past its own target")
    expect(betweenTheTwo).not.toContain("OVERDUE")
    expect(summary("2027-06-01T12:00:00Z")).toContain("OVERDUE")
    expect(summary("2026-11-25T12:00:00Z", "fr")).toMatch(/Échéance légale\\nCible interne\u00a0: 20\d\d-/)
  })

  it("is for a party of the case alone", () => {
    expect(() => buildDossier(scenarioDossierInput({ party: "stranger" }))).toThrow("not a party")
  })

  it("gives the figures of the case", () => {
    const text = textOf(only(ofKind(buildDossier(scenarioDossierInput()), "summary")))
    expect(text).toContain("4,500")
    expect(text).toContain("2.0%")
    expect(text).toContain("3,900 of 4,500 recipients notified directly; 600 by public notice.")
  })
})

describe("the summary", () => {
  const summaryOf = (change: Partial<Parameters<typeof buildDossier>[0]> = {}) =>
    only(ofKind(buildDossier(scenarioDossierInput(change)), "summary"))
  const tables = (document: ReturnType<typeof summaryOf>, heading: string) =>
    document.sections
      .filter((section) => section.heading === heading)
      .flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === "table" ? [block.rows] : [])))

  it("gives the party's answers to the tests of its laws, or says that none is recorded", () => {
    const answered = rowOf(summaryOf(), "Answers to the legal tests")
    expect(answered.values).toContain(
      "Ontario FIPPA: Is it reasonable to believe that the breach creates a real risk of significant harm to somebody? Yes.",
    )
    const facts = retailerIn({ assessments: {} })
    expect(rowOf(only(ofKind(under(facts), "summary")), "Answers to the legal tests")).toMatchObject({
      values: ["None is recorded so far."],
      standing: "unknown",
    })
  })

  it("lists the duties of each law from the report to the record", () => {
    const facts = retailerIn({ laws: ["ca-qc-private-sector-act", "ca-pipeda"] })
    const duties = deriveDuties(facts, lawCatalogue).toReversed()
    const [own = []] = tables(only(ofKind(under(facts, { duties }), "summary")), "Duties")
    expect(own.map(([what = ""]) => [what.split("\n")[0], what.split("\n").at(-1)])).toEqual([
      ["Notify the regulator", "PIPEDA"],
      ["Notify the people affected", "PIPEDA"],
      ["Notify other organizations", "PIPEDA"],
      ["Keep the record", "PIPEDA"],
      ["Notify the regulator", "Québec Private Sector Act"],
      ["Notify the people affected", "Québec Private Sector Act"],
      ["Keep the record", "Québec Private Sector Act"],
    ])
  })

  it("gives the receipt of a duty only to the party that has it", () => {
    const [own = []] = tables(summaryOf({ party: "northpost" }), "Duties")
    const states = own.map(([, , state = ""]) => state)
    expect(states[0]).toContain("Receipt: OPC PA-067122")
    expect(states[1]).toMatch(/^Done by the retailer 2026-11-05 15:00 EST\n/)
    expect(states[1]).not.toContain("Receipt")
  })

  it("gives a row to each missing fact, with its place in the console, and asks to check the language of own words", () => {
    const carrier = summaryOf({ party: "northpost" })
    const [documents = []] = tables(carrier, "Documents to send or to file")
    expect(documents.slice(1, 3)).toEqual([
      ["", "", expect.stringMatching(/is missing\. State it under “Facts and assessment”\.$/)],
      ["", "", expect.stringMatching(/is missing\. State it under “Facts and assessment”\.$/)],
    ])
    const check = "Check that it is in the language of the document."
    expect(textOf(carrier)).toContain(check)
    const silent = retailerIn({ assessments: {} }, { cause: null })
    expect(textOf(only(ofKind(under(silent), "summary")))).not.toContain(check)
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
    const inFrench = lawCatalogue.filter(({ reportLanguages = ["fr"] }) => reportLanguages.includes("fr"))
    const facts = retailerIn(
      { laws: inFrench.map(({ id }) => id), assessments: {} },
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
