import { describe, expect, it } from "@jest/globals"
import { deriveDuties } from "../../../shared/desk/duties/derive-duties.ts"
import type { Duty } from "../../../shared/desk/duties/duty.ts"
import type { PartyFactsInput } from "../../../shared/desk/facts.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import type { Law } from "../../../shared/desk/law/law.ts"
import { carrierFacts, retailerFacts, scenarioFacts } from "../dossier/dossier-scenario.ts"
import { dutiesByResidents, dutiesElsewhere } from "./duties-elsewhere.ts"
import { dutiesInCanada } from "./duties-in-canada.ts"

/**
 * A duty in the tables: `regulator`, `supplement` of a report, `people` (of one retailer: `people-of-leafline`),
 * `tells` another organisation (a known one: `tells-leafline`) or `record`. Then `!` owed whatever the risk or until
 * the party shows the contrary, `?` to be assessed, `~` probably not owed.
 */
const inWords = ({ kind, towards, presumption }: Duty): string => {
  const words = {
    tellRegulator: "regulator",
    supplementReport: "supplement",
    tellIndividuals: towards === undefined ? "people" : `people-of-${towards}`,
    tellOtherOrganisation: towards === undefined ? "tells" : `tells-${towards}`,
    keepRecord: "record",
  }
  return `${words[kind]}${{ owed: "!", assess: "?", probablyNotOwed: "~" }[presumption]}`
}

const { notice: _notice, ...retailerBefore } = { ...retailerFacts, counterparties: ["northpost"] }
const holder = { role: "holder" } as const
const nobodyNotified = { affected: 2250, notified: 0 }
const carrier: PartyFactsInput = {
  ...carrierFacts,
  notice: { affected: 4500, notified: 0 },
  byRetailer: ["leafline", "maplebooks"].map((retailer) => ({ retailer, notice: nobodyNotified })),
}
const carrierOfUnknown: PartyFactsInput = { ...carrier, counterparties: [], byRetailer: [] }
const someNotified = { affected: 4500, notified: 1, firstNotifiedAt: "2026-11-04T14:00:00Z" }
const exposedFields = retailerFacts.exposuresByField?.map(({ field }) => field) ?? []
const reportedLess = (law: string): Partial<PartyFactsInput> => ({
  grownAt: "2026-11-06T14:00:00Z",
  reported: { [law]: { at: "2026-11-05T14:00:00Z", shipments: 4499, fields: exposedFields } },
})
const holderUnder = (law: string) => ({ law, role: "holder" }) as const
const anotherThan = (law: string): string => (law === "eu-gdpr" ? "ca-pipeda" : "eu-gdpr")

/** A carrier that holds leafline's 4,000 parcels for it, and decides about so many of maplebooks'. */
const holdingAllBut = (own: number): PartyFactsInput => ({
  ...carrier,
  shipments: 4000 + own,
  notice: { affected: 4000 + own, notified: 0 },
  byRetailer: [
    { retailer: "leafline", notice: { affected: 4000, notified: 0 } },
    { retailer: "maplebooks", notice: { affected: own, notified: 0 } },
  ],
  roles: [{ with: "leafline", ...holder }],
})

/** 4,500 parcels, half of each retailer; nobody is notified unless the situation says so. */
const situations: Readonly<Record<string, (law: string) => PartyFactsInput>> = {
  "carrier in control": () => carrier,
  "carrier holds": () => ({ ...carrier, roles: [holder] }),
  "carrier holds for leafline": () => ({ ...carrier, roles: [{ with: "leafline", ...holder }] }),
  "carrier holds under this law": (law) => ({ ...carrier, roles: [holderUnder(law)] }),
  "carrier holds under another law": (law) => ({ ...carrier, roles: [holderUnder(anotherThan(law))] }),
  "carrier holds, but not for maplebooks": () => ({
    ...carrier,
    roles: [holder, { with: "maplebooks", role: "inControl" }],
  }),
  "carrier in control, no retailer known": () => carrierOfUnknown,
  "carrier holds, no retailer known": () => ({ ...carrierOfUnknown, roles: [holder] }),
  "carrier in control, one retailer unknown": () => ({ ...carrier, notice: { affected: 4501, notified: 0 } }),
  "carrier in control, some people notified": () => ({ ...carrier, notice: someNotified }),
  "carrier holds, some people notified": () => ({ ...carrier, roles: [holder], notice: someNotified }),
  "carrier holds for leafline, some people notified": () => ({
    ...carrier,
    roles: [{ with: "leafline", ...holder }],
    notice: someNotified,
  }),
  "retailer in control": () => retailerBefore,
  "retailer holds": () => ({ ...retailerBefore, roles: [holder] }),
  "retailer holds under this law, but not for the carrier": (law) => ({
    ...retailerBefore,
    roles: [holderUnder(law), { with: "northpost", role: "inControl" }],
  }),
  "retailer in control, more found since its report": (law) => ({ ...retailerBefore, ...reportedLess(law) }),
  "retailer holds, more found since its report": (law) => ({
    ...retailerBefore,
    ...reportedLess(law),
    roles: [holder],
  }),
  "carrier holds for all but 500 people": () => holdingAllBut(500),
  "carrier holds for all but 501 people": () => holdingAllBut(501),
  "retailer in control, 500 more possibly exposed": () => ({ ...retailerBefore, possibleShipments: 500 }),
  "retailer in control, 501 more possibly exposed": () => ({ ...retailerBefore, possibleShipments: 501 }),
  "retailer in control, some people notified": () => ({ ...retailerBefore, notice: someNotified }),
}

