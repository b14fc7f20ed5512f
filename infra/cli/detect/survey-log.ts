/** The first reading of a log: how its lines are written, whether they can be read, and where the references are. */
import type { LogFormat, LogRecord, RecordSink } from "../../../client/access-logs/formats/log-record.ts"
import type { FieldMeaning } from "../../../client/access-logs/formats/named-fields.ts"
import {
  type DateOrder,
  makeTimeReader,
  type TimeReader,
  timeFault,
  type UnclearTime,
} from "../../../client/access-logs/reading/log-time.ts"
import { type LogFile, UnreadableLog } from "../../../client/access-logs/reading/open-log.ts"
import { recognisedLines, recogniseFormat } from "../../../client/access-logs/reading/recognise-format.ts"
import {
  makeFieldSurvey,
  makeReferenceSurvey,
  type ReferencePlace,
} from "../../../client/access-logs/references/reference-places.ts"

/** A line that cannot be read, and why. The line is raw: mask it before it is shown. */
export type UnreadableLine = {
  readonly number: number
  readonly reason: string
  readonly line: string
  /** Whether the line can be read, and its time cannot be used. */
  readonly hasWrongTime: boolean
}

export type FileSurvey = {
  readonly file: LogFile
  /** Undefined when no form fits. */
  readonly format: LogFormat | undefined
  /** Lines, or JSON objects, without blank lines, comments and headers. */
  readonly records: number
  readonly unreadable: number
  readonly firstUnreadable: UnreadableLine | undefined
  /** The first line with a time that is unclear for want of a zone or of an order of day and month. */
  readonly unclearTimes: ReadonlyMap<UnclearTime, UnreadableLine>
  readonly firstLine: string | undefined
}

export type LogSurvey = {
  readonly files: readonly FileSurvey[]
  readonly places: readonly ReferencePlace[]
  /** Fields of their own in which lines name their reference. */
  readonly fields: readonly ReferencePlace[]
  readonly times: TimeReader
}

export type SurveyOptions = {
  readonly columns: ReadonlyMap<FieldMeaning, string>
  /** IANA name of the zone of times that do not name one. */
  readonly timeZone: string | undefined
  readonly dateOrder: DateOrder | undefined
  /** Epoch seconds now. A line after that, by more than two days, has a wrong time. */
  readonly now: number
  /** Receives how far it is, in words, after each piece of a file. */
  readonly onProgress: (progress: string) => void
}

/** @throws UnreadableLog when a file cannot be read to its end */
export const surveyLog = async (files: readonly LogFile[], options: SurveyOptions): Promise<LogSurvey> => {
  const survey = await surveyOnce(files, options)
  const order = survey.times.seenOrder()
  const isUnclear = survey.files.some(({ unclearTimes }) => unclearTimes.has("noDateOrder"))
  // A later date told which of day and month comes first.
  const canReadAgain = isUnclear && order !== undefined && order !== "contradictory"
  return canReadAgain ? surveyOnce(files, { ...options, dateOrder: order }) : survey
}

const surveyOnce = async (files: readonly LogFile[], options: SurveyOptions): Promise<LogSurvey> => {
  const times = makeTimeReader(options.timeZone, options.dateOrder)
  const references = makeReferenceSurvey()
  const fields = makeFieldSurvey()
  const surveys: FileSurvey[] = []
  for (const file of files) {
    const tally = makeTally(times, options.now, (record, at) => {
      if (record.reference !== undefined) fields.note(record.referenceField ?? "reference", record.reference)
      else if (record.event !== undefined) fields.note("referenceTag", record.event.referenceTag ?? "")
      else if (record.target !== undefined) references.look(record.target, at)
    })
    const { format, firstLine } = await readFile(file, options, tally.sink)
    surveys.push({ file, format, firstLine, ...tally.counts() })
  }
  return { files: surveys, places: references.places(), fields: fields.places(), times }
}

/** Reads a file from its beginning, in the form that its first lines have. */
const readFile = async (file: LogFile, { columns, onProgress }: SurveyOptions, sink: RecordSink) => {
  const head: string[] = []
  for await (const lines of file.lines()) {
    head.push(...lines.slice(0, recognisedLines - head.length))
    if (head.length >= recognisedLines) break
  }
  const firstLine = head.find((line) => line.trim() !== "")
  const format = recognise(file, head, columns)
  if (format !== undefined) await readRecords({ file, format }, sink, onProgress)
  return { format, firstLine }
}

const recognise = (file: LogFile, head: readonly string[], columns: ReadonlyMap<FieldMeaning, string>) => {
  try {
    return recogniseFormat(head, columns)
  } catch (error) {
    const reason = `${file.name}: --columns: ${error instanceof Error ? error.message : error}`
    throw new UnreadableLog(reason, "name fields of a table or of JSON, or positions counted from 1, or leave it out")
  }
}

/** @throws UnreadableLog when the file cannot be read to its end */
export const readRecords = async (
  { file, format }: { readonly file: LogFile; readonly format: LogFormat },
  sink: RecordSink,
  onProgress: SurveyOptions["onProgress"],
): Promise<void> => {
  const reader = format.reader(sink)
  let read = 0
  for await (const lines of file.lines()) {
    for (const line of lines) reader.take(line)
    read += lines.length
    onProgress(`${file.name}: ${read.toLocaleString("en-US")} lines read`)
  }
  reader.end()
}

const makeTally = (times: TimeReader, now: number, onRecord: (record: LogRecord, at: number) => void) => {
  let number = 0
  let records = 0
  let unreadable = 0
  let firstUnreadable: UnreadableLine | undefined
  const unclearTimes = new Map<UnclearTime, UnreadableLine>()
  const fail = (reason: string, line: string, hasWrongTime: boolean): UnreadableLine => {
    unreadable += 1
    const failed = { number, reason, line, hasWrongTime }
    firstUnreadable ??= failed
    return failed
  }
  const sink: RecordSink = {
    ignored() {
      number += 1
    },
    unreadable(reason, line) {
      number += 1
      records += 1
      fail(reason, line, false)
    },
    record(record) {
      number += 1
      records += 1
      const at = times.read(record.at, record.isUtc === true)
      const fault = timeFault(at, now)
      if (typeof at === "number" && fault === undefined) return onRecord(record, at)
      const failed = fail(fault ?? "has no time", String(record.at), true)
      if (typeof at !== "number" && !unclearTimes.has(at)) unclearTimes.set(at, failed)
    },
  }
  return { sink, counts: () => ({ records, unreadable, firstUnreadable, unclearTimes }) }
}
