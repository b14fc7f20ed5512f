import type { paths } from "../../client/api/generated/paths.ts"
import { newAccessId, shipmentId, trackingNumber } from "../../shared/base/contracts/fields.ts"
import { type FieldName, fieldName } from "../../shared/base/contracts/words.ts"
import { type LogMapping, type LogRole, logRoles } from "./log-columns.ts"
import { loggedInstant } from "./log-time.ts"
import type { LogTable } from "./read-log.ts"

/** The lookups of a log as the hub takes them. */
export type LogBody = paths["/v1/cases/{caseAlias}/accesses"]["post"]["requestBody"]["content"]["application/json"]

type Access = LogBody["accesses"][number]

/** A lookup in the log. Its name is absent where the log has none. */
export type LogEntry = Omit<Access, "accessId"> & {
  /** The number of the entry in the file, from 1. */
  readonly entry: number
  readonly accessId?: string
}

/** Why an entry cannot be sent. */
export const logRules = [
  "missing",
  "noTime",
  "noReference",
  "noVisitor",
  "unknownField",
  "notOpaque",
  "noJson",
] as const

export type LogRule = (typeof logRules)[number]

/** What is wrong in entries: where, and against which rule. It never has the value. */
export type LogFault = { readonly role: LogRole | "line"; readonly rule: LogRule; readonly entries: readonly number[] }

export type ReadEntries = { readonly entries: readonly LogEntry[]; readonly faults: readonly LogFault[] }

export type LogReading = {
  readonly mapping: LogMapping
  readonly partyKind: "retailer" | "carrier"
  /** Of times that say none. */
  readonly timeZone: string
  /** What the tool showed, where no column says it. */
  readonly shown: readonly FieldName[]
}

/** The lookups in a log, and what is wrong with the entries that are none. */
export function entriesOf({ rows, broken }: LogTable, reading: LogReading): ReadEntries {
  const entries: LogEntry[] = []
  const found = new Map<string, { role: LogFault["role"]; rule: LogRule; entries: number[] }>()
  const note = (role: LogFault["role"], rule: LogRule, entry: number) => {
    const fault = found.get(`${role} ${rule}`)
    if (fault === undefined) found.set(`${role} ${rule}`, { role, rule, entries: [entry] })
    else fault.entries.push(entry)
  }
  for (const [place, row] of rows.entries()) {
    const entry = place + 1
    const read = broken.has(place) ? undefined : entryOf(row, reading)
    if (read === undefined) note("line", "noJson", entry)
    else if ("wrong" in read) for (const [role, rule] of read.wrong) note(role, rule, entry)
    else entries.push({ ...read, entry })
  }
  return { entries, faults: [...found.values()] }
}

type Wrong = readonly (readonly [LogRole, LogRule])[]

type Read<Value> = { readonly value: Value } | { readonly rule: LogRule }

function entryOf(row: readonly string[], reading: LogReading): Omit<LogEntry, "entry"> | { readonly wrong: Wrong } {
  const cell = (role: LogRole) => row[reading.mapping[role] ?? -1]?.trim() ?? ""
  const read = {
    at: timeOf(cell("at"), reading.timeZone),
    reference: referenceOf(cell("reference"), reading.partyKind),
    accessor: visitorOf(cell("accessor")),
    fields: fieldsOf(cell("fields"), reading),
    accessId: nameOf(cell("accessId"), reading.mapping.accessId !== undefined),
  }
  const wrong = logRoles.flatMap((role) => {
    const one = read[role]
    return "rule" in one ? [[role, one.rule] as const] : []
  })
  if (wrong.length > 0) return { wrong }
  const { at, reference, accessor, fields, accessId: name } = read
  if ("rule" in at || "rule" in reference || "rule" in accessor || "rule" in fields || "rule" in name) return { wrong }
  return {
    ...{ at: at.value, reference: reference.value, accessor: accessor.value, fields: fields.value },
    ...(name.value === undefined ? {} : { accessId: name.value }),
  }
}

function timeOf(text: string, timeZone: string): Read<string> {
  if (text === "") return { rule: "missing" }
  const value = loggedInstant(text, timeZone)
  return value === undefined ? { rule: "noTime" } : { value }
}

/** People write tracking numbers with spaces and hyphens, and in small letters. */
function referenceOf(text: string, partyKind: LogReading["partyKind"]): Read<string> {
  if (text === "") return { rule: "missing" }
  const read =
    partyKind === "carrier"
      ? trackingNumber.safeParse(text.toUpperCase().replace(/[\s-]/g, ""))
      : shipmentId.safeParse(text)
  return read.success ? { value: read.data } : { rule: "noReference" }
}

/** What the hub takes as the name of a visitor in a log, of which it keeps a keyed hash. */
const visitorForm = /^[A-Za-z0-9._~-]{1,128}$/

/** An IPv6 address has colons, which the hub does not take. */
function visitorOf(text: string): Read<string> {
  if (text === "") return { rule: "missing" }
  const value = text.replaceAll(":", "-")
  return visitorForm.test(value) ? { value } : { rule: "noVisitor" }
}

function fieldsOf(text: string, { mapping, shown }: LogReading): Read<FieldName[]> {
  if (mapping.fields === undefined) return shown.length === 0 ? { rule: "missing" } : { value: [...shown] }
  const words = [...new Set(text.toLowerCase().split(/[\s,;|]+/))].filter((word) => word !== "")
  if (words.length === 0) return { rule: "missing" }
  const read = words.map((word) => fieldName.safeParse(word))
  const value = read.flatMap((one) => (one.success ? one.data : []))
  return value.length === read.length ? { value } : { rule: "unknownField" }
}

function nameOf(text: string, isExpected: boolean): Read<string | undefined> {
  if (!isExpected) return { value: undefined }
  if (text === "") return { rule: "missing" }
  const read = newAccessId.safeParse(text)
  return read.success ? { value: read.data } : { rule: "notOpaque" }
}
