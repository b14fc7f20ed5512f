/** `npm run bench:detection`: ordinary traffic and attacks against Wayseal's detector and others; see `usage`. */
import { mkdirSync, writeFileSync } from "node:fs"
import { relative } from "node:path"
import { fileURLToPath } from "node:url"
import { readCommandLine } from "../../infra/command-line.ts"
import { addPooledRun, readPool } from "./pooled-runs.ts"
import { pooledMarkdown, toMarkdown } from "./report.ts"
import { toSvg } from "./report-chart.ts"
import type { Job, SeedResult } from "./run-seed.ts"
import { runJobs } from "./run-workers.ts"
import { poolOfResults, type Summary, summarise } from "./summary.ts"

const usage = `npm run bench:detection -- [options]

Simulates a carrier's ordinary traffic and attacks on it. Measures what Wayseal's detector and nine others see of it.
Takes about ten minutes. Writes docs/bench/detection.md and detection.svg.

  --quick       an eighth of the traffic and fewer trials, in about a minute; writes quick.md and quick.svg
  --json        prints the summary as JSON, as the last line
  --seeds A,B   seeds to report on (111,112); never those tuned on, 1 to 9
  --trials N    trials per attack and seed (10, or 3 with --quick)
  --only TEXT   only attacks whose name contains the text; writes no files
  --pool        ordinary traffic alone, of seeds used for nothing else (301,302,303,304); adds to docs/bench/pooled.json
`
const { values } = readCommandLine(usage, {
  options: {
    quick: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    seeds: { type: "string" },
    trials: { type: "string" },
    pool: { type: "boolean", default: false },
    only: { type: "string" },
    help: { type: "boolean", default: false },
  },
})

const days = 32
const docs = new URL("../../docs/bench/", import.meta.url)

const seedsOf = (fallback: readonly number[]): number[] =>
  values.seeds === undefined ? [...fallback] : values.seeds.split(",").map(Number)

const write = (name: string, content: string): void => {
  const path = new URL(name, docs)
  writeFileSync(path, content)
  process.stderr.write(`Wrote ${relative(process.cwd(), fileURLToPath(path))}\n`)
}

const pool = async () => {
  await runJobs(
    seedsOf([301, 302, 303, 304]).map((seed) => ({ kind: "seed", seed, scale: 1, days, trials: 0 })),
    addPooledRun,
  )
  const pooled = readPool()
  if (pooled !== null) write("pooled.md", pooledMarkdown(pooled))
}

const jobsOf = (): Job[] => {
  const trials = values.trials === undefined ? (values.quick ? 3 : 10) : Number(values.trials)
  const scale = values.quick ? 0.12 : 1
  const seeds = seedsOf([111, 112])
  const { only } = values
  if (only !== undefined) return seeds.map((seed) => ({ kind: "seed", seed, scale, days, trials, only }))
  // Each call at the client goes through the whole SDK, so they are counted in a smaller world.
  const smaller = values.quick ? { scale: 0.01, days: 12 } : { scale: 0.05, days }
  const attack = "walk, one address, 1 a second"
  return [
    ...seeds.map((seed): Job => ({ kind: "seed", seed, scale, days, trials })),
    { kind: "clientCounts", seed: Math.max(...seeds) + 1, ...smaller, attack },
  ]
}

const measure = async () => {
  const startedAt = performance.now()
  process.stderr.write(`Takes about ${values.quick ? "a minute" : "ten minutes"}. Progress follows.\n`)
  const { results, counts } = await runJobs(jobsOf())
  const seconds = (performance.now() - startedAt) / 1000
  const summary = summarise(results, counts)
  if (values.only === undefined) {
    const name = values.quick ? "quick" : "detection"
    const command = `npm run bench:detection${values.quick ? " -- --quick" : ""}`
    const pooled = values.quick ? null : readPool()
    write(`${name}.md`, toMarkdown({ results, counts, pooled }, { command, seconds, chart: `${name}.svg` }))
    write(`${name}.svg`, toSvg(summary))
  }
  printFigures(summary, results, seconds)
  if (values.json) process.stdout.write(`${JSON.stringify(summary)}\n`)
}

const printFigures = (summary: Summary, results: readonly SeedResult[], seconds: number): void => {
  process.stdout.write("Records shown before the alarm, median [% of trials caught]:\n")
  for (const [attack, cells] of Object.entries(summary.attacks)) {
    const figures = Object.entries(cells).map(
      ([detector, cell]) => `${detector} ${cell.medianExposed} [${Math.round(cell.caughtShare * 100)}]`,
    )
    process.stdout.write(`${attack}: ${figures.join(", ")}\n`)
  }
  const { sessions, falseAlarms } = poolOfResults(results)
  process.stdout.write(
    `${sessions} benign sessions; false alarms ${JSON.stringify(falseAlarms)}; ${seconds.toFixed(0)} s\n`,
  )
}

if (values.help) process.stdout.write(usage)
else {
  mkdirSync(docs, { recursive: true })
  await (values.pool ? pool() : measure())
}
