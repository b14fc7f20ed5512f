import { describe, expect, it } from "@jest/globals"
import { type BusEvent, makeSimulatedBus } from "./event-bus.ts"
import { matchesPattern } from "./event-pattern.ts"
import { makeSimulatedQueue } from "./queue.ts"
import { seededRandom } from "./random.ts"
import { makeScheduler, noFaults } from "./scheduler.ts"
import { makeSimulatedStream } from "./stream.ts"

const startMs = Date.parse("2018-10-31T12:00:00Z")

function schedulerOf(seed: number, faults: Partial<typeof noFaults> = {}) {
  return makeScheduler({ random: seededRandom(seed), startMs, faults: { ...noFaults, ...faults } })
}

/** The order in which the effects of two invocations happen. */
async function interleaving(seed: number): Promise<string> {
  const scheduler = schedulerOf(seed)
  const seen: string[] = []
  for (const name of ["a", "b"]) {
    void scheduler.invoke(name, async () => {
      for (const effect of [1, 2, 3]) {
        await scheduler.interrupt("effect")
        seen.push(`${name}${effect}`)
      }
    })
  }
  await scheduler.runUntilIdle()
  return seen.join(" ")
}

describe("the simulation", () => {
  it("replays a schedule from its seed", async () => {
    expect(await interleaving(7)).toBe(await interleaving(7))
  })

  it("explores different interleavings under different seeds", async () => {
    const found = new Set<string>()
    for (let seed = 0; seed < 40; seed++) found.add(await interleaving(seed))
    expect(found.size).toBeGreaterThan(5)
  })

  it("never continues a crashed invocation", async () => {
    const scheduler = schedulerOf(1, { crash: 1 })
    let continued = false
    const result = scheduler.invoke("one", async () => {
      try {
        await scheduler.interrupt("effect")
      } finally {
        continued = true
      }
    })
    await scheduler.runUntilIdle()
    expect(await result).toEqual({ kind: "crashed" })
    expect(continued).toBe(false)
  })

  it("fails when a handler waits for something outside of the simulation", async () => {
    const scheduler = schedulerOf(1)
    void scheduler.invoke("stuck", () => new Promise(() => {}))
    await expect(scheduler.runUntilIdle()).rejects.toThrow("outside of the simulation")
  })

  it("lets an invocation wait for what an earlier one of its container left running", async () => {
    const scheduler = schedulerOf(1)
    let left = Promise.resolve()
    const first = scheduler.invoke("one", async () => {
      left = scheduler.sleep(50)
    })
    const second = scheduler.invoke("one", async () => {
      await left
      return scheduler.nowMs() - startMs
    })
    await scheduler.runUntilIdle()
    expect(await Promise.all([first, second])).toMatchObject([{ kind: "returned" }, { kind: "returned", value: 50 }])
  })

  it("goes on with what a returned invocation left running, without faults", async () => {
    const scheduler = schedulerOf(1, { crash: 1 })
    let isDone = false
    const left = async () => {
      await scheduler.sleep(5)
      await scheduler.interrupt("effect")
      isDone = true
    }
    const result = scheduler.invoke("one", async () => void left())
    await scheduler.runUntilIdle()
    expect([await result, isDone]).toEqual([{ kind: "returned", value: undefined }, true])
  })

  it("tells an invocation that it crashed in one effect, if another one lets it go on", async () => {
    const scheduler = schedulerOf(1, { crash: 1 })
    const seen: boolean[] = []
    const result = scheduler.invoke("one", async (isDead) => {
      seen.push(isDead())
      void scheduler.interrupt("effect")
      seen.push(isDead())
    })
    await scheduler.runUntilIdle()
    expect([await result, seen]).toEqual([{ kind: "crashed" }, [false, true]])
  })

  it("delivers a message again until it succeeds, and moves poison to the dead letters", async () => {
    const scheduler = schedulerOf(3)
    const received: string[] = []
    const queue = makeSimulatedQueue({
      name: "queue",
      scheduler,
      random: seededRandom(3),
      maximumReceives: 3,
      consume: (event) =>
        scheduler.invoke("worker", async () => {
          const records = recordsOf(event)
          received.push(...records.map(({ body }) => body))
          const failed = records.filter(
            ({ body }) => body === "poison" || received.filter((one) => one === body).length < 2,
          )
          return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) }
        }),
    })
    queue.send("good")
    queue.send("poison")
    await scheduler.runUntilIdle()
    expect(received.filter((one) => one === "good")).toHaveLength(2)
    expect(received.filter((one) => one === "poison")).toHaveLength(3)
    expect(queue.messages.size).toBe(0)
    expect(queue.deadLetters.map(({ body }) => body)).toEqual(["poison"])
  })

  it("keeps the order of a row's changes, and retries from the first failure", async () => {
    const scheduler = schedulerOf(5)
    const applied: string[] = []
    let failuresLeft = 2
    const stream = makeSimulatedStream({
      name: "table",
      scheduler,
      random: seededRandom(5),
      consume: (event) =>
        scheduler.invoke("worker", async () => {
          for (const { sequence } of sequencesOf(event)) {
            if (applied.length === 2 && failuresLeft-- > 0) return { batchItemFailures: [{ itemIdentifier: sequence }] }
            applied.push(sequence)
          }
          return { batchItemFailures: [] }
        }),
    })
    for (let change = 0; change < 6; change++) stream.record({ eventName: "MODIFY", keys: { id: { S: "one" } } })
    await scheduler.runUntilIdle()
    expect(applied).toEqual([...applied].sort())
    expect(new Set(applied).size).toBe(6)
    expect(failuresLeft).toBeLessThan(0)
  })

  it("keeps the events of a bus that no rule matched", async () => {
    const scheduler = schedulerOf(2)
    const bus = makeSimulatedBus("ingress", scheduler, seededRandom(2))
    const taken: BusEvent[] = []
    bus.addRule({ name: "known", pattern: { "detail-type": ["Known"] }, deliver: (event) => taken.push(event) })
    for (const detailType of ["Known", "Unknown"]) bus.put({ source: "s", detailType, detail: "{}", account: "1" })
    await scheduler.runUntilIdle()
    expect(taken.map((event) => event["detail-type"])).toEqual(["Known"])
    expect(bus.unmatched.map((event) => event["detail-type"])).toEqual(["Unknown"])
  })
})

