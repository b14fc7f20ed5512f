import { describe, expect, it } from "@jest/globals"
import { claimsOf, makeClaimExposures } from "../../../shared/desk/exposures/claim-exposures.ts"
import { breachWorld, claimOne, partyIn, seen, soleCase, walkAnomaly } from "../breach-world.ts"
import { createShipment, parcelIdIn, seenUnclaimed } from "./unclaimed-parcels.ts"

describe("a claim of a parcel and an order that no lookup showed", () => {
  it("makes one call for both of them and one for the order, whatever cases are open", async () => {
    const calls: string[] = []
    const world = breachWorld({ interrupt: async (point) => void calls.push(point) })
    await world.disclosures.append(seen(1))
    await world.anomalies.raise(walkAnomaly())
    await world.settle()
    expect(soleCase(world).state).toBe("open")
    const claim = claimOne({
      ...world.desk,
      claimantsOf: async () => {
        calls.push("claimantsOf")
        return new Map()
      },
    })
    await createShipment(world, 2)
    const after = world.records.rows().find((row) => row.kind === "shipment")
    calls.length = 0
    expect(await claim({ after })).toBe("nothing")
    expect(calls.filter((call) => !call.endsWith(":after"))).toEqual([
      "breachCases.batchGetItem:before",
      "disclosures.query byRecord:before",
    ])
  })
})

describe("the claims of a batch", () => {
  it("ask together what cases counted, and are handled up to the first that fails", async () => {
    const world = breachWorld()
    for (const number of [1, 3]) await world.disclosures.append(seenUnclaimed(world, number))
    await world.anomalies.raise(walkAnomaly())
    await world.settle()
    for (const number of [1, 2, 3]) await createShipment(world, number)
    const shipments = world.records.rows().filter((row) => row.kind === "shipment")
    let reads = 0
    const claimAll = makeClaimExposures({
      ...world.desk,
      cases: {
        ...world.cases,
        items: (keys) => {
          if (keys.some(({ sk }) => sk === "COUNTED")) reads += 1
          return world.cases.items(keys)
        },
      },
      claimantsOf: async ([recordId = "", ...others]) => {
        if (recordId === parcelIdIn(world, 3)) throw new Error("throttled")
        return world.desk.claimantsOf([recordId, ...others])
      },
    })
    const claims = shipments.map((after) => claimsOf({ after }))
    expect(await claimAll(claims)).toMatchObject({
      outcomes: ["claimed", "nothing"],
      failure: { message: "throttled" },
    })
    expect(reads).toBe(1)
    expect(world.rowsOf("exposure").map(({ shipmentId }) => shipmentId)).toEqual([undefined, "s1"])
  })
})

describe("a claim of a parcel that an open case holds", () => {
  it("hands over its exposures also while the index of the ledger does not show them yet", async () => {
    const world = breachWorld()
    await world.disclosures.append(seenUnclaimed(world, 1))
    await world.anomalies.raise(walkAnomaly())
    await world.settle()
    const claim = claimOne({ ...world.desk, disclosures: { ofRecord: async function* () {} } })
    await createShipment(world, 1)
    const after = world.records.rows().find((row) => row.kind === "shipment")
    expect(await claim({ after })).toBe("claimed")
    expect(partyIn(world, "leafline")).toMatchObject({ shipments: 1, exposures: 1 })
  })
})
