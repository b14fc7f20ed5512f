/** `npm run bench:detect`: the memory and time that `npx wayseal detect` takes for a log of many visitors. */
import { createHash } from "node:crypto"
import { detectLog } from "../../infra/cli/detect/detect-log.ts"
import { readCommandLine } from "../../infra/command-line.ts"
import { combinedLine, dataOf, detectOptions, start } from "../infra/cli/detect/walked-log.ts"
import { makeRandom } from "./random.ts"

const usage = `npm run bench:detect -- [options]

Checks a generated log twice: once for its memory, which takes longer, and once for its time.

  --lookups N   lines of the log (200000)
  --visitors N  addresses among them, about (126000)
`
const { values: flags } = readCommandLine(usage, {
  options: {
    lookups: { type: "string", default: "200000" },
    visitors: { type: "string", default: "126000" },
  },
})
const lookups = Number(flags.lookups)
const visitors = Number(flags.visitors)
const logSeconds = 10 * 86_400
const ordersPerDay = 10_000
const batchLines = 10_000
/** One lookup of so many is by a walker, and so many lookups of the log are by one after another. */
const lookupsPerStep = 200
const lookupsPerWalker = 20_000
const walkerOf = (index: number): number => 200 * 65_536 + Math.floor(index / lookupsPerWalker)

/** Visitors come back soon, and look at numbers of the last three days. Walkers go from number to number. */
function* linesOfLog(): Generator<string> {
  const random = makeRandom(1)
  let known = 0
  const nextVisitor = (): number => {
    if (known > 0 && !random.chance(visitors / lookups)) return Math.max(0, known - 1 - random.integer(2_000))
    known += 1
    return known
  }
  for (let index = 0; index < lookups; index += 1) {
    const isStep = index % lookupsPerStep === 0
    const visitor = isStep ? walkerOf(index) : nextVisitor()
    const at = start + Math.floor((logSeconds * index) / lookups)
    const days = (at - start) / 86_400 + (isStep ? 0 : 3 * random.uniform())
    const number = isStep ? index / lookupsPerStep : Math.floor(ordersPerDay * days)
    yield combinedLine({
      at,
      ip: `${11 + (visitor >> 16)}.${(visitor >> 8) & 255}.${visitor & 255}.7`,
      agent: "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0",
      reference: `LL-${7_000_000 + number}`,
      status: random.chance(0.03) ? 404 : 200,
    })
  }
}

/** The log, made again each time that it is read, so that it is not in memory itself. */
const log = {
  name: "generated",
  async *lines() {
    let batch: string[] = []
    for (const line of linesOfLog()) {
      batch.push(line)
      if (batch.length < batchLines) continue
      yield batch
      batch = []
    }
    yield batch
  },
}

const bytesInUse = (): number => {
  if (globalThis.gc === undefined) throw new Error("Run it with npm run bench:detect, which lets it collect garbage")
  globalThis.gc()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

const measureMemory = async (): Promise<number> => {
  const before = bytesInUse()
  let most = 0
  await detectLog(
    [log],
    detectOptions({
      onProgress(progress) {
        if (progress.endsWith("% scored")) most = Math.max(most, bytesInUse() - before)
      },
    }),
  )
  return most
}

const measureTime = async () => {
  const before = process.cpuUsage()
  const result = await detectLog([log], detectOptions())
  const { user, system } = process.cpuUsage(before)
  return { seconds: (user + system) / 1e6, result }
}

const run = async (): Promise<void> => {
  const bytes = await measureMemory()
  const { seconds, result } = await measureTime()
  const addresses = result.checked ? new Set([...result.collected.lookups].map(({ network }) => network)).size : 0
  const found = JSON.stringify(dataOf(result))
  process.stdout.write(
    `${lookups} lookups by ${addresses} addresses: ${Math.round(bytes / 1e6)} MB in use, ` +
      `${Math.round(bytes / addresses)} bytes an address, ${Math.round(bytes / lookups)} bytes a lookup. ` +
      `${seconds.toFixed(1)} s of CPU, ${Math.round(lookups / seconds)} lookups a second. ` +
      `${result.checked ? result.walkers.length : 0} walkers; all findings: ${digestOf(found)}.\n`,
  )
}

const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 12)

await run()
