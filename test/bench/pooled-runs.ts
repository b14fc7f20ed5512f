/** docs/bench/pooled.json: the false alarms of every pooled run so far. */
import { readFileSync, writeFileSync } from "node:fs"
import * as z from "zod"
import type { SeedResult } from "./run-seed.ts"
import { type Pooled, poolOf } from "./summary.ts"

const pooledFile = new URL("../../docs/bench/pooled.json", import.meta.url)

const pooledRuns = z.array(
  z.object({
    seed: z.int(),
    sessions: z.int(),
    falseAlarms: z.record(z.string(), z.int()),
    byReading: z.record(z.string(), z.int()),
    examples: z.array(z.string()).default([]),
    highest: z.record(z.string(), z.array(z.number())).default({}),
  }),
)

const readPooledRuns = (): z.infer<typeof pooledRuns> => {
  try {
    return pooledRuns.parse(JSON.parse(readFileSync(pooledFile, "utf8")))
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return []
    throw error
  }
}

/** Adds a run, or replaces the earlier run of the same seed. */
export const addPooledRun = ({ seed, ordinary }: SeedResult): void => {
  const { sessions, falseAlarms, falseAlarmsByReading: byReading, examples, highest } = ordinary
  const run = { seed, sessions, falseAlarms, byReading, examples, highest }
  const others = readPooledRuns().filter((other) => other.seed !== seed)
  const runs = [...others, run].sort((one, other) => one.seed - other.seed)
  writeFileSync(pooledFile, `${JSON.stringify(runs, null, 2)}\n`)
}

/** All pooled runs together. Null when there is none. */
export const readPool = (): Pooled | null => {
  const runs = readPooledRuns()
  if (runs.length === 0) return null
  return poolOf(
    runs,
    runs.map(({ seed }) => seed),
  )
}
