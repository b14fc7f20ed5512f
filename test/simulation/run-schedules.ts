import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"

/**
 * Runs schedules in a process of its own, because Node runs them twice as fast as the test runner.
 *
 * @returns what it printed. On a failure, this names the seeds that repeat it
 */
export async function runSchedules({ schedules, seed }: { schedules: number; seed: number }): Promise<string> {
  const script = fileURLToPath(new URL("../../infra/cli/wayseal.ts", import.meta.url))
  const args = [script, "simulate", "--schedules", String(schedules), "--seed", String(seed)]
  const run = promisify(execFile)(process.execPath, args)
  const { stdout } = await run.catch((failed: { stdout?: string }) => ({ stdout: failed.stdout ?? "" }))
  return stdout
}
