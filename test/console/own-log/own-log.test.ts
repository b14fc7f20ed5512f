import { describe, expect, it } from "@jest/globals"
import { logBatches } from "../../../console/own-log/log-batches.ts"
import { guessedLogColumns } from "../../../console/own-log/log-columns.ts"
import { entriesOf, type LogReading } from "../../../console/own-log/log-entries.ts"
import { loggedInstant } from "../../../console/own-log/log-time.ts"
import { type LogTable, readLog } from "../../../console/own-log/read-log.ts"
import { isOpaque } from "../../../shared/base/contracts/opaque-id.ts"
import { fieldName } from "../../../shared/base/contracts/words.ts"
import { accessesBody } from "../../../shared/desk/api/desk-bodies.ts"

const bytesOf = (text: string) => new TextEncoder().encode(text)

function tableOf(text: string): LogTable {
  const table = readLog(bytesOf(text))
  if ("unreadable" in table) throw new Error(table.unreadable)
  return table
}

const reading = (table: LogTable, changes: Partial<LogReading> = {}): LogReading => ({
  mapping: guessedLogColumns(table.columns),
  partyKind: "carrier",
  timeZone: "America/Toronto",
  shown: ["phase", "postal-code"],
  ...changes,
})

const read = (text: string, changes: Partial<LogReading> = {}) => {
  const table = tableOf(text)
  return entriesOf(table, reading(table, changes))
}

describe("the log of a party's own tool", () => {
  it("is read from CSV with the columns that their names show", () => {
    const { entries, faults } = read("time;client_ip;tracking_number\n2026-11-01T14:03:00Z;203.0.113.7;np 000001-ca\n")
    expect(faults).toEqual([])
    expect(entries).toEqual([
      {
        entry: 1,
        at: "2026-11-01T14:03:00.000Z",
        reference: "NP000001CA",
        accessor: "203.0.113.7",
        fields: ["phase", "postal-code"],
      },
    ])
  })

  it("is read from NDJSON, also as carriers' programs send it to the hub", () => {
    const line = {
      accessId: "acc_01KA8P2Y",
      at: "2026-11-01T14:03:00.000Z",
      reference: { kind: "trackingNumber", trackingNumber: "NP4021887304CA" },
      accessor: { kind: "raw", ip: "2001:db8::7", session: null },
      fields: ["existence", "phase"],
    }
    expect(tableOf(JSON.stringify(line)).columns).toContain("accessor.ip")
    const { entries, faults } = read(`${JSON.stringify(line)}\n\n{"at":\n[1]\n`)
    expect(entries).toEqual([
      {
        entry: 1,
        accessId: "acc_01KA8P2Y",
        at: "2026-11-01T14:03:00.000Z",
        reference: "NP4021887304CA",
        accessor: "2001-db8--7",
        fields: ["existence", "phase"],
      },
    ])
    expect(faults).toEqual([{ role: "line", rule: "noJson", entries: [2, 3] }])
  })

  it("names field and rule of what is wrong, with the entries, and never the value", () => {
    const secret = "s3cret-value"
    const rows = [
      "2026-11-01T14:03:00Z,203.0.113.7,NP000001CA,phase,acc-1",
      `${secret},203.0.113.7,NP000001CA,phase,acc-2`,
      `,203.0.113.7,${secret}!,${secret},12-main-street`,
      `2026-11-01T14:03:00Z,<${secret}>,NP000001CA,,acc-4`,
      `${secret},203.0.113.7,NP000001CA,phase,`,
    ]
    const { entries, faults } = read(`at,ip,number,fields,id\n${rows.join("\n")}`)
    expect(entries.map(({ entry }) => entry)).toEqual([1])
    expect(faults).toEqual([
      { role: "at", rule: "noTime", entries: [2, 5] },
      { role: "at", rule: "missing", entries: [3] },
      { role: "reference", rule: "noReference", entries: [3] },
      { role: "fields", rule: "unknownField", entries: [3] },
      { role: "accessId", rule: "notOpaque", entries: [3] },
      { role: "accessor", rule: "noVisitor", entries: [4] },
      { role: "fields", rule: "missing", entries: [4] },
      { role: "accessId", rule: "missing", entries: [5] },
    ])
    expect(JSON.stringify(faults)).not.toContain(secret)
  })

  it("says what is missing while no column and no field is chosen", () => {
    const { entries, faults } = read("a,b\n1,2\n", { shown: [] })
    expect(entries).toEqual([])
    expect(faults.map(({ role, rule }) => `${role} ${rule}`)).toEqual(
      ["at", "reference", "accessor", "fields"].map((role) => `${role} missing`),
    )
  })

  it("names a retailer's shipments as the retailer does, with small letters", () => {
    const text = "at,ip,shipment id\n2026-11-01T14:03:00Z,v1,shp_7Hq2mZ0c\n"
    expect(read(text, { partyKind: "retailer" }).entries[0]?.reference).toBe("shp_7Hq2mZ0c")
  })

  it.each([
    ["2026-11-01T14:03:00+02:00", "2026-11-01T12:03:00.000Z"],
    ["2026-07-01 14:03:00", "2026-07-01T18:03:00.000Z"],
    ["2026-11-20 14:03", "2026-11-20T19:03:00.000Z"],
    ["2026-07-01 14:03:00.250 UTC", "2026-07-01T14:03:00.250Z"],
    ["[01/Nov/2026:14:03:00 +0100]", "2026-11-01T13:03:00.000Z"],
    ["1793541780", "2026-11-01T14:03:00.000Z"],
    ["1793541780000", "2026-11-01T14:03:00.000Z"],
    ["2026-13-01T14:03:00Z", undefined],
    ["2026-11-01", undefined],
    ["yesterday", undefined],
  ])("takes %s as the time %s", (text, instant) => {
    expect(loggedInstant(text, "America/Toronto")).toBe(instant)
  })
})

