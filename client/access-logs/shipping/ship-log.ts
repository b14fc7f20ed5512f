import { CommandStopped } from "../../command-line/command-stopped.ts"
import { csvName } from "../formats/csv-lines.ts"
import type { LineReader, LogFormat, LogRecord, RecordSink } from "../formats/log-record.ts"
import type { FieldMeaning } from "../formats/named-fields.ts"
import { type TimeReader, timeFault } from "../reading/log-time.ts"
import { UnknownForm } from "../reading/open-log.ts"
import { isText, recognisedLines, recogniseFormat } from "../reading/recognise-format.ts"
import type { KeptPositions } from "./kept-positions.ts"
import type { LineAccess } from "./line-access.ts"
import { type LogPosition, type LogSource, logPosition } from "./log-source.ts"
import type { RejectedAccess } from "./send-accesses.ts"
import type { ShippedAccess } from "./shipped-access.ts"
import type { UnreadLine, UnreadLines } from "./unread-lines.ts"

/** What a log is shipped with. */
export type Shipping = {
  readonly columns: ReadonlyMap<FieldMeaning, string>
  readonly times: TimeReader
  /** The access of a record at a time in epoch seconds. */
  readonly accessOf: (record: LogRecord, at: number) => ShippedAccess
  /** Sends accesses until the hub has them. Returns those that it will never take. */
  readonly send: (accesses: readonly LineAccess[]) => Promise<readonly RejectedAccess[]>
  readonly positions: KeptPositions
  readonly unread: UnreadLines
  /** Makes durable what was noted of visitors. Their tokens are sent after that. */
  readonly keepVisitors: () => void
  /** Epoch seconds. */
  readonly now: () => number
  readonly counts: ShippedCounts
  /** Is called when the hub has a round of a source. */
  readonly onShipped?: (source: string) => void
  /** Is called when a source was read to its end at a time, in epoch milliseconds, and the hub has all of it. */
  readonly onCaughtUp?: (source: string, at: number) => Promise<void>
}

/** What became of the lines. */
export type ShippedCounts = {
  lines: number
  /** Lookups that the hub has. */
  accesses: number
  /** Requests for something else, comments and headers. */
  others: number
  /** Lines that are named in the file of unread lines. */
  unread: number
}

export const noCounts = (): ShippedCounts => ({ lines: 0, accesses: 0, others: 0, unread: 0 })

/** As many accesses are sent together, in several events. */
const accessesPerRound = 5_000
/** A position is kept after as many lines, even if none is a lookup. */
const linesPerRound = 50_000

/** What was read since the last round was sent. */
type Round = { readonly accesses: LineAccess[]; readonly unread: UnreadLine[]; lines: number; others: number }
const emptyRound = (): Round => ({ accesses: [], unread: [], lines: 0, others: 0 })

/**
 * Ships a source from where it stopped, to its end. While one round is sent, the next one is read, and no more, so a
 * busy hub slows the reading down. The position is kept once the hub has a round: after a crash in between, the same
 * accesses are sent again under the same ids.
 *
 * @throws UnknownForm when the log has none of the forms that are read
 * @throws CommandStopped when `--columns` does not fit the log, or the hub takes nothing
 */
export async function shipLog(source: LogSource, shipping: Shipping): Promise<void> {
  const from = shipping.positions.get(source.name, logPosition)
  const reading = makeReading(source.name, shipping, from?.header)
  let inFlight: Promise<void> = Promise.resolve()
  const settle = async (position: LogPosition): Promise<void> => {
    const round = reading.takeRound()
    shipping.keepVisitors()
    await inFlight
    inFlight = sendRound(source.name, shipping, round, { ...position, ...reading.header() })
    // It is awaited before the next round, and at the end.
    inFlight.catch(() => {})
  }
  try {
    let unsettled: LogPosition | undefined
    for await (const { lines, position, isLast } of source.read(from)) {
      const isWhole = reading.read(lines, position.lines - lines.length)
      const { accesses, lines: count } = reading.round()
      unsettled = count > 0 ? position : undefined
      const isDue = isLast ? count > 0 : accesses.length >= accessesPerRound || count >= linesPerRound
      if (isLast && count === 0) {
        const at = shipping.now() * 1_000
        await inFlight
        await shipping.onCaughtUp?.(source.name, at)
      }
      if (!isWhole || !isDue) continue
      await settle(position)
      unsettled = undefined
    }
    reading.end()
    if (unsettled !== undefined) await settle(unsettled)
  } finally {
    // Also if the source broke off: what is under way is sent, and its position kept.
    await inFlight
  }
}

/**
 * Ships an object of a bucket. If its form is not known, it is named as unread by its first line, so that the objects
 * after it are shipped.
 *
 * @returns whether its form is known
 * @throws CommandStopped as `shipLog`
 */
