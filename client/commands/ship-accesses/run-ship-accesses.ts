import { Readable } from "node:stream"
import * as z from "zod"
import { ownString } from "../../../shared/base/contracts/bounded-string.ts"
import { openLogFile, openLogStream, UnreadableLog } from "../../access-logs/reading/open-log.ts"
import { makeCounting } from "../../access-logs/shipping/count-accesses.ts"
import { followedFile } from "../../access-logs/shipping/followed-file.ts"
import { type KeptPositions, keptPositions } from "../../access-logs/shipping/kept-positions.ts"
import type { LogSource } from "../../access-logs/shipping/log-source.ts"
import { keptReports, numberedReports } from "../../access-logs/shipping/numbered-reports.ts"
import type { ShippedPrefix } from "../../access-logs/shipping/s3-objects.ts"
import { type Sending, sendAccesses, sendEvent, sendUnsent } from "../../access-logs/shipping/send-accesses.ts"
import {
  noCounts,
  type ShippedCounts,
  type Shipping,
  shipLog,
  shipObject,
} from "../../access-logs/shipping/ship-log.ts"
import { accessShipper } from "../../access-logs/shipping/shipped-access.ts"
import {
  type GivenRules,
  type ReadRules,
  RuleInvalid,
  readShippingRules,
} from "../../access-logs/shipping/shipping-rules.ts"
import { type UnreadOfLog, unreadLinesFile, unreadLinesSummary } from "../../access-logs/shipping/unread-lines.ts"
import { identityOf, wholeFile } from "../../access-logs/shipping/whole-file.ts"
import { CommandStopped } from "../../command-line/command-stopped.ts"
import type { Outcome } from "../../command-line/declare-command.ts"
import { exitStatus } from "../../command-line/exit-status.ts"
import { readSettings } from "../../command-line/settings.ts"
import { stopSignal } from "../../command-line/stop-signal.ts"
import type { PartyEvent } from "../../events/build-event.ts"
import type { Transport } from "../../events/transport.ts"
import { readFingerprintKey } from "../../fingerprints/read-fingerprint-key.ts"
import { guardAt } from "../../guard/unjudged-requests.ts"
import { given, type PartyOptions, required, transportOf } from "../party-options.ts"

/** The options as they were typed. */
export type ShipOptions = PartyOptions &
  GivenRules & {
    readonly fingerprintKey?: string
    readonly follow?: true
    readonly guard?: string
    readonly since?: string
    readonly tokens?: string
    readonly positions: string
    readonly unread: string
    readonly dryRun?: true
    readonly ended?: true
  }

/** What a test gives in place of the world. */
export type ShipWorld = {
  readonly transport?: Transport
  readonly signal?: AbortSignal
  readonly input?: NodeJS.ReadableStream
  readonly now?: () => Date
}

/** Ships the logs, and says how many lines it read in a second. */
export async function runShipAccesses(
  names: unknown,
  options: ShipOptions,
  onStep: (step: string) => void,
  world: ShipWorld = {},
): Promise<Outcome> {
  const logs = z.array(ownString()).parse(names)
  const signal = world.signal ?? stopSignal()
  const rules = { ...rulesOf(options), key: keyOf(options) }
  const transport = options.dryRun === true ? nowhere : (world.transport ?? (await transportOf(options)))
  const visitors = options.dryRun === true ? undefined : await openTokens(options.tokens, secondsIn(world))
  const positions = options.dryRun === true ? forgotten : keptPositions(options.positions)
  const { sending, reports, counting } = numberingOf(logs.length, options, { transport, signal, onWait: warn })
  const counts = noCounts()
  const { accessOf, isReferenceFound } = noticingReferences(accessShipper({ ...rules, visitors }))
  const unread = unreadLinesSummary()
  const startedAt = performance.now()
  const shipping: Shipping = {
    columns: rules.columns,
    times: rules.times,
    accessOf,
    send: (accesses) => sendAccesses(accesses, { ...sending, reports }),
    positions,
    unread: options.dryRun === true ? unread : unreadLinesFile(options.unread),
    keepVisitors: () => visitors?.commit(),
    now: () => secondsIn(world),
    counts,
    ...(options.follow === true ? { onCaughtUp: counting.caughtUp } : {}),
    onShipped: (source) => onStep(`${source}: ${shown(counts.lines)} lines shipped so far`),
  }
  try {
    await sendUnsent(reports, sending)
    if (options.ended === true) await counting.end()
    else await shipAll(logs, { shipping, options, signal, onStep, input: world.input })
  } finally {
    visitors?.close()
  }
  const shipped = { counts, isReferenceFound: isReferenceFound(), unreadOfLogs: unread.logs() }
  return outcomeOf({ ...shipped, seconds: (performance.now() - startedAt) / 1_000 }, options)
}

