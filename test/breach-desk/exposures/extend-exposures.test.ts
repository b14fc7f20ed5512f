import { marshall } from "@aws-sdk/util-dynamodb"
import { describe, expect, it } from "@jest/globals"
import { makeExtendExposures } from "../../../shared/breach-desk/exposures/extend-exposures.ts"
import { extendExposuresPipeline } from "../../../shared/breach-desk/exposures/extend-exposures-pipeline.ts"
import type { Disclosure } from "../../../shared/lookups/ledger/disclosure.ts"
import { silentTelemetry } from "../../../shared/platform/telemetry.ts"
import { breachWorld, partyIn, seen, soleCase, walkAnomaly } from "../breach-world.ts"

function streamOf(rows: readonly object[], eventName: "INSERT" | "MODIFY" = "INSERT") {
  return {
    Records: rows.map((row, place) => ({
      eventName,
      dynamodb: { SequenceNumber: String(place + 1), NewImage: marshall(row, { removeUndefinedValues: true }) },
    })),
  }
}

describe("the ledger's stream", () => {
  it("is handled a batch at a time, and the whole batch comes again if that fails", async () => {
    const batches: number[] = []
    let failures = 1
    const pipeline = extendExposuresPipeline({
      extend: async (disclosures) => {
        batches.push(disclosures.length)
        if (failures-- > 0) throw new Error("throttled")
        return "extended"
      },
      telemetry: silentTelemetry,
    })
    const event = streamOf([seen(1), seen(2), seen(4, { proof: "postalCode", provenForExposure: true })])
    expect(await pipeline(event)).toEqual({ batchItemFailures: [{ itemIdentifier: "1" }] })
    expect(await pipeline(event)).toEqual({ batchItemFailures: [] })
    expect(batches).toEqual([3, 3])
  })

  it("handles the rows before one that cannot be read, and names that row as failed", async () => {
    const found: Disclosure[] = []
    const pipeline = extendExposuresPipeline({
      extend: async (disclosures) => {
        found.push(...disclosures)
        return "extended"
      },
      telemetry: silentTelemetry,
    })
    const { tool: _tool, ...broken } = seen(2)
    expect(await pipeline(streamOf([seen(1), broken, seen(3)]))).toEqual({
      batchItemFailures: [{ itemIdentifier: "2" }],
    })
    expect(found.map((one) => one.shipmentId)).toEqual(["s1"])
  })

  it("adds to an exposure the fields that a later report of the same access brings", async () => {
    const world = breachWorld()
    await world.disclosures.append(seen(1))
    await world.anomalies.raise(walkAnomaly())
    await world.settle()
    await world.disclosures.append(seen(1, { fields: ["address"] }))
    const [row] = world.disclosures.rows()
    if (row === undefined) throw new Error("the ledger is empty")
    const pipeline = extendExposuresPipeline({ extend: makeExtendExposures(world.desk), telemetry: silentTelemetry })
    for (let time = 1; time <= 2; time++) {
      expect(await pipeline(streamOf([row], "MODIFY"))).toEqual({ batchItemFailures: [] })
    }
    expect(partyIn(world, "leafline")).toMatchObject({ shipments: 1, exposures: 1 })
    expect(partyIn(world, "leafline").shipmentsByField).toEqual({
      "delivery-date": 1,
      "signatory-name-or-initials": 1,
      "postal-code": 1,
      "nature-of-delivery": 1,
      address: 1,
    })
  })

  it("grows a case of thousands at a cost that stays the same", async () => {
    const calls: Record<string, number> = {}
    const world = breachWorld({
      interrupt: async (point) => {
        if (point.startsWith("breachCases.") && point.endsWith(":before")) calls[point] = (calls[point] ?? 0) + 1
      },
    })
    await world.disclosures.append(seen(1))
    await world.anomalies.raise(walkAnomaly())
    await world.settle()
    const extend = makeExtendExposures(world.desk)
    const callsOf = async (from: number) => {
      for (const name of Object.keys(calls)) delete calls[name]
      await extend(Array.from({ length: 6 }, (_, place) => seen(from + place)))
      return { ...calls }
    }
    const early = await callsOf(20)
    for (let from = 100; from < 2000; from += 190) {
      await extend(Array.from({ length: 190 }, (_, place) => seen(from + place)))
    }
    world.pending.splice(0)
    const late = await callsOf(3000)
    expect(soleCase(world).exposures).toBe(1 + 6 + 1900 + 6)
    expect(partyIn(world, "leafline").shipments).toBe(1913)
    expect(late).toEqual({ "breachCases.items:before": 2, "breachCases.get:before": 2, "breachCases.commit:before": 1 })
    expect(Object.keys(early)).toEqual(expect.arrayContaining(Object.keys(late)))
  })
})
