/**
 * `npx wayseal detect <files>`, or `npm run -s detect -- <files>`: runs the detector on an access log, without AWS.
 *
 * Exits with 0 if the log was checked and nothing was found, 1 if walkers were found, 2 if an option is wrong, and 3 if
 * the log was not checked.
 */
import { randomBytes } from "node:crypto"
import { writeFileSync } from "node:fs"
import { Command } from "commander"
import { heavyReaders } from "../../shared/lookups/visitor/heavy-readers.ts"
import { type DetectOptions, type DetectResult, detectLog, unreadableFile } from "./detect/detect-log.ts"
import { addOptions, type Options, readOptions } from "./detect/options.ts"
import { type DenyFormat, deniedAddresses, denyFiles } from "./detect/output/deny-list.ts"
import { exposuresTable } from "./detect/output/exposures-table.ts"
import { makeNames, type Names } from "./detect/output/masking.ts"
import { reportPage } from "./detect/output/report-page.ts"
import { resultAsData } from "./detect/output/result-as-data.ts"
import { resultInWords } from "./detect/output/result-in-words.ts"
import { type LogFile, openLogFile, openStandardInput, UnreadableLog } from "./detect/reading/open-log.ts"

const exitStatus = { nothing: 0, found: 1, wrongOption: 2, notChecked: 3 } as const

/** The command `detect`. It sets the exit status. */
export const detectCommand = (): Command =>
  addOptions(
    new Command("detect")
      .description("Finds who walked along the numbers of a tracking tool, in its access log.")
      .argument("<files...>", "the log: one file or several, packed or not; - is standard input"),
  )
    .addHelpText("after", helpAfter)
    .exitOverride()
    .action(async (files: string[], _, command: Command) => {
      const options = readOptions(command.opts())
      if (typeof options === "string") return command.error(options, { exitCode: exitStatus.wrongOption })
      const result = await checkFiles(files, options)
      deliver(result, options, command)
      process.exitCode = statusOf(result)
    })

const helpAfter = `
Exit status: 0 checked, nothing found; 1 walkers found; 2 wrong option; 3 NOT CHECKED, and why.
Forms that are read: web servers (common, combined), CloudFront, AWS load balancers, Caddy, Traefik, CSV, JSON.
docs/detection.md, section 1, has examples.`

const checkFiles = async (names: readonly string[], options: Options): Promise<DetectResult> => {
  const files: LogFile[] = []
  try {
    for (const name of names) files.push(name === "-" ? await openStandardInput(process.stdin) : openLogFile(name))
  } catch (error) {
    if (!(error instanceof UnreadableLog)) throw error
    return { checked: false, reasons: [unreadableFile(error)], survey: undefined }
  }
  return detectLog(files, detectOptions(options))
}

const detectOptions = (options: Options): DetectOptions => {
  const named = options.reader.map((reader) => ({
    ...reader,
    name: "--reader",
    networks: [reader.network],
    credentials: [],
  }))
  const readers = [...options.parties, { id: "--reader", heavyReaders: named }]
  const retailers = options.parties.filter((party) => party.kind === "retailer")
  return {
    columns: options.columns,
    timeZone: options.timeZone,
    dateOrder: options.dateOrder,
    now: Date.now() / 1000,
    givenReference: options.reference,
    accepted: new Set(options.accept),
    key: options.key ?? randomBytes(32),
    retailers,
    retailer: options.retailer ?? (retailers.length === 1 ? retailers[0]?.id : undefined) ?? "unnamed",
    ordersPerDay: options.ordersPerDay,
    mobileNetworks: options.mobile,
    heavyReaders: heavyReaders((id) => readers.find((reader) => reader.id === id)),
    registrars: readers.filter((registrar) => registrar.heavyReaders.length > 0).map(({ id }) => id),
    onProgress: showProgress(),
  }
}

/** Prints the result, and writes the files that were asked for. */
const deliver = (result: DetectResult, options: Options, command: Command): void => {
  const names = makeNames(result.checked ? result.collected.printed : undefined, options.reveal)
  const data = resultAsData(result, names)
  process.stdout.write(`${options.json ? JSON.stringify(data, null, 2) : resultInWords(data)}\n`)
  for (const { file, text, note } of filesFor(result, options, names)) {
    if (isWritten(file, text)) process.stderr.write(`${note}\n`)
    else command.error(`${file} cannot be written`, { exitCode: exitStatus.wrongOption })
  }
}

const isWritten = (file: string, text: string): boolean => {
  try {
    writeFileSync(file, text)
    return true
  } catch {
    return false
  }
}

type WrittenFile = { readonly file: string; readonly text: string; readonly note: string }

const filesFor = (result: DetectResult, options: Options, names: Names): readonly WrittenFile[] => {
  const { html, exposures, deny, denyFormat } = options
  const page = html === undefined ? [] : [{ file: html, text: reportPage(result, names), note: `${html}: the report` }]
  if (!result.checked) return page
  const { walkers, nameOfRetailer } = result
  return [
    ...page,
    ...(exposures === undefined
      ? []
      : [{ file: exposures, text: exposuresTable(walkers, names, nameOfRetailer), note: `${exposures}: the records` }]),
    ...(deny === undefined ? [] : filesToDeny(deny, denyFormat, result)),
  ]
}

/** What reads the file. */
const denyCommands: Readonly<Record<DenyFormat, (file: string) => string>> = {
  nginx: (file) => `include ${file}; in a block http, server or location`,
  waf: (file) => `aws wafv2 update-ip-set ... --addresses file://${file}`,
  crowdsec: (file) => `cscli decisions import --format json -i ${file}`,
}

const filesToDeny = (
  file: string,
  format: DenyFormat,
  { walkers, collected }: DetectResult & { readonly checked: true },
): readonly WrittenFile[] => {
  const denied = deniedAddresses(walkers, collected)
  const shared = denied.filter(({ otherSessions }) => otherSessions > 0)
  const others = shared.reduce((sum, { otherSessions }) => sum + otherSessions, 0)
  const warning =
    shared.length === 0
      ? "nobody else used them"
      : `${others} other sessions used ${shared.length} of all, so look at these before you refuse them`
  return denyFiles(file, denied, format).map(({ file: name, text, addresses }) => ({
    file: name,
    text,
    note: `${name}: ${addresses} addresses; ${warning}. To use it: ${denyCommands[format](name)}`,
  }))
}

const statusOf = (result: DetectResult): number => {
  if (!result.checked) return exitStatus.notChecked
  return result.walkers.some(({ severity }) => severity === "alert") ? exitStatus.found : exitStatus.nothing
}

const progressMilliseconds = 5_000

/** Shows how far the command is on standard error, every few seconds. */
const showProgress = () => {
  let shownAt = performance.now()
  return (progress: string): void => {
    if (performance.now() - shownAt < progressMilliseconds) return
    shownAt = performance.now()
    process.stderr.write(`${progress}\n`)
  }
}
