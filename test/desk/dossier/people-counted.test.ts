import { describe, expect, it } from "@jest/globals"
import type { PartyFactsInput } from "../../../shared/desk/facts.ts"
import { ofKind, only, retailerIn, rowOf, rowsOf, under } from "./dossier-documents.ts"

// Of each of 250 parcels to Québec one person receives, and another may have signed.
const shipmentsByRegion = { "CA-QC": 250, "CA-ON": 4250 }
const residents = (party: Partial<PartyFactsInput>) =>
  rowOf(
    only(
      ofKind(under(retailerIn({ laws: ["ca-qc-private-sector-act"], shipmentsByRegion, ...party })), "regulatorReport"),
    ),
    "Nombre de personnes concernées qui résident au Québec",
  )

describe("the number of people in a regulator's report", () => {
  it("counts the residents of Québec apart, between the least and the most, or says that it does not know", () => {
    expect(residents({ peopleByRegion: { "CA-QC": 211, "CA-ON": 4 } })).toMatchObject({
      values: ["211 à 500"],
      standing: "known",
    })
    expect(
      residents({ peopleByRegion: { "CA-QC": 211 }, unknownBecause: ["notCounted"], isAtLeast: true }).values,
    ).toEqual(["Au moins 211"])
    expect(residents({ peopleByRegion: { "CA-QC": 211, unknown: 30 } }).values).toEqual([
      "211 à 500 : le lieu de livraison est inconnu pour 30 personnes.",
    ])
    // Of a parcel to Nunavut, and of one with a wrong postal code, only the country is known.
    expect(residents({ peopleByRegion: { "CA-QC": 211, CA: 10, unknown: 20, "CA-ON": 4, US: 5 } }).values).toEqual([
      "211 à 500 : le lieu de livraison est inconnu pour 30 personnes.",
    ])
  })

  it.each([
    [
      "the places of delivery say how many there are at most",
      {},
      "Non compté. Au plus 500, d’après les lieux de livraison.",
    ],
    [
      "more may have been exposed than is known",
      { unknownBecause: ["notCounted" as const] },
      "Inconnu : les envois exposés ne sont pas tous connus, donc on ignore où habitent leurs destinataires.",
    ],
  ])("says why the residents of Québec are not known, if %s", (_, party, says) => {
    expect(residents(party)).toMatchObject({ values: [says], standing: "unknown" })
  })

  it.each([
    ["two people of one parcel", { people: 1, peopleAtMost: 2 }, "1 to 2 people.", "1 à 2 personnes."],
    ["a number of which nobody knows the most", { people: 3 }, "At least 3 people.", "Au moins 3 personnes."],
  ])("counts %s between the least and the most", (_, counts, en, fr) => {
    for (const [language, said] of [["en", en] as const, ["fr", fr] as const]) {
      const report = only(
        ofKind(
          under(retailerIn({ laws: ["ca-on-fippa"], peopleAtMost: undefined, ...counts }), { language }),
          "regulatorReport",
        ),
      )
      expect(rowsOf(report).flatMap((row) => row.values)).toContain(said)
    }
  })
})
