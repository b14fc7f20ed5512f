import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { streamPipeline } from "../../shared/base/platform/stream-pipeline.ts"
import { silentTelemetry } from "../../shared/base/platform/telemetry.ts"
import { lambdaContext } from "../parties/test-parties.ts"
import { seededRandom } from "./random.ts"
import { makeScheduler, noFaults, Throttled } from "./scheduler.ts"
import { makeSimulatedStream, type SimulatedStream } from "./stream.ts"

/** What happens to an invocation that handles a change. */
type Nature = "good" | "computes" | "hangs" | "ends" | "throws"

const timeoutSeconds = 60
const anHour = 3_600_000
const startMs = Date.parse("2018-10-31T12:00:00Z")
const rowSchema = z.object({ id: z.string() })

/** Plays changes through a stream of one table. A process that ended is followed by a new one. */
async function play(seed: number, natures: readonly Nature[], outageMs = 0) {
  const scheduler = makeScheduler({ random: seededRandom(seed), startMs, faults: noFaults })
  const elapsedMs = () => scheduler.nowMs() - startMs
  const handledAt = new Map<string, number>()
  const newProcess = (setAside: SimulatedStream["setAside"]) =>
    streamPipeline({
      rowSchema,
      telemetry: silentTelemetry,
      surroundings: {
        setAside,
        after: scheduler.timer,
        pause: scheduler.sleep,
        clock: scheduler.clock,
        random: () => 0.5,
      },
      handle: async ({ after: { id } = { id: "" } }) => {
        const [nature] = id.split(" ")
        await scheduler.sleep(5)
        if (nature === "computes") scheduler.compute(anHour)
        if (nature === "ends") scheduler.end()
        if (nature === "hangs") await scheduler.hang()
        await scheduler.interrupt("table.put:before")
        if (nature === "throws") throw new Error("poison")
        if (elapsedMs() < outageMs) throw new Throttled()
        if (!handledAt.has(id)) handledAt.set(id, elapsedMs())
        return "handled"
      },
    })
  const idle: ReturnType<typeof newProcess>[] = []
  const stream: SimulatedStream = makeSimulatedStream({
    name: "stream",
    scheduler,
    random: seededRandom(seed),
    consume: (event) => {
      const endsMs = scheduler.nowMs() + timeoutSeconds * 1_000
      const context = { ...lambdaContext(), getRemainingTimeInMillis: () => endsMs - scheduler.nowMs() }
      const run = async (isDead: () => boolean) => {
        const handler = idle.pop() ?? newProcess(stream.setAside)
        const answer = await handler(event, context)
        if (!isDead()) idle.push(handler)
        return answer
      }
      return scheduler.invoke("worker", run, timeoutSeconds * 1_000)
    },
  })
  for (const [index, nature] of natures.entries()) {
    const id = { S: `${nature} ${index}` }
    scheduler.after(index * 10, () => stream.record({ eventName: "INSERT", keys: { id }, newImage: { id } }))
  }
  await scheduler.runUntilIdle()
  const dead = JSON.stringify(stream.givenUp)
  const ids = natures.map((nature, index) => `${nature} ${index}`)
  return { handledAt, good: ids.filter((id) => id.startsWith("good")), dead: ids.filter((id) => dead.includes(id)) }
}

const among = (...poison: Nature[]): Nature[] =>
  Array.from({ length: 30 }, (_, index) => (index % 10 === 5 && poison[Math.floor(index / 10)]) || "good")

describe("the good neighbours of a poison change", () => {
  it.each(["computes", "hangs", "ends", "throws"] as const)(
    "are handled within ten minutes when one %s, and it alone is set aside",
    async (nature) => {
      for (let seed = 1; seed <= 10; seed++) {
        const { handledAt, good, dead } = await play(seed, among(nature))
        expect(dead).toEqual([`${nature} 5`])
        expect([...handledAt.keys()].sort()).toEqual(good.sort())
        expect(Math.max(...handledAt.values())).toBeLessThan(10 * 60_000)
      }
    },
  )

  it("are handled beside three of different kinds", async () => {
    for (let seed = 1; seed <= 10; seed++) {
      const { handledAt, good, dead } = await play(seed, among("ends", "throws", "hangs"))
      expect(dead).toEqual(["ends 5", "throws 15", "hangs 25"])
      expect([...handledAt.keys()].sort()).toEqual(good.sort())
    }
  })
})

describe("an outage of an hour", () => {
  it("loses no change, sets none aside, and is over within ten seconds", async () => {
    for (let seed = 1; seed <= 10; seed++) {
      const { handledAt, good, dead } = await play(seed, among(), anHour)
      expect(dead).toEqual([])
      expect([...handledAt.keys()].sort()).toEqual(good.sort())
      expect(Math.max(...handledAt.values())).toBeLessThan(anHour + 10_000)
    }
  })
})
