import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { describe, expect, it } from "@jest/globals"
import { runSchedule } from "./schedule.ts"

const schedules = 2_000

describe("the exchange under schedules of crashes, throttles, repeats, reorderings and poison", () => {
  // In a process of its own, because Node runs the schedules twice as fast as the test runner.
  it(`keeps its invariants in ${schedules} schedules`, async () => {
    const script = fileURLToPath(new URL("../../infra/cli/wayseal.ts", import.meta.url))
    const args = [script, "simulate", "--schedules", String(schedules), "--seed", "1"]
    const run = promisify(execFile)(process.execPath, args)
    // On a failure, the output names the seeds that repeat it.
    const { stdout } = await run.catch((failed: { stdout?: string }) => ({ stdout: failed.stdout ?? "" }))
    expect(stdout).toContain(`${schedules} schedules in`)
    expect(stdout).toMatch(/, 0 failed \(/)
  }, 400_000)

  it("repeats a schedule exactly", async () => {
    const [one, other] = [await runSchedule(23), await runSchedule(23)]
    expect(one).toEqual(other)
    expect(one.events).toBeGreaterThan(0)
  })
})
