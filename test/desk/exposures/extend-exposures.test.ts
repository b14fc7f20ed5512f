import { marshall } from "@aws-sdk/util-dynamodb"
import { describe, expect, it } from "@jest/globals"
import { silentTelemetry } from "../../../shared/base/platform/telemetry.ts"
import { makeExtendExposures } from "../../../shared/desk/exposures/extend-exposures.ts"
import { extendExposuresPipeline } from "../../../shared/desk/exposures/extend-exposures-pipeline.ts"
import type { Disclosure } from "../../../shared/watch/lookups/ledger/disclosure.ts"
import { streamSurroundings, throttled } from "../../doubles/stream-surroundings.ts"
import { memoryDisclosures } from "../../watch/lookups/memory-stores.ts"
import { breachWorld, partyIn, seen, soleCase, walkAnomaly } from "../breach-world.ts"

function streamOf(rows: readonly object[], eventName: "INSERT" | "MODIFY" = "INSERT") {
  return {
    Records: rows.map((row, place) => ({
      eventName,
      dynamodb: { SequenceNumber: String(place + 1), NewImage: marshall(row, { removeUndefinedValues: true }) },
    })),
  }
}

/** The change of an item from one report to another. */
function changesOf(before: Disclosure, after: Disclosure) {
  const image = (row: Disclosure) => marshall(row, { removeUndefinedValues: true })
  const images = { OldImage: image(before), NewImage: image(after) }
  return { Records: [{ eventName: "MODIFY", dynamodb: { SequenceNumber: "1", ...images } }] }
}

describe("the ledger's stream", () => {
  it("is handled a batch at a time, and the whole batch again if AWS fails", async () => {
    const batches: number[] = []
    let failures = 1
    const pipeline = extendExposuresPipeline({
      extend: async (disclosures) => {
        batches.push(disclosures.length)
        if (failures-- > 0) throw throttled()
        return "extended"
      },
      disclosures: memoryDisclosures(),
      telemetry: silentTelemetry,
      surroundings: streamSurroundings(),
    })
    const event = streamOf([seen(1), seen(2), seen(4, { proof: "postalCode", provenForExposure: true })])
    expect(await pipeline(event)).toEqual({ batchItemFailures: [] })
    expect(batches).toEqual([3, 3])
  })

  it("handles the rows around one that is at fault, and sets that one aside", async () => {
    const surroundings = streamSurroundings()
    const pipeline = extendExposuresPipeline({
      extend: async (disclosures) => {
        if (disclosures.some(({ shipmentId }) => shipmentId === "s2")) throw new TypeError("s2")
        return "extended"
      },
      disclosures: memoryDisclosures(),
      telemetry: silentTelemetry,
      surroundings,
    })
    expect(await pipeline(streamOf([seen(1), seen(2), seen(3)]))).toEqual({ batchItemFailures: [] })
    expect(surroundings.kept.map(({ sequenceNumber }) => sequenceNumber)).toEqual(["2"])
  })

  it("handles the rows around one that cannot be read, and sets that one aside", async () => {
    const surroundings = streamSurroundings()
    const found: Disclosure[] = []
    const pipeline = extendExposuresPipeline({
      extend: async (disclosures) => {
        found.push(...disclosures)
        return "extended"
      },
      disclosures: memoryDisclosures(),
      telemetry: silentTelemetry,
      surroundings,
    })
    const { tool: _tool, ...broken } = seen(2)
    expect(await pipeline(streamOf([seen(1), broken, seen(3)]))).toEqual({ batchItemFailures: [] })
    expect(found.map((one) => one.shipmentId)).toEqual(["s1", "s3"])
    expect(surroundings.kept.map(({ sequenceNumber }) => sequenceNumber)).toEqual(["2"])
  })

  it("adds to an exposure the fields that a later report of the same access brings", async () => {
    const world = breachWorld()
    await world.disclosures.append(seen(1))
    await world.anomalies.raise(walkAnomaly())
    await world.settle()
    await world.disclosures.append(seen(1, { fields: ["address"] }))
    const [row] = world.disclosures.rows()
    if (row === undefined) throw new Error("the ledger is empty")
    const pipeline = extendExposuresPipeline({
      extend: makeExtendExposures(world.desk),
      disclosures: world.disclosures,
      telemetry: silentTelemetry,
      surroundings: streamSurroundings(),
    })
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

  it("restores what two reports of one access at the same moment lost of each other, at any repeat", async () => {
    const bothHaveRead = Promise.withResolvers<void>()
    let reads = 0
    const ledger = memoryDisclosures(async (point) => {
      if (point === "disclosures.batchGetItem:after" && ++reads === 2) bothHaveRead.resolve()
      if (point === "disclosures.batchGetItem:after") await bothHaveRead.promise
    })
    const changes: object[] = []
    ledger.onChange(({ before, after }) => changes.push({ before, after }))
    const [first, second] = [seen(1, { fields: ["phase"] }), seen(1, { fields: ["postal-code"] })]
    const outcomes = await Promise.all([first, second].map((one) => ledger.appendAll([one])))
    expect(outcomes).toEqual([["appended"], ["appended"]])
    expect(ledger.rows()).toMatchObject([{ fields: ["postal-code"] }])
    const counted: unknown[] = []
    const pipeline = extendExposuresPipeline({
      extend: async () => "extended",
      disclosures: ledger,
      telemetry: { ...silentTelemetry, count: (metric, amount) => counted.push([metric, amount]) },
      surroundings: streamSurroundings(),
    })
    const event = changesOf(first, second)
    for (let time = 1; time <= 2; time++) {
      expect(await pipeline(event)).toEqual({ batchItemFailures: [] })
      expect(ledger.rows()).toMatchObject([{ fields: ["phase", "postal-code"], firstFields: ["postal-code"] }])
    }
    expect(counted).toContainEqual(["DisclosureRestored", 1])
    expect(changes).toHaveLength(3)
    expect(await ledger.appendAll([first, second])).toEqual(["conflict", "duplicate"])
  })

  it("restores an item that was changed before a late first report overwrote it", async () => {
    const ledger = memoryDisclosures()
    const first = seen(1, { fields: ["phase"] })
    await ledger.append(first)
    await ledger.append(seen(1, { fields: ["address"] }))
    const [changed] = ledger.rows()
    if (changed === undefined) throw new Error("the ledger is empty")
    const late = memoryDisclosures()
    await late.append(first)
    const pipeline = extendExposuresPipeline({
      extend: async () => "extended",
      disclosures: late,
      telemetry: silentTelemetry,
      surroundings: streamSurroundings(),
    })
    await pipeline(changesOf(changed, first))
    expect(late.rows()).toMatchObject([{ fields: ["phase", "address"], firstFields: ["phase"] }])
    await pipeline(changesOf(first, changed))
    expect(late.rows()).toMatchObject([{ fields: ["phase", "address"] }])
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
    expect(late).toEqual({
      "breachCases.batchGetItem:before": 2,
      "breachCases.getItem:before": 2,
      "breachCases.query:before": 1,
      "breachCases.transactWriteItems:before": 1,
    })
    expect(Object.keys(early)).toEqual(expect.arrayContaining(Object.keys(late)))
  })
})
