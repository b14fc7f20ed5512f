import { describe, expect, it } from "@jest/globals"
import {
  dayIn,
  type ExposureColumn,
  type ExposureFilter,
  type ExposureLine,
  exposureColumns,
  noFilter,
  orderOf,
  shownLines,
} from "../../../console/exposures/exposure-table.ts"

const line = (reference: string, change: Partial<ExposureLine> = {}): ExposureLine => ({
  id: reference,
  reference,
  referenceOrder: orderOf(reference),
  shipmentId: `shp_${reference}`,
  trackingNumber: undefined,
  fields: ["postal-code"],
  firstExposureAt: "2026-11-01T14:00:00.000Z",
  lastExposureAt: "2026-11-01T14:00:00.000Z",
  firstDay: "2026-11-01",
  lastDay: "2026-11-01",
  accessors: 1,
  told: "no",
  isPossible: false,
  ...change,
})

const lines = [
  line("LL-10", { told: "byYou", accessors: 3 }),
  line("LL-9", { fields: ["postal-code", "address"], firstDay: "2026-10-30", lastDay: "2026-11-02" }),
  line("MB-1", { told: "byOther", shipmentId: "x7", firstExposureAt: "2026-11-03T00:00:00.000Z" }),
]
const found = (filter: Partial<ExposureFilter>, column: ExposureColumn = "reference") =>
  shownLines(lines, { filter: { ...noFilter, ...filter }, sort: { column, direction: "ascending" } }).map(
    ({ reference }) => reference,
  )

describe("the table of exposures", () => {
  it("sorts numbers in references as numbers", () => {
    expect(found({})).toEqual(["LL-9", "LL-10", "MB-1"])
  })

  it("sorts 100,000 references, whose numbers are longer or shorter, within a second", () => {
    const many = Array.from({ length: 100_000 }, (_, place) => line(`ll-${(place * 7_919) % 100_000}`))
    const sort = { column: "told", direction: "ascending" } as const
    const began = process.cpuUsage()
    const sorted = shownLines(many, { filter: noFilter, sort })
    expect(process.cpuUsage(began).user / 1_000_000).toBeLessThan(1)
    expect(sorted.map(({ reference }) => reference)).toEqual(many.map((_, place) => `ll-${place}`))
  })

  it.each<[Partial<ExposureFilter>, string[]]>([
    [{ text: "ll-1" }, ["LL-10"]],
    [{ text: " X7 " }, ["MB-1"]],
    [{ text: "nothing" }, []],
    [{ field: "address" }, ["LL-9"]],
    [{ told: "no" }, ["LL-9"]],
    [{ told: "yes" }, ["LL-10", "MB-1"]],
    [{ fromDay: "2026-11-02" }, ["LL-9"]],
    [{ toDay: "2026-10-31" }, ["LL-9"]],
    [{ fromDay: "2026-10-31", toDay: "2026-10-31" }, ["LL-9"]],
    [{ text: "LL", told: "yes" }, ["LL-10"]],
  ])("finds by %j", (filter, references) => {
    expect(found(filter)).toEqual(references)
  })

  it.each<[ExposureColumn, string[]]>([
    ["fields", ["LL-9", "LL-10", "MB-1"]],
    ["firstExposureAt", ["LL-9", "LL-10", "MB-1"]],
    ["accessors", ["LL-9", "MB-1", "LL-10"]],
    ["told", ["LL-9", "MB-1", "LL-10"]],
  ])("sorts by %s", (column, references) => {
    expect(found({}, column)).toEqual(references)
  })

  it.each(exposureColumns)("changes nothing of the lines when it sorts by %s the other way round", (column) => {
    const before = [...lines]
    const sorted = shownLines(lines, { filter: noFilter, sort: { column, direction: "descending" } })
    expect(sorted).toHaveLength(lines.length)
    expect(lines).toEqual(before)
  })

  it("has days in the party's own time zone", () => {
    expect(dayIn("America/Toronto")("2026-11-02T03:30:00.000Z")).toBe("2026-11-01")
    expect(dayIn("Asia/Kathmandu")("2026-11-01T18:30:00.000Z")).toBe("2026-11-02")
  })
})
