/**
 * JSON: our access events and `TrackingAccessed` events, and the lines of web servers that write JSON (Caddy, Traefik,
 * CloudFront, nginx). One object a line, an array, or one object over several lines.
 */

import { parsedJson } from "../../../shared/base/contracts/parsed-json.ts"
import { readLoggedAccess, readTrackingAccessed, resemblesLoggedAccess } from "./access-events.ts"
import type { LogFormat, LogRecord, RecordSink } from "./log-record.ts"
import { type FieldMeaning, isEnough, planFields, recordReader } from "./named-fields.ts"

type Columns = ReadonlyMap<FieldMeaning, string>

/** @param columns names of fields that the operator gave, by meaning */
export const jsonLinesFormat = (columns: Columns): LogFormat => ({
  name: "JSON lines",
  reader: (sink) => {
    const take = objectReader(columns, sink)
    return {
      take(line) {
        if (line.trim() === "") return sink.ignored()
        const value = parsedJson(line)
        if (value === undefined) sink.unreadable("is not JSON", line)
        else take(value, line)
      },
      flush: () => true,
      end() {
        // Every line has been read.
      },
    }
  },
})

/** One JSON value over many lines: an array of objects, or one event. */
export const jsonDocumentFormat = (columns: Columns): LogFormat => ({
  name: "JSON document",
  reader: (sink) => {
    const take = objectReader(columns, sink)
    const lines: string[] = []
    return {
      take: (line) => void lines.push(line),
      flush: () => false,
      end() {
        const value = parsedJson(lines.join("\n"))
        if (value === undefined) sink.unreadable("is not JSON to its end", lines[0] ?? "")
        else for (const each of Array.isArray(value) ? value : [value]) take(each, JSON.stringify(each))
      },
    }
  },
})

const objectReader = (columns: Columns, sink: RecordSink) => {
  const readFields = fieldsReader(columns)
  const put = (record: LogRecord | string, line: string): void => {
    if (typeof record === "string") sink.unreadable(record, line)
    else sink.record(record)
  }
  return (value: unknown, line: string): void => {
    if (typeof value !== "object" || value === null) {
      sink.unreadable("is not a JSON object", line)
      return
    }
    const mayBeEvent = "data" in value || "detail" in value || "accesses" in value
    const accesses = mayBeEvent ? readTrackingAccessed(value) : undefined
    if (accesses !== undefined) for (const access of accesses) put(access, line)
    else put(columns.size === 0 && resemblesLoggedAccess(value) ? readLoggedAccess(value) : readFields(value), line)
  }
}

/** Reads objects of a form that is not ours. What their fields mean is found anew for each set of fields. */
const fieldsReader = (columns: Columns) => {
  const known = new Map<string, (object: object) => LogRecord | string>()
  return (object: object): LogRecord | string => {
    const form = formOf(object)
    const read = known.get(form) ?? readerOfForm(object, columns)
    if (known.size < 1_000) known.set(form, read)
    return read(object)
  }
}

/** The keys of an object and of the objects in it. Two lines of one server may differ in their headers. */
const formOf = (object: object): string => {
  let form = ""
  for (const [key, value] of Object.entries(object)) {
    form += `${key} `
    if (typeof value === "object" && value !== null && !Array.isArray(value)) form += `{${formOf(value)}}`
  }
  return form
}

const readerOfForm = (example: object, columns: Columns): ((object: object) => LogRecord | string) => {
  const paths = pathsOf(example, 3)
  const plan = planFields(
    paths.map((path) => path.join(".")),
    columns,
  )
  if (!isEnough(plan)) return () => "has no field for the time, the address, or the reference or request"
  const recordOf = recordReader(plan)
  return (object) => recordOf((place) => scalarAt(object, paths[place] ?? []))
}

/** Paths of all values that are no objects, the shallow ones first. */
const pathsOf = (object: object, depth: number): readonly string[][] => {
  const entries = Object.entries(object)
  const isNested = (value: unknown): value is object =>
    depth > 1 && typeof value === "object" && value !== null && !Array.isArray(value)
  return [
    ...entries.filter(([, value]) => !isNested(value)).map(([key]) => [key]),
    ...entries.flatMap(([key, value]) =>
      isNested(value) ? pathsOf(value, depth - 1).map((path) => [key, ...path]) : [],
    ),
  ]
}

/** Headers come as lists of one value. */
const scalarAt = (object: object, path: readonly string[]): string | number | undefined => {
  let value: unknown = object
  for (const key of path) value = typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined
  const scalar: unknown = Array.isArray(value) ? value[0] : value
  if (typeof scalar === "boolean") return String(scalar)
  return typeof scalar === "string" || typeof scalar === "number" ? scalar : undefined
}
