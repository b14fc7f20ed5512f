import { describe, expect, it } from "@jest/globals"
import { runSchedule } from "./schedule.ts"

const schedules = 2_000
const perTest = 250

describe("the exchange under any schedule of crashes, throttles, repeats, reorderings and poison", () => {
  it.each(Array.from({ length: schedules / perTest }, (_, index) => 1 + index * perTest))(
    "keeps its promises from seed %i on",
    async (first) => {
      for (let seed = first; seed < first + perTest; seed++) {
        const { violations } = await runSchedule(seed)
        // Replays with: npm run simulate -- --schedules 1 --seed <seed>
        expect({ seed, violations }).toEqual({ seed, violations: [] })
      }
    },
    120_000,
  )

  it("repeats a schedule exactly", async () => {
    const [one, other] = [await runSchedule(7), await runSchedule(7)]
    expect(one).toEqual(other)
    expect(one.events).toBeGreaterThan(0)
  })
})
