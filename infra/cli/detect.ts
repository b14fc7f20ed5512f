/**
 * `npm run detect -- <file>`: runs the detector on an access log, without AWS. `-` reads standard input; a file whose
 * name ends in .gz is unpacked. Anomalies go to standard output, one JSON object a line. Progress and the summary go to
 * standard error.
 *
 * Exits with 0, or with 2 if an option is wrong or the log cannot be read to its end.
 */
import { randomBytes } from "node:crypto"
import { createReadStream, readFileSync, statSync } from "node:fs"
import { createGunzip } from "node:zlib"
import * as z from "zod"
import { networkMatcher } from "../../shared/lookups/visitor/client-network.ts"
import { parties, type Retailer } from "../../shared/parties/party.ts"
import { fail, readCommandLine } from "../command-line.ts"
import { makeLogLearner } from "./detect/learn-from-log.ts"
import {
  explainUnreadableJson,
  jsonLineReader,
  type LineReader,
  webServerLineReader,
} from "./detect/read-access-line.ts"
import { makeDetection, summaryTable } from "./detect/run-detection.ts"

const usage = `usage: npm run detect -- <file|-> [options]
--pattern json|common|combined   form of the lines; default json: one access event a line
--reference REGEX                finds the reference in the path and query of web-server lines, as its first group
--retailer ID                    retailer of lines that do not name one
--parties FILE                   parties.json, for the retailers' reference formats and daily orders; default: learned
--orders-per-day NUMBER          orders a day of retailers that are not in parties.json; default: learned
--mobile CIDR,CIDR               networks that many people share, such as those of mobile carriers
--key FILE                       key of the fingerprints; default: random`

const { values, positionals } = readCommandLine(usage, {
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

/** The value that `make` returns. If it throws, the command ends with the reason. */
const valid = <Value>(make: () => Value, reason: (error: unknown) => string): Value => {
  try {
    return make()
  } catch (error) {
    return fail(reason(error))
  }
}

const retailersOf = (file: string | undefined): Retailer[] => {
  if (file === undefined) return []
  const read = valid(
    () => readFileSync(file, "utf8"),
    () => `--parties: ${file} cannot be read`,
  )
  const known = valid(
    () => parties.parse(JSON.parse(read)).parties,
    (error) => {
      const issue = error instanceof z.ZodError ? error.issues[0] : undefined
      return `--parties: ${file} is not a list of parties${issue === undefined ? "" : `: ${issue.path.join(".")}: ${issue.message}`}`
    },
  )
  return known.filter((party) => party.kind === "retailer")
}

const keyOf = (file: string | undefined): Uint8Array =>
  file === undefined
    ? randomBytes(32)
    : valid(
        () => readFileSync(file),
        () => `--key: ${file} cannot be read`,
      )

const paceOf = (given: string | undefined): number | undefined => {
  if (given === undefined) return undefined
  const pace = Number(given)
  return pace > 0 ? pace : fail("--orders-per-day must be a number above 0")
}

const referenceOf = (given: string): RegExp => {
  const reference = valid(
    () => new RegExp(given),
    (error) => `--reference: ${error instanceof Error ? error.message : String(error)}`,
  )
  // A match of the empty text has one place for each group.
  const groups = (new RegExp(`${given}|`).exec("")?.length ?? 1) - 1
  return groups > 0 ? reference : fail("--reference needs a group in parentheses around the reference itself")
}

const networksOf = (given: string): string[] => {
  const networks = given.split(",").filter((network) => network !== "")
  for (const network of networks) {
    valid(
      () => networkMatcher(network),
      () => `--mobile: ${network} is not a network such as 100.64.0.0/10`,
    )
  }
  return networks
}

const [file = fail(usage), ...more] = positionals
if (more.length > 0) fail("give one log; for several, in order of time: zcat -f access.log.* | npm run -s detect -- -")
const retailers = retailersOf(values.parties)
const learner = makeLogLearner(retailers, paceOf(values["orders-per-day"]))
const readerOptions = {
  key: keyOf(values.key),
  retailers: {
    numberOf: learner.numberOf,
    formatOf: (retailer: string) =>
      retailers.find(({ id, alias }) => id === retailer || alias === retailer)?.referenceFormat,
  },
  retailer: values.retailer,
  mobileNetworks: networksOf(values.mobile),
}

const readerFor = (pattern: string): LineReader => {
  if (pattern === "json") return jsonLineReader(readerOptions)
  if (pattern === "common" || pattern === "combined") {
    return webServerLineReader({ ...readerOptions, reference: referenceOf(values.reference) })
  }
  return fail("--pattern must be json, common or combined")
}

const detection = makeDetection({
  read: readerFor(values.pattern),
  explainUnreadable:
    values.pattern === "json" ? explainUnreadableJson : () => `is not a web-server line of the ${values.pattern} form`,
  learner,
  report: (anomaly) => process.stdout.write(`${JSON.stringify(anomaly)}\n`),
  milliseconds: () => performance.now(),
})

/** The log, unpacked, and the share of it that has been read; null where its size is not known. */
const openLog = (): { chunks: AsyncIterable<string>; shareRead: () => number | null } => {
  if (file === "-") return { chunks: process.stdin.setEncoding("utf8"), shareRead: () => null }
  const known = statSync(file, { throwIfNoEntry: false })
  if (known?.isDirectory() === true) fail(`${file} is a directory`)
  const size = known?.size ?? fail(`there is no file ${file}`)
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

const readLog = async () => {
  let rest = ""
  for await (const chunk of chunks) {
    const lines = `${rest}${chunk}`.split("\n")
    rest = lines.pop() ?? ""
    for (const line of lines) detection.take(line)
    showProgress()
  }
  if (rest !== "") detection.take(rest)
}

const stoppedBy = await readLog().catch((error: unknown) => (error instanceof Error ? error.message : String(error)))
const summary = detection.summary()
process.stderr.write(`${summaryTable(summary)}\n`)
if (stoppedBy !== undefined) fail(`${file} could not be read beyond line ${summary.lines}: ${stoppedBy}`)
