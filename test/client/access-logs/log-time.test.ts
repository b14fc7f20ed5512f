import { describe, expect, it } from "@jest/globals"
import { makeTimeReader } from "../../../client/access-logs/reading/log-time.ts"

const at = Date.UTC(2026, 9, 24, 17, 10) / 1000

describe("the time of a line", () => {
  it.each<string | number>([
    at,
    at * 1e3,
    at * 1e6,
    at * 1e9,
    String(at),
    `${at}.250`,
    "2026-10-24T17:10:00Z",
    "2026-10-24T17:10:00.123456Z",
    "2026-10-24 17:10:00,5 UTC",
    "2026-10-24T13:10:00-04:00",
    "2026/10/24 22:40 +0530",
    "24/Oct/2026:13:10:00 -0400",
    "Sat, 24 Oct 2026 17:10:00 GMT",
    "24/10/2026 05:10 PM Z",
    "10/24/2026, 17:10:00 Z",
  ])("is read in every usual form: %s", (text) => {
    expect(makeTimeReader(undefined, undefined).read(text, false)).toBe(at)
  })

  it("without a zone is in the zone that the operator names, in summer and in winter", () => {
    const { read } = makeTimeReader("America/Toronto", undefined)
    expect(read("2026-10-24 13:10:00", false)).toBe(at)
    expect(read("2026-12-24 12:10:00", false)).toBe(Date.UTC(2026, 11, 24, 17, 10) / 1000)
  })

  it("without a zone is UTC only where the form of the log says so", () => {
    const { read } = makeTimeReader(undefined, undefined)
    expect(read("2026-10-24 17:10:00", true)).toBe(at)
    expect(read("2026-10-24 17:10:00", false)).toBe("noZone")
  })

  it("is unclear when day and month may be either way round", () => {
    const reader = makeTimeReader("UTC", undefined)
    expect(reader.read("03/04/2026 10:00", false)).toBe("noDateOrder")
    expect(reader.seenOrder()).toBeUndefined()
    reader.read("03/14/2026 10:00", false)
    expect(reader.seenOrder()).toBe("mdy")
    expect(makeTimeReader("UTC", "dmy").read("03/04/2026 10:00", false)).toBe(Date.UTC(2026, 3, 3, 10) / 1000)
  })

  it.each(["", "yesterday", "2026-13-24T17:10:00Z", "Oct 24 17:10:00", "24/Nix/2026:13:10:00 -0400", -5, 0])(
    "is unknown in any other form: %s",
    (text) => {
      expect(makeTimeReader("UTC", "dmy").read(text, false)).toBe("unknown")
    },
  )
})