/** The duties that the pack gives, in the order of the tables, which has no meaning. */
function dutiesOf(law: string, situation: string, change: Partial<PartyFactsInput> = {}, laws = lawCatalogue) {
  const facts = situations[situation]
  if (facts === undefined) throw new Error(`no situation ${situation}`)
  const party = { ...facts(law), laws: [law], ...change }
  const { awareAt } = party
  const sameDay = change.awareAt === undefined ? {} : { determinedAt: awareAt, discoveredAt: awareAt }
  return sorted(deriveDuties(scenarioFacts({ parties: [{ ...party, ...sameDay }] }), laws).map(inWords))
}

const sorted = (duties: readonly string[]): readonly string[] => [...duties].sort()
const expected = (text: string): readonly string[] => (text === "none" ? [] : sorted(text.split(" ")))

const table: Readonly<Record<string, Readonly<Record<string, string>>>> = { ...dutiesInCanada, ...dutiesElsewhere }
const cases = Object.entries(table).flatMap(([law, rows]) =>
  Object.entries(rows).map(([situation, duties]) => [law, situation, duties] as const),
)

describe("the duties that each law asks of each role", () => {
  it("are written down for every law, in at least 200 cases", () => {
    const read = lawCatalogue.filter(({ nobodyHasRead }) => !nobodyHasRead).map(({ id }) => id)
    expect(Object.keys(table).sort()).toEqual(read)
    expect(cases.length).toBeGreaterThanOrEqual(200)
  })

  it.each(cases)("%s, %s: %s (promise: duties-follow-from-law)", (law, situation, duties) => {
    expect(dutiesOf(law, situation)).toEqual(expected(duties))
  })

  it.each(["ca-on-fippa", "ca-bc-foippa"])(
    "%s speaks of custody or control (ss. 40.1, 36.3(2)), so a holder owes it too",
    (law) => {
      expect(dutiesOf(law, "retailer holds")).toEqual(dutiesOf(law, "retailer in control"))
      expect(dutiesOf(law, "retailer holds")).not.toEqual([])
    },
  )

  // Under each law with a definition: a definition that covers a field which the parcels show.
  const covering = (law: Law): Law => ({
    ...law,
    rules: law.rules.map((rule) => ({
      ...rule,
      owedIf: { ...rule.owedIf, definitionCovers: { fieldsAmong: ["postal-code"], goodsAmong: [] } },
    })),
  })

  it.each(dutiesByResidents)("%s, %s, residents %j: %s", (law, situation, shipmentsByRegion, duties) => {
    const laws = lawCatalogue.map((one) => (one.id === law ? covering(one) : one))
    // One person to a parcel: nobody who signed or ordered was named.
    const facts = {
      shipmentsByRegion: { ...shipmentsByRegion },
      exposuresByField: [{ field: "postal-code", shipments: 4500 }],
    }
    expect(dutiesOf(law, situation, facts, laws)).toEqual(expected(duties))
  })

  it.each([
    ["us-ca-civil-1798-82", "retailer in control", "regulator~ people~"],
    ["us-tx-bcc-521-053", "retailer in control", "regulator~ people~"],
    ["us-ny-gbl-899-aa", "retailer in control", "regulator~ people~"],
    ["us-ny-gbl-899-aa", "retailer holds", "tells-northpost~"],
  ])("%s, %s, no field of the definition was shown: %s", (law, situation, duties) => {
    const laws = lawCatalogue.map((one) => (one.id === law ? covering(one) : one))
    for (const shown of [[], [{ field: "delivery-date", shipments: 4500 }]]) {
      expect(dutiesOf(law, situation, { exposuresByField: shown }, laws)).toEqual(expected(duties))
    }
  })

  it.each([
    ["ca-pipeda", "regulator? people? record!"],
    ["eu-gdpr", "regulator! people? record!"],
    ["au-privacy-act", "regulator? people?"],
  ])("%s leaves open what was shown where nothing was found: %s", (law, duties) => {
    const nothing: Partial<PartyFactsInput> = { exposuresByField: [], shipments: 0, unknownBecause: ["nothingFound"] }
    expect(dutiesOf(law, "retailer in control", nothing)).toEqual(expected(duties))
  })
})

