import { describe, expect, it } from "@jest/globals"
import { runSchedules } from "./run-schedules.ts"
import { runSchedule } from "./schedule.ts"

/** `npm run test:long` runs the next 350. */
const schedules = 50

describe("the exchange under schedules of crashes, throttles, repeats, reorderings and poison", () => {
  it(`keeps its invariants in ${schedules} schedules (promise: nothing-raw-is-kept, both-are-alerted, discreet-name-is-hidden)`, async () => {
    const printed = await runSchedules({ schedules, seed: 1 })
    expect(printed).toContain(`${schedules} schedules in`)
    expect(printed).toMatch(/, 0 failed \(/)
  }, 400_000)

  it("repeats a schedule exactly", async () => {
    const [one, other] = [await runSchedule(23), await runSchedule(23)]
    expect(one).toEqual(other)
    expect(one.events).toBeGreaterThan(0)
  })
})