describe("the calls that add a log to a case", () => {
  const lines = Array.from({ length: 1_203 }, (_, place) => `2026-11-01T14:03:00Z,203.0.113.7,NP${100_000 + place}CA`)
  const text = `at,ip,number\n${lines.join("\n")}`
  const batchesOf = (log: string, caseAlias = "WS-NYPRTQ5MDM") =>
    logBatches(read(log).entries, { caseAlias, file: bytesOf(log) })

  it("have up to 500 lookups each, as the API takes them, with opaque names", async () => {
    const batches = await batchesOf(text)
    expect(batches.map(({ items }) => items)).toEqual([500, 500, 203])
    expect(batches[2]?.entries.at(-1)).toBe(1_203)
    for (const { body } of batches) expect(accessesBody.parse(body)).toEqual(body)
    const names = batches.flatMap(({ body }) => body.accesses.map(({ accessId }) => accessId))
    expect(new Set(names).size).toBe(1_203)
    expect(names.every(isOpaque)).toBe(true)
  })

  it("have the same keys and names for the same file, and others for another file or case", async () => {
    const keys = async (...of: Parameters<typeof batchesOf>) => (await batchesOf(...of)).map(({ key }) => key)
    const [first, again] = [await batchesOf(text), await batchesOf(text)]
    expect(again).toEqual(first)
    const all = [await keys(text), await keys(`${text}\n`), await keys(text, "WS-8Z3PN5V1RC")].flat()
    expect(new Set(all).size).toBe(9)
    expect(all.every((key) => /^[\w-]{1,64}$/.test(key))).toBe(true)
  })

  it("have fewer lookups where these are long, so that the hub takes them", async () => {
    const long = { accessor: "v".repeat(128), fields: [...fieldName.options], reference: "N".repeat(40) }
    const entries = Array.from({ length: 1_000 }, (_, place) => ({
      ...long,
      entry: place + 1,
      accessId: `${place}`.padEnd(64, "a"),
      at: "2026-11-01T14:03:00.000Z",
    }))
    const batches = await logBatches(entries, { caseAlias: "WS-NYPRTQ5MDM", file: bytesOf("") })
    expect(batches.reduce((sum, { items }) => sum + items, 0)).toBe(1_000)
    for (const { body } of batches) expect(bytesOf(JSON.stringify(body)).length).toBeLessThan(256 * 1024)
    expect(batches.length).toBeGreaterThan(2)
  })

  it("keep the names that the log has", async () => {
    const [batch] = await batchesOf("at,ip,number,id\n2026-11-01T14:03:00Z,203.0.113.7,NP000001CA,acc-1\n")
    expect(batch?.body.accesses[0]?.accessId).toBe("acc-1")
  })
})
