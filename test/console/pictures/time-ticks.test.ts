import { describe, expect, it } from "@jest/globals"
import { timeTicks } from "../../../console/pictures/time-ticks.ts"

const toronto = { timeZone: "America/Toronto", locale: "en-CA", most: 6 }
const labels = (from: string, to: string, of = toronto) => {
  const { at, label } = timeTicks(new Date(from), new Date(to), of)
  return at.map(label)
}

describe("marks on an axis of time", () => {
  it("are midnights of the party's time zone where days pass", () => {
    const { at, label } = timeTicks(new Date("2026-10-30T12:00:00Z"), new Date("2026-11-03T12:00:00Z"), toronto)
    // The clock goes back on 1 November.
    expect(at.map((one) => one.toISOString().slice(5, 16))).toEqual([
      "10-31T04:00",
      "11-01T04:00",
      "11-02T05:00",
      "11-03T05:00",
    ])
    expect(at.map(label)).toEqual(["Oct 31", "Nov 1", "Nov 2", "Nov 3"])
  })

  it("have seconds where seconds pass", () => {
    expect(labels("2026-11-01T14:00:10Z", "2026-11-01T14:00:50Z")).toEqual([
      "09:00:10",
      "09:00:20",
      "09:00:30",
      "09:00:40",
      "09:00:50",
    ])
  })

  it("have minutes where minutes pass, and the day where hours do", () => {
    expect(labels("2026-11-01T14:01:00Z", "2026-11-01T14:42:00Z")).toEqual(["09:10", "09:20", "09:30", "09:40"])
    expect(labels("2026-11-04T14:00:00Z", "2026-11-05T02:00:00Z")[0]).toMatch(/Nov 4.* 09:00/)
    const inFrench = labels("2026-11-04T14:00:00Z", "2026-11-04T15:30:00Z", { ...toronto, locale: "fr-CA" })
    expect(inFrench.map((text) => text.replaceAll("\u00a0", " "))).toEqual([
      "9 h",
      "9 h 20",
      "9 h 40",
      "10 h",
      "10 h 20",
    ])
  })

  it.each([
    ["2026-11-01T14:00:00Z", "2026-11-01T14:00:00Z"],
    ["2026-11-01T14:00:10Z", "2026-11-01T14:00:11Z"],
    ["2026-08-01T00:00:00Z", "2026-11-01T00:00:00Z"],
    ["2016-08-01T00:00:00Z", "2026-11-01T00:00:00Z"],
  ])("are between one and as many as there is room for, from %s to %s", (from, to) => {
    for (const most of [2, 3, 6]) {
      const found = labels(from, to, { ...toronto, most })
      expect(found.length).toBeGreaterThanOrEqual(1)
      expect(found.length).toBeLessThanOrEqual(most)
    }
  })
})
