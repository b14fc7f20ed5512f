import { describe, expect, it } from "@jest/globals"
import { peopleOf } from "../../../shared/desk/cases/affected.ts"
import { caseKeys } from "../../../shared/desk/cases/case-keys.ts"
import type { AffectedRow } from "../../../shared/desk/cases/case-rows.ts"
import { withRegion } from "../../../shared/desk/cases/party-counts.ts"
import { caseFacts } from "../../../shared/desk/facts-of-case.ts"
import { watchedAllThrough } from "../../../shared/desk/knowledge.ts"
import { breachParties, partyIn, servedWorld, soleCase } from "../breach-world.ts"

describe("shipments by region", () => {
  it("go up and down, and leave no region with none", () => {
    const first = { shipmentsByRegion: withRegion({}, { region: "CA-QC" }, 1) }
    const second = { shipmentsByRegion: withRegion(first, {}, 1) }
    expect(second.shipmentsByRegion).toEqual({ "CA-QC": 1, unknown: 1 })
    expect(withRegion(second, { region: "CA-QC" }, -1)).toEqual({ unknown: 1 })
  })

  it("reach the row of a party", async () => {
    expect(partyIn(await servedWorld(3), "leafline").shipmentsByRegion).toEqual({ unknown: 3 })
  })
})

describe("people", () => {
  it("are counted once for each place, by region, and those of shipments that were possibly exposed apart", async () => {
    const caseId = "case-of-people"
    const affected = (number: number, change: Partial<AffectedRow>): AffectedRow => ({
      ...caseKeys.affected(caseId, `SHIPMENT#leafline#s${number}`),
      caseId,
      type: "affected",
      recordId: `SHIPMENT#leafline#s${number}`,
      retailerId: "leafline",
      carrierId: "northpost",
      fields: ["postal-code"],
      accessors: 1,
      firstAt: "2026-11-01T14:00:00.000Z",
      lastAt: "2026-11-01T14:00:00.000Z",
      receipts: {},
      ...change,
    })
    const rows = [
      affected(1, { deliveryPoint: 7, region: "CA-QC" }),
      affected(2, { deliveryPoint: 7, region: "CA-QC" }),
      affected(3, { deliveryPoint: 8, region: "CA-ON" }),
      affected(4, { region: "CA-ON" }),
      affected(5, {}),
      affected(6, { deliveryPoint: 9, region: "CA-QC", possible: true }),
      affected(7, { deliveryPoint: 9, region: "CA-QC", possible: true }),
      affected(8, { possible: true }),
    ]
    const world = await servedWorld(1)
    async function* list() {
      yield* rows
    }
    const desk = { ...world.desk, cases: { ...world.desk.cases, list } }
    const own = { caseId, partyId: "leafline", kind: "retailer" } as const
    expect(await peopleOf(desk, { ...own, shipments: 5 })).toEqual({
      all: 4,
      byRegion: { "CA-QC": 1, "CA-ON": 2, unknown: 1 },
      possible: 2,
    })
    // Three more are of orders that the retailer has not published.
    expect(await peopleOf(desk, { ...own, shipments: 8 })).toEqual({
      all: 7,
      byRegion: { "CA-QC": 1, "CA-ON": 2, unknown: 4 },
      possible: 2,
    })
  })

  it("are not known of more than 20,000 shipments, of which none is read", async () => {
    const world = await servedWorld(1)
    const list = () => {
      throw new Error("The shipments are read")
    }
    const desk = { ...world.desk, cases: { ...world.desk.cases, list } }
    const own = { caseId: "case-1234", partyId: "leafline", kind: "retailer" } as const
    expect(await peopleOf(desk, { ...own, shipments: 20_001 })).toBeUndefined()
    await expect(peopleOf(desk, { ...own, shipments: 20_000 })).rejects.toThrow("The shipments are read")
  })
})

describe("the roles of a party in a case", () => {
  it("are those for the tool through which its shipments were seen; one who decides jointly is in control", async () => {
    const world = await servedWorld(1)
    const own = partyIn(world, "northpost")
    const party = breachParties.find(({ id }) => id === "northpost")
    if (party === undefined) throw new Error("no such party")
    const watch = watchedAllThrough(own.openedAt, own.openedAt)
    const rolesWith = (roles: typeof party.roles) =>
      caseFacts({ laws: [], case: soleCase(world), own, parties: [{ row: own, party: { ...party, roles }, watch }] })
        .parties[0]?.roles
    expect(own.tool).toBe("observed:northpost")
    expect(rolesWith([{ tool: "hub", role: "holder" }])).toEqual([])
    expect(
      rolesWith([
        { tool: "own", role: "holder" },
        { law: "eu-gdpr", role: "jointlyInControl" },
      ]),
    ).toEqual([{ role: "holder" }, { law: "eu-gdpr", role: "inControl" }])
  })
})
