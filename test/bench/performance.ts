/** `npm run bench:performance`: the bundled functions beside two twins written by the book; see `usage`. */
import { mkdirSync, writeFileSync } from "node:fs"
import { relative } from "node:path"
import { fileURLToPath } from "node:url"
import { readCommandLine } from "../../infra/command-line.ts"
import { measurePasses } from "./performance/measure-passes.ts"
import { toSvg } from "./performance/performance-chart.ts"
import { toMarkdown, toText } from "./performance/performance-report.ts"
import { summarise } from "./performance/performance-summary.ts"
import { allSizes, quickSizes, runLargeCases } from "./performance/run-large-cases.ts"

const usage = `npm run bench:performance -- [options]

Bundles the functions and two twins that are written by the book: middy, Powertools, zod and the document client. One
does less, one keeps the same promises. Runs all by turns in fresh processes, against a stub that counts calls and units. Writes
docs/bench/performance.md and performance.svg. Then measures large cases; the one of a million exposures takes some
minutes and 6 GB of memory.

  --quick      fewer passes and rounds, in about two minutes; writes quick-performance.md and quick-performance.svg
  --json       prints the summary as JSON, as the last line
  --passes N   times that all run (9, or 3 with --quick)
`
const { values } = readCommandLine(usage, {
  options: {
    quick: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    passes: { type: "string" },
  },
})

const docs = new URL("../../docs/bench/", import.meta.url)

const write = (name: string, content: string): void => {
  const path = new URL(name, docs)
  writeFileSync(path, content)
  process.stderr.write(`Wrote ${relative(process.cwd(), fileURLToPath(path))}\n`)
}

const measure = async (): Promise<void> => {
  const startedAt = performance.now()
  const passes = values.passes === undefined ? (values.quick ? 3 : 9) : Number(values.passes)
  const rounds = values.quick ? { ofAccesses: 3, ofOthers: 12 } : { ofAccesses: 6, ofOthers: 60 }
  const measured = await measurePasses({ passes, rounds, observedSeconds: values.quick ? 60 : 3_600 }, (text) => {
    process.stderr.write(`${text}\n`)
  })
  const largeCases = await runLargeCases(values.quick ? quickSizes : allSizes, (text) => {
    process.stderr.write(`${text}\n`)
  })
  const summary = summarise(measured, largeCases)
  const name = values.quick ? "quick-performance" : "performance"
  const command = `npm run bench:performance${values.quick ? " -- --quick" : ""}`
  const seconds = (performance.now() - startedAt) / 1000
  mkdirSync(docs, { recursive: true })
  write(`${name}.md`, toMarkdown(summary, { command, seconds, passes, chart: `${name}.svg` }))
  write(`${name}.svg`, toSvg(summary))
  process.stdout.write(toText(summary))
  if (values.json) process.stdout.write(`${JSON.stringify(summary)}\n`)
}

await measure()