describe("an event pattern", () => {
  const event = { source: "wayseal.retailer.leafline", detail: { metadata: { audience: "hub", version: 1 } } }

  it.each([
    [{ source: ["wayseal.retailer.leafline"] }, true],
    [{ source: [{ prefix: "wayseal.retailer." }] }, true],
    [{ source: [{ wildcard: "wayseal.*.leafline" }] }, true],
    [{ source: [{ "anything-but": { prefix: "wayseal.retailer." } }] }, false],
    [{ source: [{ "anything-but": ["other"] }] }, true],
    [{ detail: { metadata: { audience: ["hub"], version: [1] } } }, true],
    [{ detail: { metadata: { audience: ["hub"], version: [2] } } }, false],
    [{ detail: { metadata: { causationId: [{ exists: false }] } } }, true],
    [{ $or: [{ source: ["other"] }, { detail: { metadata: { audience: ["hub"] } } }] }, true],
  ])("%j matches: %p", (pattern, expected) => {
    expect(matchesPattern(pattern, event)).toBe(expected)
  })

  it("throws on an operator that it does not know", () => {
    expect(() => matchesPattern({ source: [{ cidr: "10.0.0.0/8" }] }, event)).toThrow("cidr")
  })
})

function recordsOf(event: unknown): { messageId: string; body: string }[] {
  return recordList(event).map((record) => ({ messageId: text(record, "messageId"), body: text(record, "body") }))
}

function sequencesOf(event: unknown): { sequence: string }[] {
  return recordList(event).map((record) => ({
    sequence: text(
      typeof record === "object" && record !== null && "dynamodb" in record ? record.dynamodb : {},
      "SequenceNumber",
    ),
  }))
}

function recordList(event: unknown): unknown[] {
  if (typeof event === "object" && event !== null && "Records" in event && Array.isArray(event.Records))
    return event.Records
  throw new TypeError("The event is not a batch")
}

function text(value: unknown, key: string): string {
  const found =
    typeof value === "object" && value !== null ? Object.entries(value).find(([name]) => name === key)?.[1] : undefined
  if (typeof found !== "string") throw new TypeError(`${key} is missing`)
  return found
}
