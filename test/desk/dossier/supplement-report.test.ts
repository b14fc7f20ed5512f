import { describe, expect, it } from "@jest/globals"
import { deriveDuties } from "../../../shared/desk/duties/derive-duties.ts"
import type { Duty } from "../../../shared/desk/duties/duty.ts"
import type { CaseFactsInput, PartyFactsInput } from "../../../shared/desk/facts.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { everyLaw, retailerIn, rowOf, rowsOf, textOf, under } from "./dossier-documents.ts"
import { retailerFacts } from "./dossier-scenario.ts"

const law = "eu-gdpr"
const fields = ["delivery-date", "nature-of-delivery", "postal-code", "signatory-name-or-initials"]

/** The retailer reported so many shipments to the Commission, and has 4,500 exposed now. */
const reportedOf = (shipments: number, reportedFields = fields): Partial<PartyFactsInput> => ({
  laws: [law],
  shipments: 4500,
  exposuresByField: fields.map((field) => ({ field, shipments: 4500 })),
  reported: { [law]: { at: "2026-11-03T20:55:00Z", shipments, fields: reportedFields } },
})

const pipeda = (shipments: number): Partial<PartyFactsInput> => ({
  laws: ["ca-pipeda"],
  reported: { "ca-pipeda": { at: "2026-11-03T20:55:00Z", shipments, fields } },
})

const supplements = (party: Partial<PartyFactsInput>, change: Parameters<typeof under>[1] = {}) =>
  under(retailerIn(party), change).documents.filter(({ id }) => id.startsWith("supplement-"))

const supplementOf = (party: Partial<PartyFactsInput>, change: Parameters<typeof under>[1] = {}) => {
  const [document, ...others] = supplements(party, change)
  if (document === undefined || others.length > 0) throw new Error(`${others.length + 1} supplements`)
  return document
}

const settled = (kind: Duty["kind"], duties: readonly Duty[]): Duty[] =>
  duties.map((duty) => {
    if (duty.kind !== kind) return duty
    const at = "2026-11-05T12:00:00Z"
    const receipt = { kind: "regulatorReceipt" as const, reference: "CAI-2026-77", at }
    return { ...duty, state: "discharged", discharged: { by: duty.party, at, receipt } }
  })

