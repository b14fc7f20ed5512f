import { expect, it } from "@jest/globals"
import { runSchedules } from "./run-schedules.ts"

const schedules = 1_000

it(`the exchange keeps its invariants in ${schedules} schedules of crashes, throttles, repeats and poison`, async () => {
  const printed = await runSchedules({ schedules, seed: 1 })
  expect(printed).toContain(`${schedules} schedules in`)
  expect(printed).toMatch(/, 0 failed \(/)
}, 600_000)
