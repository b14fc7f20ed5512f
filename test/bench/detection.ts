/**
 * `npm run bench:detection`: ordinary traffic and attacks against the real detector and its peers.
 *
 * --quick   an eighth of the traffic and fewer trials, within 90 s
 * --json    prints the summary as the last line
 * --seeds   seeds to report on (default 111,112; never those tuned on)
 * --trials  trials per attack and seed
 * --pool    ordinary traffic only, of unused seeds, added to docs/bench/pooled.json
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { availableParallelism } from "node:os"
import { parseArgs } from "node:util"
import { Worker } from "node:worker_threads"
import * as z from "zod"
import type { ClientCounts } from "./client-counts.ts"
import { type Pooled, pooledMarkdown, poolOf, summarise, toMarkdown, toSvg } from "./report.ts"
import type { Job, SeedResult, WorkerMessage } from "./run-seed.ts"

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    seeds: { type: "string" },
    trials: { type: "string" },
    pool: { type: "boolean", default: false },
    only: { type: "string" },
  },
})

const docs = new URL("../../docs/bench/", import.meta.url)
const pooledFile = new URL("pooled.json", docs)
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

const readPooled = (): z.infer<typeof pooledRuns> => {
  try {
    return pooledRuns.parse(JSON.parse(readFileSync(pooledFile, "utf8")))
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return []
    throw error
  }
}

const progress = new Map<number, string>()
const startedAt = performance.now()
let lastShown = 0
const show = () => {
  const now = performance.now()
  if (now - lastShown < 2_000) return
  lastShown = now
  const seconds = ((now - startedAt) / 1000).toFixed(0)
  process.stderr.write(`${seconds} s  ${[...progress].map(([seed, text]) => `seed ${seed}: ${text}`).join("   ")}\n`)
}

type Finished = Exclude<WorkerMessage, { kind: "progress" }>

const runWorker = (job: Job): Promise<Finished> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./run-seed.ts", import.meta.url), {
      workerData: job,
      resourceLimits: { maxOldGenerationSizeMb: 6_000 },
    })
    worker.on("message", (message: WorkerMessage) => {
      if (message.kind === "progress") {
        progress.set(message.seed, `${message.phase} ${Math.round(message.share * 100)} %`)
      } else {
        progress.set(job.seed, "done")
        resolve(message)
      }
      show()
    })
    worker.on("error", reject)
  })

/** Runs jobs on at most two threads. */
const runAll = async (
  jobs: readonly Job[],
  done: (result: SeedResult) => void = () => undefined,
): Promise<{ results: SeedResult[]; counts: ClientCounts | null }> => {
  const results: SeedResult[] = []
  let counts: ClientCounts | null = null
  const waiting = [...jobs]
  const lane = async () => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      const finished = await runWorker(job)
      if (finished.kind === "clientCounts") counts = finished.counts
      else {
        results.push(finished.result)
        done(finished.result)
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, lane))
  return { results: results.sort((a, b) => a.seed - b.seed), counts }
}

const seedsOf = (fallback: readonly number[]): number[] =>
  values.seeds === undefined ? [...fallback] : values.seeds.split(",").map(Number)

const days = 32

const pool = async () => {
  await runAll(
    seedsOf([301, 302, 303, 304]).map((seed) => ({ kind: "seed", seed, scale: 1, days, trials: 0 })),
    ({ seed, ordinary }) => {
      const runs = readPooled().filter((run) => run.seed !== seed)
      const { sessions, falseAlarms, falseAlarmsByReading: byReading, examples, highest } = ordinary
      runs.push({
        seed,
        sessions,
        falseAlarms,
        byReading,
        examples: [...examples],
        highest: Object.fromEntries(Object.entries(highest).map(([reading, peaks]) => [reading, [...peaks]])),
      })
      runs.sort((a, b) => a.seed - b.seed)
      mkdirSync(docs, { recursive: true })
      writeFileSync(pooledFile, `${JSON.stringify(runs, null, 2)}\n`)
    },
  )
  const all = pooledSummary()
  if (all !== null) writeFileSync(new URL("pooled.md", docs), pooledMarkdown(all))
}

const pooledSummary = (): Pooled | null => {
  const runs = readPooled()
  if (runs.length === 0) return null
  const asResults = runs.map(({ seed, sessions, falseAlarms, byReading }) => ({
    seed,
    sessions,
    falseAlarms,
    byReading,
  }))
  const add = (pick: (run: (typeof asResults)[number]) => Record<string, number>) => {
    const total: Record<string, number> = {}
    for (const run of asResults)
      for (const [key, value] of Object.entries(pick(run))) total[key] = (total[key] ?? 0) + value
    return total
  }
  return {
    seeds: asResults.map(({ seed }) => seed),
    sessions: asResults.reduce((total, { sessions }) => total + sessions, 0),
    falseAlarms: add((run) => run.falseAlarms),
    byReading: add((run) => run.byReading),
  }
}

const measure = async () => {
  const trials = values.trials === undefined ? (values.quick ? 3 : 10) : Number(values.trials)
  const scale = values.quick ? 0.12 : 1
  const only = values.only === undefined ? {} : { only: values.only }
  const seeds = seedsOf([111, 112])
  const jobs: Job[] = seeds.map((seed) => ({ kind: "seed", seed, scale, days, trials, ...only }))
  // Calls at the client are counted on a smaller world: each goes through the whole SDK.
  const counted = values.quick ? { scale: 0.01, days: 12 } : { scale: 0.05, days }
  const attack = "walk, one address, 1 a second"
  if (values.only === undefined) jobs.push({ kind: "clientCounts", seed: Math.max(...seeds) + 1, ...counted, attack })
  const { results, counts } = await runAll(jobs)
  const summary = summarise(results, counts)
  const seconds = (performance.now() - startedAt) / 1000
  const name = values.quick ? "quick" : "detection"
  if (values.only === undefined) {
    mkdirSync(docs, { recursive: true })
    const command = `npm run bench:detection${values.quick ? " -- --quick" : ""}`
    const text = toMarkdown(results, counts, values.quick ? null : pooledSummary(), {
      command,
      seconds,
      chart: `${name}.svg`,
    })
    writeFileSync(new URL(`${name}.md`, docs), text)
    writeFileSync(new URL(`${name}.svg`, docs), toSvg(summary))
  }
  for (const [attack, cells] of Object.entries(summary.attacks)) {
    const words = Object.entries(cells).map(
      ([detector, cell]) => `${detector} ${cell.medianExposed} [${Math.round(cell.caughtShare * 100)}]`,
    )
    process.stdout.write(`${attack}: ${words.join(", ")}\n`)
  }
  const { sessions, falseAlarms } = poolOf(results)
  process.stdout.write(
    `${sessions} benign sessions; false alarms ${JSON.stringify(falseAlarms)}; ${seconds.toFixed(0)} s\n`,
  )
  if (values.json) process.stdout.write(`${JSON.stringify(summary)}\n`)
}

await (values.pool ? pool() : measure())