describe("the supplement to a report", () => {
  it("says how many more shipments were found than were reported, and when that was", () => {
    const document = supplementOf(reportedOf(4350))
    expect(document).toMatchObject({
      id: `supplement-${law}`,
      kind: "regulatorReport",
      audience: "outgoing",
      title: expect.stringContaining("Further information to the supervisory authority"),
      subtitle: "To: Competent Supervisory Authority",
      rule: "supplement-notification",
    })
    expect(rowOf(document, "Exposed shipments").values).toEqual([
      "Reported: 4,350. Known now: 4,500, which is 150 more.",
    ])
    expect(rowOf(document, "Kinds of personal information").values).toEqual(["None but those reported."])
    expect(rowOf(document, "Last reported").values.join()).toContain("3 November 2026")
    expect(rowOf(document, "Provision").values).toContain("art. 33(4)")
  })

  it("names a field that was not reported, though no shipment is new", () => {
    const document = supplementOf(reportedOf(4500, fields.slice(0, 3)), { language: "fr" })
    expect(rowOf(document, "Envois exposés").values).toEqual([
      "Déclarés : 4\u00a0500. Aucun de plus n’est connu maintenant.",
    ])
    expect(rowOf(document, "Types de renseignements personnels").values).toEqual([
      "Nouvellement constatés : le nom ou les initiales de la personne qui a signé.",
    ])
  })

  it("says how many fewer shipments are known than were reported, and when a fact was corrected", () => {
    const corrected = supplementOf({ ...reportedOf(4600), correctedAt: "2026-11-06T15:00:00Z" })
    expect(rowOf(corrected, "Exposed shipments").values).toEqual([
      "Reported: 4,600. Known now: 4,500, which is 100 fewer.",
    ])
    expect(rowOf(corrected, "Corrected").values.join()).toContain("6 November 2026")
    const inFrench = supplementOf(reportedOf(4600), { language: "fr" })
    expect(rowOf(inFrench, "Envois exposés").values.join()).toContain("soit 100 de moins.")
    expect(textOf(inFrench)).not.toContain("Corrigé")
  })

  it("names the time and the cause that were reported otherwise, and those that an older release did not keep", () => {
    const reported = {
      at: "2026-11-03T20:55:00Z",
      shipments: 4500,
      fields,
      also: { firstExposureAt: "2026-10-30T02:11:09Z", lastExposureAt: "2026-10-30T02:40:00Z", causes: [] },
    }
    const known = { ...reportedOf(4500), correctedAt: "2026-11-06T15:00:00Z" }
    const of = (before: PartyFactsInput["reported"], causes: CaseFactsInput["causes"] = ["proofNotAsked"]) => {
      const [document] = under(retailerIn({ ...known, reported: before }, { causes })).documents.filter(
        ({ id }) => id === `supplement-${law}`,
      )
      return rowsOf(document ?? supplementOf(known)).filter(({ label }) => label === "Lookups" || label === "Cause")
    }
    const cause = "Records could be seen without proof of who was looking."
    expect(of({ [law]: reported }).map(({ values }) => values)).toEqual([
      [
        "Reported: on 29 October 2026, from 22:11 to 22:40 (EDT)",
        expect.stringContaining("Known now: from 29 October"),
      ],
      ["Reported: not stated", `Known now: ${cause}`],
    ])
    const same = {
      firstExposureAt: retailerFacts.firstExposureAt ?? "",
      lastExposureAt: retailerFacts.lastExposureAt ?? "",
    }
    expect(of({ [law]: { ...reported, also: { ...same, causes: ["proofNotAsked"] } } })).toEqual([])
    const { also: _, ...older } = reported
    expect(of({ [law]: older }).map(({ values }) => values)).toEqual([
      ["Reported: not recorded", expect.stringContaining("Known now: from 29 October")],
      ["Reported: not recorded", `Known now: ${cause}`],
    ])
  })

  it("is offered where the law allows new information and does not ask for it, while something differs", () => {
    const under = (shipments: number) => supplements({ ...reportedOf(shipments), ...pipeda(shipments) })
    const [document, ...others] = under(4350)
    expect(others).toEqual([])
    expect(document).toMatchObject({
      id: "supplement-ca-pipeda",
      title: expect.stringContaining("Report to the Privacy Commissioner: new information"),
      subtitle: "To: Office of the Privacy Commissioner of Canada",
    })
    if (document === undefined) return
    expect(rowOf(document, "Provision").values).toEqual(["SOR/2018-64 s. 2(2)"])
    expect(rowOf(document, "Exposed shipments").values.join()).toContain("which is 150 more")
    expect(under(4500)).toEqual([])
  })

  it("repeats the report as it stands now, with its gaps and in its language", () => {
    const quebec = "ca-qc-private-sector-act"
    const { [law]: told = { at: "", shipments: 0, fields: [] } } = reportedOf(4350).reported ?? {}
    const dossier = under(retailerIn({ laws: [quebec], reported: { [quebec]: told } }))
    const report = dossier.documents.find(({ id }) => id === `report-${quebec}`)
    const supplement = dossier.documents.find(({ id }) => id === `supplement-${quebec}`)
    expect([report?.language, supplement?.language]).toEqual(["fr", "fr"])
    expect(supplement?.missing).toEqual(report?.missing)
    expect(supplement?.sections.at(-1)?.blocks).toEqual(report?.sections.at(-1)?.blocks)
    expect(textOf(supplement?.sections.at(-1))).toContain("Nombre de personnes concernées qui résident au Québec")
    // The report asks for the organization, so the reference does not name it too.
    expect(textOf(supplement?.sections[0])).not.toContain(retailerFacts.name)
  })

  it("names the file number of the report that it adds to", () => {
    const facts = retailerIn(reportedOf(4350))
    const duties = settled("tellRegulator", deriveDuties(facts, lawCatalogue))
    expect(rowOf(supplementOf(reportedOf(4350), { duties }), "Our report").values).toEqual(["CAI-2026-77"])
  })

  it("exists only while something is new that was not reported, and its receipt is not recorded", () => {
    expect(supplements(reportedOf(4500))).toEqual([])
    expect(supplements({ ...reportedOf(4350), reported: {} })).toEqual([])
    const duties = settled("supplementReport", deriveDuties(retailerIn(reportedOf(4350)), lawCatalogue))
    expect(supplements(reportedOf(4350), { duties })).toEqual([])
  })

  it("exists under the laws that ask for one or allow one, and under no other", () => {
    const told = { at: "2026-11-03T20:55:00Z", shipments: 1, fields: [] }
    const reported = Object.fromEntries(everyLaw.map((id) => [id, told]))
    expect(supplements({ ...reportedOf(1), laws: everyLaw, reported }).map(({ id }) => id)).toEqual([
      "supplement-ca-qc-access-act",
      "supplement-ca-qc-private-sector-act",
      "supplement-ch-fadp",
      "supplement-eu-gdpr",
      "supplement-uk-gdpr",
      "supplement-ca-pipeda",
    ])
  })
})
