/** `npx wayseal detect <files>`: runs the detector on an access log, without AWS. */
import { randomBytes } from "node:crypto"
import { accessSync, constants, existsSync, statSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import type { Command } from "commander"
import * as z from "zod"
import {
  type LogFile,
  openLogFile,
  openStandardInput,
  UnreadableLog,
} from "../../client/access-logs/reading/open-log.ts"
import { CommandStopped } from "../../client/command-line/command-stopped.ts"
import { declareCommand, type Outcome } from "../../client/command-line/declare-command.ts"
import { type ExitStatus, exitStatus } from "../../client/command-line/exit-status.ts"
import { heavyReaders } from "../../shared/watch/lookups/visitor/heavy-readers.ts"
import { type DetectOptions, type DetectResult, detectLog, unreadableFile } from "./detect/detect-log.ts"
import { addOptions, type Options, readOptions } from "./detect/options.ts"
import { type DenyFormat, deniedAddresses, denyFiles } from "./detect/output/deny-list.ts"
import { exposuresTable } from "./detect/output/exposures-table.ts"
import { makeNames, type Names } from "./detect/output/masking.ts"
import { reportPage } from "./detect/output/report-page.ts"
import { resultAsData } from "./detect/output/result-as-data.ts"
import { resultInWords } from "./detect/output/result-in-words.ts"

export const detectCommand = (): Command =>
  declareCommand({
    name: "detect",
    description: "Finds who walked along the numbers of a tracking tool, in its access log.",
    form: (command) =>
      addOptions(command.argument("<files...>", "the log: one file or several, packed or not; - is standard input")),
    details: `Forms that are read: web servers (common, combined), CloudFront, AWS load balancers, HAProxy, Caddy,
Traefik, CSV, JSON.
docs/detection.md, section 1, has examples.`,
    examples: [
      "npx wayseal detect access.log",
      "npx wayseal detect access.log.* --reference '/track/{reference}' --html report.html",
      "zcat access.log.gz | npx wayseal detect - --json",
    ],
    statuses: { 0: "checked, nothing found", 1: "walkers found", 3: "NOT CHECKED, and why" },
    run: async ({ options: given, args, onStep }) => {
      const options = readOptions(given)
      requireWritable(options)
      const result = await checkFiles(z.array(z.string()).parse(args[0]), options, onStep)
      return deliver(result, options)
    },
  })

const checkFiles = async (
  names: readonly string[],
  options: Options,
  onProgress: (progress: string) => void,
): Promise<DetectResult> => {
  const files: LogFile[] = []
  try {
    for (const name of names) files.push(name === "-" ? await openStandardInput(process.stdin) : openLogFile(name))
  } catch (error) {
    if (!(error instanceof UnreadableLog)) throw error
    return { checked: false, reasons: [unreadableFile(error)], survey: undefined }
  }
  return detectLog(files, { ...detectOptions(options), onProgress })
}

const detectOptions = (options: Options): Omit<DetectOptions, "onProgress"> => {
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
    heavyReaders: heavyReaders(),
    registrars: new Map(readers.filter(({ heavyReaders: own }) => own.length > 0).map((reader) => [reader.id, reader])),
  }
}

/** A file that cannot be written is found before a long log is read. */
const requireWritable = ({ html, exposures, deny }: Options): void => {
  for (const file of [html, exposures, deny]) {
    if (file === undefined) continue
    try {
      accessSync(dirname(file), constants.W_OK)
      if (existsSync(file)) accessSync(file, constants.W_OK)
    } catch {
      throw new CommandStopped("unusableFile", `${file} cannot be written. Nothing was checked.`)
    }
    if (existsSync(file) && statSync(file).isDirectory())
      throw new CommandStopped("unusableFile", `${file} is a folder. Name a file.`)
  }
}

/** The result, after the files that were asked for are written. */
const deliver = (result: DetectResult, options: Options): Outcome => {
  const names = makeNames(result.checked ? result.collected.printed : undefined, options.reveal)
  const data = resultAsData(result, names)
  for (const { file, text, note } of filesFor(result, options, names)) {
    writeFileSync(file, text)
    process.stderr.write(`${note}\n`)
  }
  return { data, text: `${resultInWords(data)}\n`, status: statusOf(result) }
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

const statusOf = (result: DetectResult): ExitStatus => {
  if (!result.checked) return exitStatus.notDone
  return result.walkers.some(({ severity }) => severity === "alert") ? exitStatus.needsPerson : exitStatus.fine
}
