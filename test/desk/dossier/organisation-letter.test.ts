import { describe, expect, it } from "@jest/globals"
import { buildDossier } from "../../../shared/desk/dossier/dossier.ts"
import { renderDossierMarkdown } from "../../../shared/desk/dossier/render-markdown.ts"
import { deriveDuties } from "../../../shared/desk/duties/derive-duties.ts"
import type { CaseFacts, CaseFactsInput, PartyFactsInput } from "../../../shared/desk/facts.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { sharedShipments } from "../../../shared/desk/visibility.ts"
import { textOf } from "./dossier-documents.ts"
import { carrierFacts, retailerFacts, scenarioDossierInput, scenarioFacts } from "./dossier-scenario.ts"

const notice = (affected: number) => ({ affected, notified: 0, notifiedByPublicNotice: 0 })
const contact = { title: "Privacy officer", email: "privacy@northpost.example" }
const maplebooks: PartyFactsInput = {
  ...retailerFacts,
  party: "maplebooks",
  name: "Maple Books Ltd.",
  alias: "Maple Books",
  counterparties: ["northpost"],
  shipments: 30,
  exposuresByField: [{ field: "address", shipments: 30 }],
  fieldsNotExposed: ["purchaser"],
  firstExposureAt: "2026-10-29T02:11:09Z",
  lastExposureAt: "2026-10-29T03:11:09Z",
}

/** Northpost and two retailers, of which Leafline is discreet. */
function facts(change: Partial<CaseFactsInput> = {}, carrier: Partial<PartyFactsInput> = {}): CaseFacts {
  return scenarioFacts({
    parties: [
      { ...retailerFacts, counterparties: ["northpost"] },
      maplebooks,
      {
        ...carrierFacts,
        contact,
        shipments: 4530,
        byRetailer: [
          { retailer: "leafline", notice: notice(4500) },
          { retailer: "maplebooks", notice: notice(30) },
        ],
        ...carrier,
      },
    ],
    ...change,
  })
}

/** The carrier's letters, in the order of its duties: to Leafline and to Maple Books. */
const lettersIn = (of: CaseFacts, change: Partial<Parameters<typeof buildDossier>[0]> = {}) =>
  buildDossier(
    scenarioDossierInput({ facts: of, party: "northpost", duties: deriveDuties(of, lawCatalogue), ...change }),
  ).documents.filter(({ addressee }) => addressee === "organisation")

