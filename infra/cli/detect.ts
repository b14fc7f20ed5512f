/**
 * `npm run detect -- <file>`: tries the detector on an access log, without AWS; `-` reads standard input, a name that ends in .gz is
 * unpacked. Anomalies go to standard output, one JSON object a line, progress and the summary to standard error.
 *
 * --pattern json|common|combined   form of the lines (json: one access event a line)
 * --reference REGEX                finds the reference in path and query of web-server lines; the first group is the reference
 * --retailer ID                    retailer of lines that name none
 * --parties FILE                   reference formats and daily orders of retailers (parties.json); without it, both are learned or unknown
 * --orders-per-day NUMBER          assumed where the file of parties does not say
 * --mobile CIDR,CIDR               networks of mobile carriers and other addresses that many people share
 * --key FILE                       key of the fingerprints; random unless given
 */
import { randomBytes } from "node:crypto"
import { createReadStream, readFileSync, statSync } from "node:fs"
import { parseArgs } from "node:util"
import { createGunzip } from "node:zlib"
import { parties, type Retailer } from "../../shared/domain/party.ts"
import { makeLogLearner } from "./detect/learn-from-log.ts"
import { jsonLineReader, type LineReader, webServerLineReader } from "./detect/read-access-line.ts"
import { makeDetection, summaryTable } from "./detect/run-detection.ts"

const usage = "usage: npm run detect -- <file|-> [--pattern json|common|combined] [--reference REGEX] [--parties FILE]"

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    pattern: { type: "string", default: "json" },
    reference: { type: "string", default: "[?&/](?:tracking|track|reference|order|number|ref)[=/]([A-Za-z0-9%_-]+)" },
    retailer: { type: "string", default: "retailer" },
    parties: { type: "string" },
    "orders-per-day": { type: "string" },
    mobile: { type: "string", default: "" },
    key: { type: "string" },
  },
})

const fail = (message: string): never => {
  process.stderr.write(`${message}\n`)
  process.exit(2)
}

const retailersOf = (file: string | undefined): Retailer[] =>
  file === undefined
    ? []
    : parties.parse(JSON.parse(readFileSync(file, "utf8"))).parties.filter((party) => party.kind === "retailer")

const file = positionals[0] ?? fail(usage)
const retailers = retailersOf(values.parties)
const pace = values["orders-per-day"]
const learner = makeLogLearner(retailers, pace === undefined ? undefined : Number(pace))
const readerOptions = {
  key: values.key === undefined ? randomBytes(32) : readFileSync(values.key),
  retailers: {
    numberOf: learner.numberOf,
    formatOf: (retailer: string) =>
      retailers.find(({ id, alias }) => id === retailer || alias === retailer)?.referenceFormat,
  },
  retailer: values.retailer,
  mobileNetworks: values.mobile.split(",").filter((network) => network !== ""),
}

const readerFor = (pattern: string): LineReader => {
  if (pattern === "json") return jsonLineReader(readerOptions)
  if (pattern === "common" || pattern === "combined") {
    return webServerLineReader({ ...readerOptions, reference: new RegExp(values.reference) })
  }
  return fail(`${usage}\nthe pattern must be json, common or combined`)
}

const detection = makeDetection({
  read: readerFor(values.pattern),
  learner,
  report: (anomaly) => process.stdout.write(`${JSON.stringify(anomaly)}\n`),
  milliseconds: () => performance.now(),
})

/** The log, unpacked, and how much of it has been read: a share where its size is known, otherwise null. */
const openLog = (): { chunks: AsyncIterable<string>; shareRead: () => number | null } => {
  if (file === "-") return { chunks: process.stdin.setEncoding("utf8"), shareRead: () => null }
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? fail(`there is no file ${file}`)
  const bytes = createReadStream(file, { highWaterMark: 1 << 20 })
  const unpacked = file.endsWith(".gz") ? bytes.pipe(createGunzip({ chunkSize: 1 << 20 })) : bytes
  return { chunks: unpacked.setEncoding("utf8"), shareRead: () => bytes.bytesRead / Math.max(1, size) }
}

const { chunks, shareRead } = openLog()
const progressMilliseconds = 5_000
let shownAt = performance.now()
const showProgress = () => {
  if (performance.now() - shownAt < progressMilliseconds) return
  shownAt = performance.now()
  const { lines, lookupsPerSecond } = detection.summary()
  const share = shareRead()
  const read = share === null ? "" : `${Math.round(share * 100)} %, `
  process.stderr.write(`${read}${lines} lines, ${lookupsPerSecond} lookups/s\n`)
}

let rest = ""
for await (const chunk of chunks) {
  const lines = `${rest}${chunk}`.split("\n")
  rest = lines.pop() ?? ""
  for (const line of lines) detection.take(line)
  showProgress()
}
if (rest !== "") detection.take(rest)
process.stderr.write(`${summaryTable(detection.summary())}\n`)
