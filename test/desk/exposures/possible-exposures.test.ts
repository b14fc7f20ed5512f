import { describe, expect, it } from "@jest/globals"
import { breachCaseOpened, breachCaseUpdated } from "../../../shared/base/contracts/breach-case-events.ts"
import { recordNotified } from "../../../shared/desk/actions/record-notified.ts"
import { countPending } from "../../../shared/desk/exposures/count-pending.ts"
import { occasionOfAnomaly } from "../../../shared/desk/opening/occasion.ts"
import { openOrJoin } from "../../../shared/desk/opening/open-case.ts"
import { blocksOf } from "../../../shared/watch/detection/retailers/number-blocks.ts"
import { breachParties, breachWorld, partyIn, seen, soleCase, walkAnomaly } from "../breach-world.ts"

describe("possible exposures", () => {
  it("counts lookups without proof in a block as possible exposures while the episode goes on", async () => {
    const world = breachWorld()
    const block = "block#leafline#7"
    const at = (hours: number, seconds = 0) =>
      new Date(Date.parse("2026-11-01T14:00:00.000Z") + hours * 3_600_000 + seconds * 1000).toISOString()
    let people = 0
    const look = (number: number, when: string, changes: Parameters<typeof seen>[1] = {}) =>
      world.disclosures.append(
        seen(number, {
          at: when,
          block,
          subject: `subject#somebody-${++people}`,
          network: `network#home-${people}`,
          ...changes,
        }),
      )
    const anomaly = (from: string, crossedAt: string) =>
      walkAnomaly({
        anomalyId: `anomaly-of-block-${Date.parse(crossedAt)}`,
        accessorKey: block,
        subject: undefined,
        network: undefined,
        chart: "block",
        from,
        crossedAt,
      })
    await look(1, at(-1))
    for (let number = 2; number <= 9; number++) await look(number, at(0, number * 10))
    await look(9, at(0, 100))
    await look(10, at(0, 110), { block: "block#leafline#8" })
    await look(11, at(0, 120), { proof: "linkToken", provenForExposure: true })
    await world.anomalies.raise(anomaly(at(0), at(0, 60)))
    await world.settle()
    expect(world.rowsOf("exposure").every(({ possible }) => possible === true)).toBe(true)
    expect(partyIn(world, "leafline")).toMatchObject({
      shipments: 0,
      exposures: 0,
      shipmentsByField: {},
      possible: { shipments: 8, exposures: 9, alerted: 8 },
    })
    const [opened] = world.exchange.published(breachCaseOpened, "leafline")
    expect(opened?.data.counts).toEqual({ shipments: 0, atLeast: true, possibleShipments: 8 })

    for (let number = 12; number <= 14; number++) await look(number, at(23, number))
    await look(15, at(25))
    await world.settle()
    expect(partyIn(world, "leafline").possible).toEqual({
      shipments: 11,
      shipmentsByRegion: { unknown: 11 },
      exposures: 12,
      alerted: 10,
      fields: ["delivery-date", "signatory-name-or-initials", "postal-code", "nature-of-delivery"],
      firstAt: "2026-11-01T14:00:20.000Z",
      lastAt: "2026-11-02T13:00:14.000Z",
    })
    expect(
      world.exchange.published(breachCaseUpdated, "leafline").map(({ data }) => data.counts.possibleShipments),
    ).toEqual([10])
    await world.anomalies.raise(anomaly(at(23), at(30)))
    await world.settle()
    expect(soleCase(world).exposures).toBe(0)
    expect(partyIn(world, "leafline").possible).toMatchObject({ shipments: 12, exposures: 13 })
    expect(partyIn(world, "northpost").possible).toMatchObject({ shipments: 12, exposures: 13 })
  })

  it("counts right postal codes among those that were guessed in a block, until the alarm", async () => {
    const world = breachWorld()
    const codeBlock = "codeBlock#leafline#3"
    const [block = ""] = blocksOf(codeBlock)
    const code = { block, proof: "postalCode", provenForExposure: true } as const
    const anomaly = walkAnomaly({ accessorKey: codeBlock, chart: "guess", subject: undefined, network: undefined })
    const before = new Date(Date.parse(anomaly.from) - 60_000).toISOString()
    await world.disclosures.append(seen(1, { ...code, at: before }))
    await world.disclosures.append(
      seen(2, { ...code, at: anomaly.from, subject: "subject#second", network: "network#second" }),
    )
    await world.disclosures.append(
      seen(3, { ...code, at: anomaly.from, proof: "houseNumber", subject: "subject#third" }),
    )
    await world.anomalies.raise({ ...anomaly, anomalyId: "anomaly-of-codes" })
    await world.settle()
    expect(partyIn(world, "leafline")).toMatchObject({ shipments: 0, possible: { shipments: 1, exposures: 1 } })
    expect(world.rowsOf("affected").map(({ shipmentId }) => shipmentId)).toEqual(["s2"])
  })

  it("counts lookups in a block of misses as possible exposures until their accessor crosses by itself", async () => {
    const world = breachWorld()
    const missBlock = "missBlock#leafline#3"
    const [first = "", second = ""] = blocksOf(missBlock)
    await world.disclosures.append(seen(1, { block: first }))
    await world.disclosures.append(seen(2, { block: second, subject: "subject#stranger", network: "network#strange" }))
    const { subject: _, network: __, ...ofBlock } = walkAnomaly({ accessorKey: missBlock, chart: "blockMisses" })
    await world.anomalies.raise({ ...ofBlock, anomalyId: "anomaly-of-misses" })
    await world.settle()
    expect(partyIn(world, "leafline")).toMatchObject({ shipments: 0, possible: { shipments: 2, exposures: 2 } })
    // The accessor of one of them crosses too, and belongs to the same case by its neighbouring block.
    await openOrJoin(world.desk, {
      ...occasionOfAnomaly(walkAnomaly(), []),
      neighbours: [first],
    })
    await countPending(world.desk, soleCase(world).caseId)
    expect(soleCase(world).exposures).toBe(1)
    expect(partyIn(world, "leafline")).toMatchObject({
      shipments: 1,
      exposures: 1,
      possible: { shipments: 1, exposures: 1 },
    })
    expect(world.rowsOf("affected").map(({ shipmentId, possible }) => [shipmentId, possible])).toEqual([
      ["s1", undefined],
      ["s2", true],
    ])
    // A public notice for all exposed shipments is no receipt for a shipment that is only possibly exposed.
    const [leafline] = breachParties
    if (leafline === undefined) throw new Error("no such party")
    await recordNotified(
      { ...world.desk, records: world.records },
      { party: leafline, caseAlias: partyIn(world, "leafline").alias, actionId: "notice" },
      { method: "publicNotice", notifiedAt: world.clock().toISOString(), recipients: { kind: "public", shipments: 1 } },
    )
    expect(world.rowsOf("affected").map(({ shipmentId, receipts }) => [shipmentId, Object.keys(receipts)])).toEqual([
      ["s1", ["leafline"]],
      ["s2", []],
    ])
  })
})