const secondsIn = ({ now }: ShipWorld): number => (now?.().getTime() ?? Date.now()) / 1_000

/** Makes the same accesses, and says whether any record named a reference. */
function noticingReferences(accessOf: Shipping["accessOf"]) {
  let isFound = false
  const noticing: Shipping["accessOf"] = (record, at) => {
    const shipped = accessOf(record, at)
    isFound ||= shipped !== "other"
    return shipped
  }
  return { accessOf: noticing, isReferenceFound: () => isFound }
}

/** Who starts the command has to know at once that nothing is taken, also where nobody watches. */
const warn = (sentence: string): void => void process.stderr.write(`${sentence}\n`)

async function openTokens(option: string | undefined, nowSeconds: number) {
  const path = given(option, "WAYSEAL_TOKENS", readSettings())
  if (path === undefined) return undefined
  return (await import("../../enforcement/token-store.ts")).openTokenStore(path, nowSeconds)
}

type One = {
  readonly shipping: Shipping
  readonly options: ShipOptions
  readonly signal: AbortSignal
  readonly onStep: (step: string) => void
  readonly input: NodeJS.ReadableStream | undefined
}

/** @throws CommandStopped also when a log cannot be read */
async function shipAll(logs: readonly string[], one: One): Promise<void> {
  try {
    await Promise.all(logs.map((log) => shipOne(log, one)))
  } catch (error) {
    if (error instanceof UnreadableLog) throw new CommandStopped("unusableFile", `${error.message}: ${error.advice}.`)
    throw error
  }
}

async function shipOne(log: string, { shipping, options, signal, onStep, input = process.stdin }: One): Promise<void> {
  const follow = options.follow === true
  const announce = ({ name }: LogSource): void => onStep(`${name}: reading`)
  const ship = (source: LogSource): Promise<void> => {
    announce(source)
    return shipLog(source, shipping)
  }
  const shipFromBucket = (source: LogSource): Promise<boolean> => {
    announce(source)
    return shipObject(source, shipping)
  }
  if (log.startsWith("s3://")) return shipBucket(log, { ship: shipFromBucket, shipping, options, signal })
  if (log === "-") return ship(wholeFile(openLogStream("standard input", readable(input)), undefined))
  if (follow) return ship(followedFile(log, { signal }))
  return ship(wholeFile(openLogFile(log), identityOf(log)))
}

async function shipBucket(
  log: string,
  { ship, shipping, options, signal }: Pick<One, "shipping" | "options" | "signal"> & Pick<ShippedPrefix, "ship">,
): Promise<void> {
  const [, bucketName = "", prefix = ""] = /^s3:\/\/([^/]+)(?:\/(.*))?$/s.exec(log) ?? []
  const [{ loadLogBucket }, { shipPrefix }, { awsSettings }] = await Promise.all([
    import("../../access-logs/shipping/load-log-bucket.ts"),
    import("../../access-logs/shipping/s3-objects.ts"),
    import("../../command-line/aws-settings.ts"),
  ])
  await shipPrefix({
    name: log,
    prefix,
    bucket: await loadLogBucket(bucketName, awsSettings(readSettings())),
    positions: shipping.positions,
    since: sinceOf(options.since),
    ship,
    ...(options.follow === true ? { following: { signal } } : {}),
    ...(shipping.onCaughtUp === undefined ? {} : { onCaughtUp: shipping.onCaughtUp }),
  })
}

function readable(input: NodeJS.ReadableStream) {
  return input instanceof Readable ? input : Readable.from(input)
}

const dayMilliseconds = 86_400_000

function sinceOf(text: string | undefined): Date {
  const since = text === undefined ? new Date(Date.now() - dayMilliseconds) : new Date(text)
  if (Number.isNaN(since.getTime()))
    throw new CommandStopped("wrongUsage", "--since takes a time such as 2026-11-01T00:00Z.")
  return since
}

