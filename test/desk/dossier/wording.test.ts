import { describe, expect, it } from "@jest/globals"
import { measureCode } from "../../../shared/base/contracts/words.ts"
import { measureInWords } from "../../../shared/desk/dossier/codes-in-words.ts"
import type { DossierDocument } from "../../../shared/desk/dossier/document.ts"
import { buildDossier } from "../../../shared/desk/dossier/dossier.ts"
import { findPersonalData } from "../../../shared/desk/dossier/personal-data.ts"
import { tableRowsUnder } from "./dossier-documents.ts"
import {
  playSteps,
  retailerFacts,
  scenarioDossierInput,
  scenarioFacts,
  scenarioSteps,
  timelineOf,
} from "./dossier-scenario.ts"

const documentOf = (id: string, input = scenarioDossierInput()): DossierDocument => {
  const found = buildDossier(input).documents.find((one) => one.id === id)
  if (found === undefined) throw new Error(`no document ${id}`)
  return found
}

describe("the words of a dossier", () => {
  it("do not take the times of a finding for a long number, and still withhold one", () => {
    expect(
      findPersonalData("From 2026-11-24 19:49:12 UTC; recognised by the lookup of 2026-11-24 19:49:57 UTC."),
    ).toEqual([])
    expect(findPersonalData("Seen on 2026-11-24 under 4021887304 55")).toEqual(["longNumber"])
    expect(findPersonalData("Call 416-555-0142 or 2026-11-24")).toEqual(["phoneNumber", "longNumber"])
  })

  it("have a sentence in both languages for every measure that a party can record", () => {
    for (const code of measureCode.options) {
      expect(measureInWords(code, "en")).toMatch(/^[A-Z].* .*\.$/)
      expect(measureInWords(code, "fr")).not.toBe(measureInWords(code, "en"))
    }
  })

  it("say what was done in sentences, not in codes", () => {
    const facts = scenarioFacts({
      measures: [
        {
          at: "2026-11-02T10:00:00Z",
          by: "northpost",
          kind: "containment",
          code: "finderAttested",
        },
      ],
    })
    for (const id of ["notice-ca-on-fippa-en", "notice-ca-on-fippa-fr", "report-ca-on-fippa", "summary"]) {
      expect(JSON.stringify(documentOf(id, scenarioDossierInput({ facts })))).not.toMatch(/finder ?attested/i)
    }
  })

  it("name the parties of the timeline, not their aliases", () => {
    const { entries, head } = timelineOf([
      { at: "2026-11-02T10:00:00Z", actor: retailerFacts.caseAlias, type: "BreachAlertAcknowledged" },
      { at: "2026-11-02T10:01:00Z", actor: "WS-M3V8D1RZ0C", type: "DutyDeclined" },
    ])
    const rows = tableRowsUnder(documentOf("evidence", scenarioDossierInput({ timeline: entries, head })), "Timeline")
    expect(rows.map((row) => row[2]?.split(",")[0])).toEqual([retailerFacts.name, "Northpost"])
  })

  it("say in the summary where the list of the shipments is", () => {
    expect(JSON.stringify(documentOf("summary", scenarioDossierInput()))).toContain("in the list that the case exports")
  })

  it("say of an entry of the timeline which measure or fact it records, and when, to the second", () => {
    const { entries, head } = timelineOf([
      {
        at: "2026-11-02T15:00:07Z",
        actor: "northpost",
        type: "MeasureRecorded",
        data: { kind: "containment", code: "toolSuspended" },
      },
      { at: "2026-11-02T15:00:08Z", actor: "northpost", type: "MeasureRecorded", data: { code: "unheardOf" } },
      { at: "2026-11-02T15:00:09Z", actor: "northpost", type: "FactsStated", data: { facts: ["causes", "cause"] } },
    ])
    const rows = tableRowsUnder(documentOf("evidence", scenarioDossierInput({ timeline: entries, head })), "Timeline")
    expect(rows.map((row) => row[3])).toEqual([
      "Measure recorded: The kind of lookup that was used is no longer possible.",
      "Measure recorded",
      "Facts stated: cause",
    ])
    expect(rows[0]?.[1]).toMatch(/^2026-11-02 \d\d:00:07 /)
  })

  it("say of a correction what had been stated before, in each language", () => {
    const { entries, head } = timelineOf([
      {
        at: "2026-11-02T15:00:09Z",
        actor: "leafline",
        type: "FactsStated",
        data: {
          facts: ["assessment", "determinedAt"],
          law: "ca-on-fippa",
          met: "yes",
          correction: true,
          replaced: { determinedAt: "2026-11-01T15:00:00Z", causes: ["referencesGuessable"], met: "no" },
        },
      },
      { at: "2026-11-02T15:01:09Z", actor: "leafline", type: "FactsStated", data: { met: "maybe", replaced: "all" } },
    ])
    const wordsIn = (language: "en" | "fr") =>
      tableRowsUnder(
        documentOf("evidence", scenarioDossierInput({ timeline: entries, head, language })),
        { en: "Timeline", fr: "Chronologie" }[language],
      ).map((row) => row[3]?.replaceAll("\u00a0", " "))
    expect(wordsIn("en")).toEqual([
      "Facts stated: assessment of the risk, determination, Ontario FIPPA, answer yes, correction, before: " +
        "determination 1 November 2026, 10:00 (EST); cause: Order or tracking numbers could be guessed from one another; answer no",
      "Facts stated",
    ])
    expect(wordsIn("fr")).toEqual([
      "Faits déclarés : évaluation du risque, constat, LAIPVP de l’Ontario, réponse oui, correction, auparavant : " +
        "constat 1er novembre 2026 à 10 h (HNE); cause : Les numéros de commande ou de suivi pouvaient être devinés à partir les uns des autres; réponse non",
      "Faits déclarés",
    ])
  })

  it("count no fewer references than the party's own shipments that were seen", () => {
    const facts = scenarioFacts({
      accessor: { subjects: ["s"], networks: [], references: 4, charts: ["walk"] },
    })
    expect(JSON.stringify(documentOf("report-ca-on-fippa", scenarioDossierInput({ facts })))).toContain(
      "At least 4,500 order or tracking numbers were tried.",
    )
  })

  it("name a discreet retailer nowhere in the carrier's dossier, neither to people nor in its data", () => {
    const facts = scenarioFacts()
    const duties = playSteps(facts, scenarioSteps)
    const dossier = buildDossier(scenarioDossierInput({ facts, duties, party: "northpost" }))
    // A real timeline names parties by alias. The builders' timeline names them by id.
    const { timeline: _, ...rest } = dossier
    expect(JSON.stringify(rest)).not.toMatch(/leafline/i)
    expect(dossier.duties.find(({ takenOver }) => takenOver !== undefined)).toMatchObject({
      party: "northpost",
      takenOver: { by: "retailer-1" },
      discharged: { by: "retailer-1", receipt: { kind: "individualsNotified", reference: "held by its owner" } },
    })
    expect(buildDossier(scenarioDossierInput({ facts, duties })).duties.map(({ party }) => party)).toContain(
      "northpost",
    )
  })
})
