import { expect, it } from "@jest/globals"
import { runSchedules } from "./run-schedules.ts"

/** `npm test` runs the first 50. */
const first = 51
const schedules = 350

it(`the exchange keeps its invariants in ${schedules} schedules of crashes, throttles, repeats and poison`, async () => {
  const printed = await runSchedules({ schedules, seed: first })
  expect(printed).toContain(`${schedules} schedules in`)
  expect(printed).toMatch(/, 0 failed \(/)
}, 600_000)
