import { describe, expect, it } from "@jest/globals"
import { whenQueuesAreEmpty } from "../../../../infra/local/replay/publish.ts"

/** Queues that hold so many messages each time they are asked, the last number from then on. */
function queuesOf(depths: Readonly<Record<string, readonly number[]>>) {
  const asked: string[] = []
  const timesOf = (name: string) => asked.filter((one) => one === name).length
  return {
    asked,
    gateQueues: Object.keys(depths).map((name) => ({ name, url: name, isDeadLetters: name === "dead" })),
    depth: async (name: string): Promise<number> => {
      const [at, all] = [timesOf(name), depths[name] ?? []]
      asked.push(name)
      return all[Math.min(at, all.length - 1)] ?? 0
    },
  }
}

describe("waiting for empty queues", () => {
  it("asks the queue that holds messages alone, and then all of them twice", async () => {
    const queues = queuesOf({ one: [0], two: [3, 2, 0], dead: [1] })
    await whenQueuesAreEmpty(queues, 1)
    expect(queues.asked).toEqual(["one", "two", "two", "two", "one", "two", "one", "two"])
  })

  it("goes on when messages move to another queue", async () => {
    const queues = queuesOf({ one: [2, 0], two: [0, 2, 0] })
    await whenQueuesAreEmpty(queues, 1)
    expect(queues.asked.slice(-4)).toEqual(["one", "two", "one", "two"])
  })

  it("goes on while a queue gets fuller for longer than its patience, and names one that stays as it is", async () => {
    const filling = Array.from({ length: 6 }, (_, depth) => depth + 1)
    await whenQueuesAreEmpty(queuesOf({ one: [0], two: [...filling, 0] }), 0.4)
    const stuck = whenQueuesAreEmpty(queuesOf({ one: [0], two: [...filling, 2, 1] }), 0.4)
    await expect(stuck).rejects.toThrow(
      "Waited for the queues to be empty, and nothing moved for 0.4 s. Last seen: 1 in two.",
    )
  })
})