/** The options, read. A value that is wrong is named by its option. */
function rulesOf(options: ShipOptions): ReadRules {
  try {
    return readShippingRules(options)
  } catch (error) {
    if (!(error instanceof RuleInvalid)) throw error
    const option = error.rule.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    throw new CommandStopped("wrongUsage", `--${option} ${error.reason}. See --help.`)
  }
}

const keyOf = ({ fingerprintKey }: ShipOptions): Uint8Array =>
  readFingerprintKey(required(fingerprintKey, "--fingerprint-key", "WAYSEAL_FINGERPRINT_KEY", readSettings()))

/** What a dry run sends to. */
const nowhere: Transport = {
  limits: { items: 10, bytes: 255 * 1024 },
  sizeOf: ({ detail }) => detail.length,
  send: async (events) => events.map(() => ({ outcome: "accepted", eventBridgeId: "none" })),
}

/** The numbers of the reports, and the counts, of this program. */
function numberingOf(sources: number, { dryRun, positions, guard }: ShipOptions, sending: Sending) {
  const reports = numberedReports(keptReports(dryRun === true ? forgotten : keptPositions(reportsPath(positions))))
  const askGuard = guard === undefined ? undefined : guardAt(guardUrlOf(guard))
  const send = (event: PartyEvent) => sendEvent(event, sending)
  return { sending, reports, counting: makeCounting(reports, { sources, send, askGuard }) }
}

function guardUrlOf(guard: string): URL {
  const url = URL.parse(guard)
  if (url?.protocol === "http:" || url?.protocol === "https:") return url
  throw new CommandStopped("wrongUsage", "--guard takes an address such as http://127.0.0.1:9180.")
}

/** The numbers are kept beside the positions. */
const reportsPath = (positions: string): string => positions.replace(/(\.json)?$/, ".reports.json")

/** A dry run reads all, and keeps nothing. */
const forgotten: KeptPositions = { get: () => undefined, keep: async () => {} }

type Shipped = {
  readonly counts: ShippedCounts
  readonly isReferenceFound: boolean
  /** Of a dry run. Otherwise a file names all of them. */
  readonly unreadOfLogs: readonly UnreadOfLog[]
  readonly seconds: number
}

const shown = (count: number): string => count.toLocaleString("en-US")

function outcomeOf({ counts, isReferenceFound, unreadOfLogs, seconds }: Shipped, options: ShipOptions): Outcome {
  const { unread, dryRun, reference } = options
  const linesPerSecond = Math.round(counts.lines / Math.max(seconds, 0.001))
  const text = [
    `${shown(counts.lines)} lines in ${seconds.toFixed(1)} seconds: ${shown(linesPerSecond)} lines a second.`,
    `${shown(counts.accesses)} lookups ${dryRun === true ? "would be sent" : "sent"}, ${shown(counts.others)} other lines.`,
    // A line that could not be read may name one.
    !isReferenceFound && counts.unread === 0 && counts.others > 0
      ? `No line names a reference${reference === undefined ? ". Say with --reference where it is" : " there"}.`
      : "",
    counts.unread === 0
      ? ""
      : `${shown(counts.unread)} lines could not be read${dryRun === true ? "" : `; ${unread} says which and why`}.`,
    ...unreadInWords(unreadOfLogs),
  ]
  return {
    data: { ...counts, seconds, linesPerSecond, ...(dryRun === true ? { unreadOfLogs } : {}) },
    text: `${text.filter((line) => line !== "").join("\n")}\n`,
    status: counts.unread === 0 ? exitStatus.fine : exitStatus.needsPerson,
  }
}

/** Most logs whose unread lines the text names. */
const namedLogs = 10

/** The first unread lines of each log, by number and reason. Never a line itself. */
function unreadInWords(logs: readonly UnreadOfLog[]): readonly string[] {
  const named = logs
    .slice(0, namedLogs)
    .flatMap(({ source, count, first }) => [
      `${source}: ${shown(count)} ${count === 1 ? "line" : "lines"}${count > first.length ? ", the first of them" : ""}`,
      ...first.map(({ line, reason }) => `  line ${line} ${reason}`),
    ])
  return logs.length > namedLogs ? [...named, `And of ${logs.length - namedLogs} further logs.`] : named
}