/** Law, situation, awareness and time zone, duties: the day on which a law or its amendment came into force. */
const inForce = `
ca-pipeda | retailer in control | 2018-10-31T16:00:00Z in America/Toronto | none
ca-pipeda | retailer in control | 2018-11-01T03:59:59Z in America/Toronto | none
ca-pipeda | retailer in control | 2018-11-01T04:00:00Z in America/Toronto | regulator? people? record!
ca-privacy-act | retailer in control | 2024-10-08T16:00:00Z in America/Toronto | none
ca-privacy-act | retailer in control | 2024-10-09T16:00:00Z in America/Toronto | regulator? people? tells-northpost! record!
ca-privacy-act | retailer holds | 2024-10-08T16:00:00Z in America/Toronto | none
ca-on-fippa | retailer in control | 2025-06-30T16:00:00Z in America/Toronto | none
ca-on-fippa | retailer in control | 2025-07-01T03:59:59Z in America/Toronto | none
ca-on-fippa | retailer in control | 2025-07-01T04:00:00Z in America/Toronto | regulator? people? record!
ca-qc-access-act | retailer in control | 2022-09-21T16:00:00Z in America/Montreal | none
ca-qc-access-act | retailer in control | 2022-09-22T16:00:00Z in America/Montreal | regulator? people? record!
ca-qc-access-act | retailer holds | 2023-09-21T16:00:00Z in America/Montreal | regulator? people? record!
ca-qc-access-act | retailer holds | 2023-09-22T16:00:00Z in America/Montreal | regulator? people? tells-northpost! record!
ca-qc-private-sector-act | retailer in control | 2022-09-21T16:00:00Z in America/Montreal | none
ca-qc-private-sector-act | retailer in control | 2022-09-22T16:00:00Z in America/Montreal | regulator? people? record!
ca-qc-private-sector-act | retailer holds | 2022-12-29T16:00:00Z in America/Montreal | regulator? people? record!
ca-qc-private-sector-act | retailer holds | 2023-09-22T16:00:00Z in America/Montreal | regulator? people? tells-northpost! record!
ca-ab-pipa | retailer in control | 2010-04-30T18:00:00Z in America/Edmonton | none
ca-ab-pipa | retailer in control | 2010-05-01T18:00:00Z in America/Edmonton | regulator? people?
ca-bc-foippa | retailer in control | 2023-01-31T20:00:00Z in America/Vancouver | none
ca-bc-foippa | retailer in control | 2023-02-01T20:00:00Z in America/Vancouver | regulator? people?
ca-bc-pipa | retailer in control | 2030-01-01T20:00:00Z in America/Vancouver | none
eu-gdpr | retailer in control | 2018-05-24T21:59:59Z in Europe/Paris | none
eu-gdpr | retailer in control | 2018-05-24T22:00:00Z in Europe/Paris | regulator! people? record!
eu-gdpr | retailer holds | 2018-05-24T12:00:00Z in Europe/Paris | none
uk-gdpr | retailer in control | 2020-12-31T12:00:00Z in Europe/London | none
uk-gdpr | retailer in control | 2021-01-01T12:00:00Z in Europe/London | regulator! people? record!
ch-fadp | retailer in control | 2023-08-31T12:00:00Z in Europe/Zurich | none
ch-fadp | retailer in control | 2023-09-01T12:00:00Z in Europe/Zurich | regulator? people? record!
au-privacy-act | retailer in control | 2018-02-21T12:59:59Z in Australia/Sydney | none
au-privacy-act | retailer in control | 2018-02-21T13:00:00Z in Australia/Sydney | regulator? people?
us-ca-civil-1798-82 | retailer in control | 2025-12-31T20:00:00Z in America/Los_Angeles | none
us-ca-civil-1798-82 | retailer in control | 2026-01-01T20:00:00Z in America/Los_Angeles | regulator~ people~
us-ca-civil-1798-82 | retailer holds | 2025-12-31T20:00:00Z in America/Los_Angeles | tells-northpost~
us-tx-bcc-521-053 | retailer in control | 2019-12-31T18:00:00Z in America/Chicago | none
us-tx-bcc-521-053 | retailer in control | 2020-01-01T18:00:00Z in America/Chicago | regulator~ people~
us-ny-gbl-899-aa | retailer in control | 2024-12-20T18:00:00Z in America/New_York | none
us-ny-gbl-899-aa | retailer in control | 2024-12-21T18:00:00Z in America/New_York | regulator~ people~
`
  .trim()
  .split("\n")
  .map((line) => line.split(" | "))

describe("a duty before and after its rule was in force", () => {
  it.each(inForce)("%s, %s, aware at %s: %s", (law = "", situation = "", aware = "", duties = "") => {
    const [awareAt = "", timeZone = ""] = aware.split(" in ")
    expect(dutiesOf(law, situation, { awareAt, timeZone, lastExposureAt: awareAt })).toEqual(expected(duties))
  })
})
