import { describe, expect, it } from "@jest/globals"
import type { PartyFactsInput } from "../../../shared/desk/facts.ts"
import { ofKind, retailerIn, textOf, under } from "./dossier-documents.ts"

const swift = "leafline--swiftpost"
const seen: Partial<PartyFactsInput> = {
  exposuresByField: [],
  fieldsNotExposed: ["address"],
  firstExposureAt: null,
  lastExposureAt: null,
  shipments: 0,
  people: 0,
  possibleShipments: 4500,
  possiblySeen: {
    fields: ["signatory-name-or-initials", "postal-code"],
    firstAt: "2026-10-30T14:00:00Z",
    lastAt: "2026-10-31T14:00:00Z",
  },
}
const documentsOf = (change: Partial<PartyFactsInput> = {}) =>
  under(retailerIn({ ...seen, ...change }, { tool: { mode: "observed", operatedBy: swift } }))

describe("documents about shipments of which nobody knows whether they were seen", () => {
  it("say in a notice that the reader's delivery may have been one of them, and what may have been shown, when", () => {
    const notices = ofKind(documentsOf(), "notice").map(textOf)
    expect(notices).toHaveLength(2)
    const [english = "", french = ""] = notices
    expect(english).toContain("Yours may have been one of them.")
    expect(english).toContain("What may have been shown:")
    expect(english).toContain("This happened between 30 October 2026 and 31 October 2026.")
    expect(french).toContain("La vôtre en faisait peut-être partie.")
    expect(french).toContain("Ce qui a pu être affiché :")
    for (const notice of notices)
      for (const claim of [
        "Yours was one of them",
        "What was shown:",
        "What was not shown",
        "Ce qui n’a pas été affiché",
      ])
        expect(notice).not.toContain(claim)
  })

  it("say in a report how many there may be, what may have been exposed, and that no log shows it", () => {
    const [report = ""] = ofKind(documentsOf(), "regulatorReport").map(textOf)
    expect(report).toContain(
      "4,500 shipments are possibly exposed: the report names their order references. No log of the tool shows which of them were looked up.",
    )
    expect(report).toContain(
      "May have been exposed: the name or initials of the person who signed and the postal code.",
    )
    expect(report).toContain("From 30 October 2026, 10:00 (EDT) to 31 October 2026, 10:00 (EDT)")
    const [one = ""] = ofKind(documentsOf({ possibleShipments: 1 }), "regulatorReport").map(textOf)
    expect(one).toContain("1 shipment is possibly exposed: the report names its order reference.")
  })

  it("count the people whom these shipments tell of between the least and the most, though nobody knows more", () => {
    const unknown = { people: null, unknownBecause: ["breachAtSupplier"] } satisfies Partial<PartyFactsInput>
    const { documents } = documentsOf({ ...unknown, possiblePeople: { atLeast: 3900, atMost: 9000 } })
    const [report = ""] = ofKind({ documents }, "regulatorReport").map(textOf)
    expect(report).toContain('The number of people is not known."')
    expect(report).toContain("People concerned by these shipments: 3,900 to 9,000.")
    const [summary] = ofKind({ documents }, "summary")
    expect(textOf(summary?.sections[0])).toContain('"3,900 to 9,000","label":"people possibly affected"')
  })

  it("name possible ones beside those that were seen, and tell those people what was shown", () => {
    const documents = documentsOf({
      shipments: 10,
      people: 10,
      exposuresByField: [{ field: "postal-code", shipments: 10 }],
      firstExposureAt: "2026-10-30T02:11:09Z",
      lastExposureAt: "2026-11-01T23:58:41Z",
    })
    const [report = ""] = ofKind(documents, "regulatorReport").map(textOf)
    expect(report).toContain("4,500 further shipments are possibly exposed")
    expect(report).toContain("May have been exposed")
    const [notice = ""] = ofKind(documents, "notice").map(textOf)
    expect(notice).toContain("Yours was one of them.")
    expect(notice).toContain("What was shown:")
  })
})
