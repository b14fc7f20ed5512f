import { describe, expect, it } from "@jest/globals"
import { newStream } from "../../../../shared/watch/lookups/reporting/kept-rows.ts"
import {
  arrivalsKey,
  type CountRow,
  countKey,
  type ReportRow,
  type ReportStreams,
  reportKey,
} from "../../../../shared/watch/lookups/reporting/report-streams.ts"

const receivedAt = "2026-11-01T14:20:00.000Z"
const expiresAt = 1_900_000_000
const report = (stream: string, number: number, accesses = 3): ReportRow => ({
  pk: arrivalsKey("northpost", stream),
  sk: reportKey(number),
  type: "report",
  number,
  accesses,
  digest: "n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg",
  retailerIds: ["leafline"],
  receivedAt,
  expiresAt,
})
const count = (stream: string, from: string, until: string): CountRow => ({
  pk: arrivalsKey("northpost", stream),
  sk: countKey({ from, until }),
  type: "count",
  from,
  until,
  accesses: 3,
  lastNumber: 1,
  receivedAt,
  expiresAt,
})

/** What every store of reports and counts does. */
export function reportStreamsContract(store: string, make: () => Promise<ReportStreams>): void {
  describe(`reports and counts in ${store}`, () => {
    it("keep what arrived first", async () => {
      const streams = await make()
      const of = { carrierId: "northpost", stream: "str_contract_00000001" }
      expect(await streams.note(report(of.stream, 1))).toEqual(report(of.stream, 1))
      expect(await streams.note(report(of.stream, 1, 9))).toEqual(report(of.stream, 1))
      expect(await streams.reports({ ...of, first: 1, last: 5, limit: 5 })).toEqual([report(of.stream, 1)])
    })

    it("are read in the order of their numbers and times, up to a limit, and of one stream alone", async () => {
      const streams = await make()
      const of = { carrierId: "northpost", stream: "str_contract_00000002" }
      for (const number of [10, 9, 2, 100]) await streams.note(report(of.stream, number))
      await streams.note(report("str_contract_00000003", 3))
      const windows = ["2026-11-01T14:00:00.000Z", "2026-11-01T14:10:00.000Z", "2026-11-01T14:20:00.000Z"] as const
      await streams.note(count(of.stream, windows[1], windows[2]))
      await streams.note(count(of.stream, windows[0], windows[1]))
      const numbers = async (range: { first: number; last: number; limit: number }) =>
        (await streams.reports({ ...of, ...range })).map(({ number }) => number)
      expect(await numbers({ first: 2, last: 99, limit: 9 })).toEqual([2, 9, 10])
      expect(await numbers({ first: 3, last: 100, limit: 2 })).toEqual([9, 10])
      expect(await numbers({ first: 10, last: 9, limit: 9 })).toEqual([])
      const read = await streams.counts({ ...of, from: windows[0], until: windows[2], limit: 9 })
      expect(read.map(({ from }) => from)).toEqual([windows[0], windows[1]])
      expect(await streams.counts({ ...of, from: windows[0], until: windows[0], limit: 9 })).toHaveLength(1)
    })

    it("replace a stream only at the revision that was read", async () => {
      const streams = await make()
      const row = newStream("northpost", "str_contract_00000004", new Date(receivedAt))
      await streams.begin(row)
      await streams.begin({ ...row, highest: 5 })
      expect(await streams.get(row.carrierId, row.stream)).toEqual(row)
      expect(await streams.replace({ ...row, revision: 1, highest: 7 }, 0)).toBe("written")
      expect(await streams.replace({ ...row, revision: 1, highest: 8 }, 0)).toBe("refused")
      expect(await streams.ofCarrier("northpost")).toContainEqual({ ...row, revision: 1, highest: 7 })
      expect(await streams.ofCarrier("otherpost")).toEqual([])
      expect(await streams.get("otherpost", row.stream)).toBeUndefined()
    })
  })
}
