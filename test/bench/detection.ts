/** `npm run bench:detection`: ordinary traffic and attacks against Wayseal's detector and others; see `usage`. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { relative } from "node:path"
import { fileURLToPath } from "node:url"
import { deserialize, serialize } from "node:v8"
import { readCommandLine } from "../../infra/command-line.ts"
import { oraclesOfAttacks } from "./oracle.ts"
import { quotedFigures } from "./quoted-figures.ts"
import { toMarkdown } from "./report.ts"
import { toSvg } from "./report-chart.ts"
import { toCsv } from "./report-figures.ts"
import type { Job, SeedResult } from "./run-seed.ts"
import { runJobs } from "./run-workers.ts"
import { type Summary, summarise } from "./summary.ts"
import { makeWorld } from "./world/world.ts"

const usage = `npm run bench:detection -- [options]

Simulates a carrier's ordinary traffic and attacks on it. Measures what Wayseal's detector and five others see of it.
Takes about half an hour on two cores. Writes docs/bench/detection.md, with a picture (.svg), every attack's figures
(.csv) and the figures that documents quote (.json).

  --quick       a sixth of the traffic and one trial, in about two minutes; writes quick.md and its files
  --json        prints the summary as JSON, as the last line
  --seeds A,B   seeds to report on (111,112); never those tuned on, 1 to 9
  --scale X     traffic of every retailer and reader, as a share (0.3, or 0.05 with --quick)
  --trials N    trials per attack and seed (3, or 1 with --quick)
  --only TEXT   only attacks whose name contains the text; writes no files
  --again       runs nothing: makes the files anew from the results that the last run left in dist/bench
`
const { values } = readCommandLine(usage, {
  options: {
    quick: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    seeds: { type: "string" },
    scale: { type: "string" },
    trials: { type: "string" },
    only: { type: "string" },
    again: { type: "boolean", default: false },
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

const worldOf = () => {
  const scale = values.scale === undefined ? (values.quick ? 0.05 : 0.3) : Number(values.scale)
  const trials = values.trials === undefined ? (values.quick ? 1 : 3) : Number(values.trials)
  return { seeds: seedsOf([111, 112]), scale, trials }
}

const oraclesOfFirstSeed = () => {
  const { seeds, scale, trials } = worldOf()
  return oraclesOfAttacks(makeWorld({ seed: seeds[0] ?? 111, scale, days }), trials)
}

const jobsOf = (): Job[] => {
  const { seeds, scale, trials } = worldOf()
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

type Run = Awaited<ReturnType<typeof runJobs>> & { readonly seconds: number }

/** What the last run found, so that a report can be made anew without another half an hour. */
const saved = {
  url: new URL(`../../dist/bench/${values.quick ? "quick" : "detection"}.v8`, import.meta.url),
  write(run: Run): void {
    mkdirSync(new URL(".", this.url), { recursive: true })
    writeFileSync(this.url, serialize(run))
  },
  /** Only a run of this program writes the file. */
  read(): Run {
    return deserialize(readFileSync(this.url))
  },
}

const runAttacksAndTraffic = async (): Promise<Run> => {
  const startedAt = performance.now()
  process.stderr.write(`Takes about ${values.quick ? "two minutes" : "half an hour"}. Progress follows.\n`)
  const found = await runJobs(jobsOf())
  return { ...found, seconds: (performance.now() - startedAt) / 1000 }
}

const measure = async () => {
  const run = values.again ? saved.read() : await runAttacksAndTraffic()
  const { results, counts, seconds } = run
  const oracles = values.only === undefined ? oraclesOfFirstSeed() : {}
  const findings = { results, counts, oracles }
  const summary = summarise(results, counts)
  if (values.only === undefined) {
    if (!values.again) saved.write(run)
    const name = values.quick ? "quick" : "detection"
    const given = process.argv.slice(2).filter((argument) => argument !== "--again")
    const command = ["npm run bench:detection", ...(given.length === 0 ? [] : ["--", ...given])].join(" ")
    const files = { chart: `${name}.svg`, figures: `${name}.csv` }
    write(`${name}.md`, toMarkdown(findings, { command, seconds, isQuick: values.quick, files }))
    write(files.chart, toSvg(summary))
    write(files.figures, toCsv(summary, findings))
    write(`${name}.json`, `${JSON.stringify(quotedFigures(summary, results), undefined, 2)}\n`)
  }
  printFigures(summary, results, seconds)
  if (values.json) process.stdout.write(`${JSON.stringify(summary)}\n`)
}

const printFigures = ({ attacks, ...ordinary }: Summary, results: readonly SeedResult[], seconds: number): void => {
  process.stdout.write(
    "Records shown before the alarm and in all, medians [% of trials caught, % of the rest withheld]:\n",
  )
  for (const [attack, cells] of Object.entries(attacks)) {
    const figures = Object.entries(cells).map(
      ([detector, { shownBefore, shownInAll, caughtShare, stoppedShare, innocentsRefused }]) =>
        `${detector} ${shownBefore}>${shownInAll} [${percent(caughtShare)},${percent(stoppedShare)}] ${innocentsRefused} bystanders`,
    )
    process.stdout.write(`${attack}: ${figures.join("; ")}\n  ${JSON.stringify(ordinary.tools[attack])}\n`)
  }
  for (const { seed, ordinary: found } of results) {
    const { sessions, alarms, refusedSessions, alarmsByCause, refusedByCause, readers, alarmedReaders, examples } =
      found
    const shown = { sessions, alarms, refusedSessions, alarmsByCause, refusedByCause, readers, alarmedReaders }
    for (const [name, value] of Object.entries(shown))
      process.stdout.write(`${seed} ${name} ${JSON.stringify(value)}\n`)
    for (const example of examples) process.stdout.write(`${seed} ${example}\n`)
  }
  const { tools, ...rates } = ordinary
  process.stdout.write(`${JSON.stringify(rates)}; ${seconds.toFixed(0)} s\n`)
}

const percent = (share: number): number => Math.round(share * 100)

mkdirSync(docs, { recursive: true })
await measure()
