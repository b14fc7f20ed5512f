/** W3C extended logs: CloudFront standard logs, IIS. A line `#Fields:` names the fields. Times are UTC. */
import type { LogFormat, LogRecord } from "./log-record.ts"
import { type FieldMeaning, isEnough, isField, planFields, recordReader } from "./named-fields.ts"

type Read = (line: string) => LogRecord | string

/** @param columns names of fields that the operator gave, by meaning */
export const w3cFormat = (columns: ReadonlyMap<FieldMeaning, string>): LogFormat => ({
  name: "W3C with #Fields (CloudFront, IIS)",
  reader: (sink) => {
    let read: Read = () => "comes before the line #Fields"
    return {
      take(line) {
        if (line.startsWith("#Fields:")) read = readerOf(line, columns)
        if (line.startsWith("#") || line.trim() === "") return sink.ignored()
        const record = read(line)
        if (typeof record === "string") sink.unreadable(record, line)
        else sink.record(record)
      },
      flush: () => true,
      end() {
        // Every line has been read.
      },
    }
  },
})

const readerOf = (header: string, columns: ReadonlyMap<FieldMeaning, string>): Read => {
  const names = header.slice("#Fields:".length).trim().split(/\s+/)
  const missing = [...columns.values()].find((name) => !isField(names, name))
  if (missing !== undefined) return () => `comes after a line #Fields without ${missing}, which --columns names`
  const plan = planFields(names, columns)
  if (!isEnough(plan)) return () => "#Fields names no time, no address or no request"
  const recordOf = recordReader({ ...plan, isUtc: true })
  return (line) => {
    const values = line.split(line.includes("\t") ? "\t" : " ")
    if (values.length !== names.length) return "has not as many fields as #Fields"
    return recordOf((place) => decodeField(values[place]))
  }
}

/** CloudFront writes spaces and quotes of user agents as %20 and %22; IIS writes spaces as +. */
const decodeField = (value: string | undefined): string | undefined => {
  if (value === undefined || !value.includes("%")) return value
  try {
    return decodeURIComponent(value.replace(/%25(?=[0-9A-F]{2})/g, "%"))
  } catch {
    return value
  }
}