describe("the letter to another organisation", () => {
  it("is one for each organisation to which the duty is owed apart, and names nobody else", () => {
    const letters = lettersIn(facts())
    expect(letters.map(({ subtitle }) => subtitle)).toEqual([
      "To: The retailer whose parcels are concerned",
      "To: Maple Books",
    ])
    const [toLeafline, toMaple] = letters.map(textOf)
    for (const text of [toLeafline, toMaple]) expect(text).not.toMatch(/leafline|cannabis/i)
    expect(toLeafline).not.toMatch(/maple/i)
  })

  it("says what the two share and nothing of a third: count, fields, period, finder and measures", () => {
    const told = { kind: "finder", reportedTo: "maplebooks", receivedAt: "2026-11-01T16:20:00Z" } as const
    const measures = [
      { at: "2026-11-01T21:15:00Z", by: "northpost", kind: "containment", code: "toolSuspended" },
      { at: "2026-11-01T22:15:00Z", by: "maplebooks", kind: "containment", code: "containmentAttested" },
    ] as const
    const [toLeafline = "", toMaple = ""] = lettersIn(facts({ finder: told, measures: [...measures] })).map(textOf)
    expect(toLeafline).toContain("4,500 shipments that we share with you were exposed.")
    expect(toLeafline).toContain("The postal code: 4,500")
    expect(toLeafline).toContain("Lookups: from 29 October 2026, 22:11")
    expect(toLeafline).toContain("Neither you nor we have attested yet that the breach has ended.")
    expect(toLeafline).not.toMatch(/reported|4,530|\b30\b|delivery address: /)
    expect(toMaple).toContain("30 shipments that we share with you were exposed.")
    expect(toMaple).toContain("The delivery address: 30")
    expect(toMaple).toContain("reported it on 1 November 2026")
    expect(toMaple).not.toMatch(/4,500|4,530|postal code/)
    expect(toMaple).not.toContain("have attested yet")
  })

  it("leaves out fields and period if neither side's own shipments are all shared", () => {
    const mixed = facts()
    const parties = mixed.parties.map((one) => (one.party === "maplebooks" ? { ...one, shipments: 31 } : one))
    const [, toMaple = ""] = lettersIn({ ...mixed, parties }).map(textOf)
    expect(toMaple).toContain("30 shipments that we share with you were exposed.")
    expect(toMaple).toContain("Your own list of the case")
    expect(toMaple).not.toMatch(/Lookups: |What was shown/)
  })

  it("has the date on which it is drawn, and calls its reader you", () => {
    const measures = [
      { at: "2026-11-01T21:15:00Z", by: "northpost", kind: "containment", code: "toolSuspended" },
      { at: "2026-11-01T22:15:00Z", by: "leafline", kind: "mitigation", code: "peopleSupported" },
    ] as const
    const [english = "", french = ""] = (["en", "fr"] as const).map((language) =>
      textOf(lettersIn(facts({ measures: [...measures] }), { language })[0]),
    )
    expect(english).toContain("Date: 6 November 2026")
    expect(english).toContain("we: The kind of lookup that was used is no longer possible.")
    expect(english).toContain("you: Help is offered to the people affected.")
    expect(french).toContain("vous\u00a0: De l’aide est offerte aux personnes touchées.")
    for (const text of [english, french]) expect(text).not.toMatch(/a retailer|un détaillant/)
  })

  it("waits for the contact, with what sets it", () => {
    const [letter] = lettersIn(facts({}, { contact: undefined }))
    expect(letter?.title).toMatch(/^Draft – /)
    expect(letter?.missing).toEqual([
      {
        item: "contact",
        sentence: "“Contact” is missing.",
        setBy: "documents.contact of the party in the parties file",
      },
    ])
  })

  it("is written in French too, says the cause by its codes, and keeps the officer's words out", () => {
    const stated = facts({ causes: ["proofNotAsked"], cause: "Maple Books had asked for this page." })
    const [letter] = lettersIn(stated, { language: "fr" })
    const text = textOf(letter)
    expect(text).toContain("consultés sans preuve de l’identité")
    expect(text).not.toMatch(/maple|\b(the|of|was)\b/i)
  })

  it.each(lawCatalogue.map(({ id }) => id))("can be drawn under every law that asks for one: %s", (law) => {
    const roles = [{ role: "holder" as const }]
    const asks = lawCatalogue
      .find(({ id }) => id === law)
      ?.rules.some(({ kind, owedBy }) => kind === "tellOtherOrganisation" && owedBy.includes("holder"))
    const letters = lettersIn(facts({}, { laws: [law], roles }))
    expect(letters.length > 0).toBe(asks === true)
    for (const { missing } of letters) expect(missing).toEqual([])
  })

  it("of a discreet retailer names it not, but its neutral sender and its public contact", () => {
    const { alias: _alias, ...discreet } = retailerFacts
    const retailer = {
      ...discreet,
      counterparties: ["northpost"],
      laws: ["ca-privacy-act"],
      noticeSender: "Orders Privacy",
    }
    const of = facts()
    const party = { ...facts({ parties: [retailer] }).parties[0] }
    const parties = of.parties.map((one) => (one.party === "leafline" ? { ...one, ...party } : one))
    const changed = { ...of, parties }
    const [letter] = buildDossier(
      scenarioDossierInput({ facts: changed, party: "leafline", duties: deriveDuties(changed, lawCatalogue) }),
    ).documents.filter(({ addressee }) => addressee === "organisation")
    expect(letter?.envelope?.sender).toBe("Orders Privacy")
    expect(textOf(letter)).toContain("1-800-555-0142")
    expect(textOf(letter)).toContain("To: Northpost")
    expect(textOf(letter)).not.toMatch(/cannabis store/i)
  })

  it("says whose supplier was breached from its writer's side, and names no third", () => {
    const letterOf = (party: string, operatedBy: string, language: "en" | "fr" = "en") => {
      const tool = { mode: "observed", operatedBy } as const
      const asked = { ...retailerFacts, counterparties: ["northpost"], laws: ["ca-privacy-act"] }
      const of = facts({ tool })
      const { parties } = party === "leafline" ? facts({ parties: [asked] }) : of
      const changed = {
        ...of,
        parties: [...parties, ...of.parties.filter(({ party: id }) => id !== parties[0]?.party)],
      }
      return textOf(lettersIn(changed, { party, language })[0])
    }
    expect(letterOf("northpost", "northpost--edi-")).toContain("that one of our suppliers keeps")
    expect(letterOf("leafline", "northpost--edi-")).toContain("that one of your suppliers keeps")
    expect(letterOf("leafline", "northpost--edi-", "fr")).toContain("que conserve l’un de vos fournisseurs.")
    const ofThird = letterOf("leafline", "swift--edi-")
    expect(ofThird).toContain("that a supplier of the carrier keeps")
    expect(ofThird).not.toMatch(/swift|online tracking tool/i)
  })

  it("says of a supplier's records what they contain and when it was, and nothing of lookups or of what was not read", () => {
    const tool = { mode: "observed", operatedBy: "northpost--edi-" } as const
    const given = facts({ tool })
    const parties = given.parties.map((party) => ({ ...party, fieldsNotExposed: [] }))
    const [, english = ""] = lettersIn({ ...given, parties }).map(textOf)
    expect(english).toContain("30 shipments that we share with you are concerned.")
    expect(english).toContain("Period: on 28 October 2026, from 22:11 to 23:11")
    expect(english).toContain("What these records contain")
    expect(english).not.toMatch(/Lookups: |shown|exposed\.|Not read/)
    const [, french = ""] = lettersIn({ ...given, parties }, { language: "fr" }).map(textOf)
    expect(french).toMatch(
      /30 envois que nous avons en commun sont en cause.*Période.*Ce que contiennent ces dossiers/s,
    )
    expect(french).not.toMatch(/Consultations\s*:|affiché|exposés?\./)
  })

  it("is there for each of many if it is asked for, and a dossier holds 40 of them", async () => {
    const many = Array.from({ length: 45 }, (_, place) => `retailer-${String(place).padStart(2, "0")}`)
    const of = facts({}, { counterparties: many, byRetailer: undefined })
    const all = lettersIn(of)
    expect(all).toHaveLength(40)
    const last = lettersIn({
      ...of,
      parties: of.parties.map((one) => ({ ...one, counterparties: one.party === "northpost" ? many.slice(44) : [] })),
    })
    const wanted = last[0]?.id ?? ""
    expect(all.map(({ id }) => id)).not.toContain(wanted)
    expect(lettersIn(of, { wanted }).map(({ id }) => id)).toContain(wanted)
  })

  it("can be read as text", async () => {
    const of = facts()
    const dossier = buildDossier(
      scenarioDossierInput({ facts: of, party: "northpost", duties: deriveDuties(of, lawCatalogue) }),
    )
    const document = lettersIn(of)[1]?.id ?? ""
    const text = Buffer.from(await renderDossierMarkdown(dossier, { document, pageSize: "A4" })).toString("utf8")
    expect(text).toContain("Maple Books")
    expect(text).toContain("What we ask")
  })
})

describe("the shipments that two parties share", () => {
  it("are undefined of parties that share nothing counted", () => {
    const of = facts()
    const northpost = of.parties.find(({ party }) => party === "northpost")
    const leafline = of.parties.find(({ party }) => party === "leafline")
    if (northpost === undefined || leafline === undefined) throw new Error("no such party")
    expect(sharedShipments(of, northpost, "southpost")).toBeUndefined()
    expect(sharedShipments(of, leafline, "maplebooks")).toBeUndefined()
    expect(sharedShipments(of, leafline, "northpost")).toMatchObject({ shipments: 4500 })
  })
})
