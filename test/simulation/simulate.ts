import type { Invocation, Outcome } from "../../client/command-line/declare-command.ts"
import { exitStatus } from "../../client/command-line/exit-status.ts"
import { alertDelayTable, measureAlertDelays, percentile } from "./alert-delays.ts"
import { noticeHours } from "./lies/tell-lies.ts"
import { tellAllLies, timesToNotice } from "./lies/times-to-notice.ts"
import { runSchedule } from "./schedule.ts"

export type SimulateOptions = {
  readonly schedules: number
  readonly seed: number
  readonly lies?: true
  readonly alerts?: true
}

/** Runs schedules one after the other. Their text and data name the seeds of those in which something did not hold. */
export async function simulate({ options, onStep }: Invocation<SimulateOptions>): Promise<Outcome> {
  const { schedules, seed: firstSeed } = options
  if (options.lies === true) return simulateLies(onStep)
  if (options.alerts === true) return simulateAlerts(onStep)
  const started = performance.now()
  const struck: Record<string, number> = {}
  const failed: { readonly seed: number; readonly violations: readonly string[] }[] = []
  for (let done = 0; done < schedules; done++) {
    onStep(`${done} of ${schedules} schedules, ${failed.length} failed`)
    const seed = firstSeed + done
    const result = await runSchedule(seed)
    for (const [fault, times] of Object.entries(result.struck)) struck[fault] = (struck[fault] ?? 0) + times
    if (result.violations.length > 0) failed.push({ seed, violations: result.violations })
  }
  const seconds = Number(((performance.now() - started) / 1000).toFixed(1))
  const faults = Object.entries(struck).map(([fault, times]) => `${times} ${fault}`)
  const lines = failed.flatMap(({ seed, violations }) => [
    `Seed ${seed}: ${violations.join("; ")}`,
    `  Repeat it with: npm run simulate -- --schedules 1 --seed ${seed}`,
  ])
  const closing = `${schedules} schedules in ${seconds} s, ${failed.length} failed (${faults.join(", ")})`
  return {
    data: { schedules, firstSeed, failed, faults: struck, seconds },
    text: [...lines, closing, ""].join("\n"),
    status: failed.length === 0 ? exitStatus.fine : exitStatus.needsPerson,
  }
}

/** Lets walks be reported while attempts of the SDK fail, and prints the table of `docs/simulation.md`. */
async function simulateAlerts(onStep: (step: string) => void): Promise<Outcome> {
  const measured = await measureAlertDelays(onStep)
  const levels = measured.map((one) => ({
    failing: one.failing,
    alerts: one.delays.length,
    milliseconds: { half: percentile(one, 50), most: percentile(one, 99), all: percentile(one, 100) },
    allowedSeconds: one.seconds,
  }))
  const isKept = levels.every(({ milliseconds, allowedSeconds }) => milliseconds.most < allowedSeconds * 1_000)
  return {
    data: { levels },
    text: `${alertDelayTable(measured)}\n`,
    status: isKept ? exitStatus.fine : exitStatus.needsPerson,
  }
}

/** Lets the hub lie about one thing after the other, and prints the table of `docs/simulation.md`. */
async function simulateLies(onStep: (step: string) => void): Promise<Outcome> {
  const told = await tellAllLies(onStep)
  const isNoticed = told.every(({ noticed }) => noticed.every(({ hours }) => hours < noticeHours))
  return {
    data: {
      lies: told.map(({ lie: { what, how }, noticed }) => ({
        what,
        how,
        noticed: noticed.map(({ party, hours, alarms }) => ({ party, hours, alarms: alarms.map(({ kind }) => kind) })),
      })),
    },
    text: `${timesToNotice(told)}\n`,
    status: isNoticed ? exitStatus.fine : exitStatus.needsPerson,
  }
}