export async function shipObject(source: LogSource, shipping: Shipping): Promise<boolean> {
  try {
    await shipLog(source, shipping)
    return true
  } catch (error) {
    if (!(error instanceof UnknownForm)) throw error
    await shipping.unread.add([{ source: source.name, line: 1, reason: error.reason }])
    shipping.counts.lines += 1
    shipping.counts.unread += 1
    return false
  }
}

async function sendRound(source: string, shipping: Shipping, round: Round, position: LogPosition): Promise<void> {
  const { counts } = shipping
  const rejected = round.accesses.length === 0 ? [] : await shipping.send(round.accesses)
  await shipping.unread.add([...round.unread, ...rejected.map(({ line, reason }) => ({ source, line, reason }))])
  await shipping.positions.keep(source, position)
  counts.lines += round.lines
  counts.accesses += round.accesses.length - rejected.length
  counts.others += round.others
  counts.unread += round.unread.length + rejected.length
  shipping.onShipped?.(source)
}

/** Reads lines in the form that the first ones have. */
function makeReading(source: string, shipping: Shipping, headerBefore: string | undefined) {
  let round = emptyRound()
  let header = headerBefore
  let reader: LineReader | undefined
  const { sink, startAt, mute } = makeSink(source, shipping, () => round)
  const begin = (lines: readonly string[]): LineReader => {
    const begun = beginReading(lines, header, {
      sink,
      mute,
      format: (head) => formatOf(source, head, shipping.columns),
    })
    header = begun.header
    return begun.reader
  }
  return {
    round: (): Readonly<Round> => round,
    takeRound(): Round {
      const taken = round
      round = emptyRound()
      return taken
    },
    header: () => (header === undefined ? {} : { header }),
    /** @returns whether all lines are read to their end: a table can have a line break in a field */
    read(lines: readonly string[], before: number): boolean {
      if (reader === undefined && lines.some(isFilled)) reader = begin(lines)
      startAt(before)
      for (const line of lines) {
        if (line.startsWith("#Fields:")) header = line
        // A line in an open field belongs to that field.
        if (!isText(line) && (reader?.flush() ?? true)) sink.unreadable("has NUL bytes, which are no text", line)
        else if (reader === undefined) sink.ignored()
        else reader.take(line)
      }
      round.lines += lines.length
      return reader?.flush() ?? true
    },
    end: () => reader?.end(),
  }
}

const isFilled = (line: string): boolean => line.trim() !== "" && isText(line)

type Beginning = {
  readonly sink: RecordSink
  /** Does something without counting what it reads. */
  readonly mute: (work: () => void) => void
  readonly format: (head: readonly string[]) => LogFormat
}

/** A reader for the form of the first lines. A line that names the fields comes first, and is not counted again. */
function beginReading(lines: readonly string[], header: string | undefined, { sink, mute, format }: Beginning) {
  const found = format([...(header === undefined ? [] : [header]), ...lines.slice(0, recognisedLines)])
  const reader = found.reader(sink)
  const first = found.name === csvName ? lines.find(isFilled) : undefined
  if (header === undefined) return { reader, header: first }
  mute(() => {
    reader.take(header)
    reader.flush()
  })
  return { reader, header }
}

/** Puts what lines are into the current round. Each call is about the next line. */
function makeSink(source: string, { times, accessOf, now }: Shipping, current: () => Round) {
  let line = 0
  let isMuted = false
  const put = (what: (round: Round) => void): void => {
    if (isMuted) return
    line += 1
    what(current())
  }
  const unreadable = (reason: string): void => put(({ unread }) => void unread.push({ source, line, reason }))
  const ignored = (): void =>
    put((round) => {
      round.others += 1
    })
  const record = (found: LogRecord): void => {
    const at = times.read(found.at, found.isUtc === true)
    const fault = timeFault(at, now())
    const shipped =
      typeof at === "number" && fault === undefined ? accessOf(found, at) : { reason: fault ?? "has no time" }
    if (shipped === "other" || shipped === "showedNothing") ignored()
    else if ("reason" in shipped) unreadable(shipped.reason)
    else put(({ accesses }) => void accesses.push({ access: shipped.access, line }))
  }
  const sink: RecordSink = { ignored, unreadable, record }
  return {
    sink,
    startAt(before: number) {
      line = before
    },
    mute(work: () => void) {
      isMuted = true
      work()
      isMuted = false
    },
  }
}

function formatOf(source: string, head: readonly string[], columns: Shipping["columns"]): LogFormat {
  let format: LogFormat | undefined
  try {
    format = recogniseFormat(head, columns)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CommandStopped("unusableFile", `${source}: --columns: ${reason}.`)
  }
  if (format !== undefined) return format
  const forms = "web server (common, combined), CloudFront, AWS load balancer, HAProxy, CSV or JSON"
  throw new UnknownForm(source, `has none of the forms that are read, ${forms}`, "for a table, see --columns")
}
