import { describe, expect, it } from "@jest/globals"
import { billedMilliseconds, costOf, total } from "./model.ts"
import { noSums } from "./stub/counts.ts"

const queue = { trigger: "queue", memoryMegabytes: 512, callsAtOnce: 5 } as const

describe("the modelled bill", () => {
  it("stretches CPU time by the share of a CPU, and adds the calls that wait for each other", () => {
    expect(billedMilliseconds(10, 10, { ...queue, memoryMegabytes: 1769 })).toBe(10 + 2 * 5)
    expect(billedMilliseconds(10, 0, queue)).toBeCloseTo(34.6, 1)
  })

  it("holds an answer to the next multiple of the floor", () => {
    const held = { ...queue, memoryMegabytes: 1769, floorMilliseconds: 250 }
    expect(billedMilliseconds(10, 0, held)).toBe(250)
    expect(billedMilliseconds(260, 0, held)).toBe(500)
  })

  it("bills a message of a queue with its event and its share of a batch", () => {
    const counts = {
      "dynamodb Things PutItem": { ...noSums, calls: 10, writeUnits: 10, indexWriteUnits: 10, readUnits: 4 },
      "events PutEvents": { ...noSums, calls: 1, entries: 10 },
    }
    const operation = { name: "put", of: 10, counts, firstMilliseconds: 0, firstCpuMicroseconds: 0 }
    const cost = costOf({ ...operation, cpuMicroseconds: [0] }, queue)
    expect(cost.writes * 1_000_000).toBeCloseTo(2 * 0.625, 6)
    expect(cost.reads * 1_000_000).toBeCloseTo(0.4 * 0.125, 6)
    // The event that comes in, and the one that goes out.
    expect(cost.events * 1_000_000).toBeCloseTo(2, 6)
    expect(cost.queue * 1_000_000).toBeCloseTo(1.2 * 0.4, 6)
    expect(total(cost)).toBeGreaterThan(cost.writes + cost.reads + cost.events + cost.queue)
  })
})
