import { describe, expect, it } from "@jest/globals"
import { chunksOf } from "../../../shared/base/platform/chunks-of.ts"
import type { LedgerQuery, NamedLookups } from "../../../shared/desk/cases/evidence-query.ts"
import type { Evidence } from "../../../shared/desk/exposures/evidence.ts"
import { parcelRecordId, shipmentRecordId } from "../../../shared/intake/tracking/record-ids.ts"
import { asRepeat, type Disclosure, type LedgerKey } from "../../../shared/watch/lookups/ledger/disclosure.ts"
import type { Disclosures } from "../../../shared/watch/lookups/ledger/disclosures.ts"
import { aDisclosure, eventually } from "../../watch/lookups/ledger/disclosures.contract.ts"

type Ledger = { disclosures: Pick<Disclosures, "appendAll">; evidence: Evidence }

/** What a search finds, page by page. */
export async function pagesOf(evidence: Evidence, query: LedgerQuery): Promise<Disclosure[][]> {
  const pages: Disclosure[][] = []
  for (let after: LedgerKey | undefined, isLast = false; !isLast; ) {
    const { found, next } = await evidence.page(query, after)
    pages.push(found)
    after = next
    isLast = next === undefined
  }
  return pages
}

/** What every search of the ledger for a report must do. */
export function evidenceContract(where: string, make: () => Promise<Ledger>): void {
  const tool = "observed:northpost"
  const at = (time: string) => `2026-10-${time}.000Z`

  /** Appends lookups that differ by their access id and finds those that a report names: their access ids. */
  async function search(ledger: Ledger, of: { retailerId?: string; carrierId?: string }, named: NamedLookups) {
    const found = await pagesOf(ledger.evidence, { tool, ...of, named })
    return found
      .flat()
      .map(({ accessId }) => accessId)
      .sort()
  }

  /** Whether what a search finds is possible alone. */
  async function possibleOf({ evidence }: Ledger, named: NamedLookups) {
    const { found } = await evidence.page({ tool, carrierId: "northpost", named })
    return found.map(({ possible }) => possible)
  }

  describe(`the evidence of reports ${where}`, () => {
    it("is what a time range names, ends included, across days", async () => {
      const ledger = await make()
      const times = ["01T23:59:59", "02T00:00:00", "02T12:00:00", "03T00:00:00", "03T00:00:01", "09T08:00:00"]
      await ledger.disclosures.appendAll([
        ...times.map((time) => aDisclosure("range", { accessId: time.replaceAll(":", "-"), at: at(time) })),
        aDisclosure("range", { accessId: "guarded", at: at("02T12:00:00"), tool: "guarded" }),
        aDisclosure("range", {
          accessId: "proven",
          at: at("02T12:00:00"),
          proof: "linkToken",
          provenForExposure: true,
        }),
      ])
      const range = (since: string, until: string) => ({ kind: "timeRange", since, until }) as const
      const searched = (named: NamedLookups) => search(ledger, { carrierId: "northpost" }, named)
      const days = range(at("02T00:00:00"), at("03T00:00:00"))
      expect(await eventually(() => searched(days), 3)).toEqual(["02T00-00-00", "02T12-00-00", "03T00-00-00"])
      expect(await searched(range("2026-10-02T11:59:59.001Z", "2026-10-02T12:00:00Z"))).toEqual(["02T12-00-00"])
      expect(await searched(range(at("04T00:00:00"), at("09T07:59:59")))).toEqual([])
      expect(await searched(range(at("03T00:00:00"), at("02T00:00:00")))).toEqual([])
    })

    it("is a day's repeats by any time between the first and the last, by the first's id and by the token", async () => {
      const ledger = await make()
      const tokenKey = "repeated".padEnd(43, "-")
      const repeats = [
        ["first", "11T08:00:00"],
        ["second", "11T12:00:00"],
        ["third", "11T23:00:00"],
        ["next-day", "12T09:00:00"],
      ] as const
      await ledger.disclosures.appendAll(
        repeats.map(([accessId, time]) => asRepeat(aDisclosure("repeats", { accessId, at: at(time), tokenKey }))),
      )
      const searched = (named: NamedLookups) => search(ledger, { carrierId: "northpost" }, named)
      const range = (since: string, until: string) =>
        searched({ kind: "timeRange", since: at(since), until: at(until) })
      expect(await eventually(() => range("11T10:00:00", "11T11:00:00"), 1)).toEqual(["first"])
      expect(await range("10T00:00:00", "11T08:00:00")).toEqual(["first"])
      expect(await range("11T00:00:00", "11T07:59:59")).toEqual([])
      expect(await range("12T00:00:00", "12T08:59:59")).toEqual([])
      // The hour of the last repeat has not ended, and further ones of it are not written.
      const perhaps = { kind: "timeRange", since: at("11T23:00:01"), until: at("11T23:30:00") } as const
      expect(await searched(perhaps)).toEqual(["first"])
      expect(await possibleOf(ledger, perhaps)).toEqual([true])
      expect(await possibleOf(ledger, { ...perhaps, since: at("11T23:00:00") })).toEqual([undefined])
      expect(await range("11T22:00:00", "12T10:00:00")).toEqual(["first", "next-day"])
      expect(await searched({ kind: "accessIds", accessIds: ["first", "second", "third"] })).toEqual(["first"])
      expect(await searched({ kind: "accessorToken", tokenKey })).toEqual(["first", "next-day"])
    })

    it("is what access ids or a token name, without proven lookups and those of other tools", async () => {
      const ledger = await make()
      const tokenKey = "token".padEnd(43, "-")
      const lookups: [string, Partial<Disclosure>][] = [
        ["named-1", { tokenKey }],
        ["named-2", { tokenKey, proof: "linkToken", provenForExposure: true }],
        ["named-3", { tool: "guarded" }],
        ["named-4", {}],
        ["unnamed", {}],
      ]
      await ledger.disclosures.appendAll(
        lookups.map(([accessId, change]) =>
          aDisclosure(`by-${accessId}`, { accessId, at: at("20T10:00:00"), ...change }),
        ),
      )
      const accessIds = Array.from({ length: 40 }, (_, place) => `named-${place}`)
      const byAccess = () => search(ledger, { carrierId: "northpost" }, { kind: "accessIds", accessIds })
      expect(await eventually(byAccess, 2)).toEqual(["named-1", "named-4"])
      const byToken = () => search(ledger, { carrierId: "northpost" }, { kind: "accessorToken", tokenKey })
      expect(await eventually(byToken, 1)).toEqual(["named-1"])
    })

    it("is found page by page, each lookup once", async () => {
      const ledger = await make()
      const tokenKey = "token-of-many".padEnd(43, "-")
      // Three lookups with one sort key, so that pages end between them.
      const lookups = Array.from({ length: 2_500 }, (_, place) =>
        aDisclosure("many", {
          subject: `subject#many-${place % 3}`,
          accessId: `many-${Math.floor(place / 3)}`,
          at: new Date(Date.parse(at("12T23:00:00")) + Math.floor(place / 3) * 5_000).toISOString(),
          tokenKey,
        }),
      )
      for (const some of chunksOf(lookups, 500)) await ledger.disclosures.appendAll(some)
      const expected = new Set(lookups.map(({ subject, sortKey }) => `${subject} ${sortKey}`))
      const range = { kind: "timeRange", since: at("01T00:00:00"), until: at("30T00:00:00") } as const
      for (const named of [range, { kind: "accessorToken", tokenKey } as const]) {
        const searched = () => pagesOf(ledger.evidence, { tool, carrierId: "northpost", named })
        const pages = await searched()
        const found = pages.flat().filter((one) => one.tokenKey === tokenKey)
        expect(new Set(found.map(({ subject, sortKey }) => `${subject} ${sortKey}`))).toEqual(expected)
        expect(found).toHaveLength(expected.size)
        expect(Math.max(...pages.map(({ length }) => length))).toBeLessThanOrEqual(2_048)
        expect(pages.length).toBeGreaterThan(1)
      }
    })

    it("is the reporter's own, and for a retailer also of parcels that nobody has claimed", async () => {
      const ledger = await make()
      const unclaimed = parcelRecordId("northpost", "hash")
      const owners: [string, Partial<Disclosure>][] = [
        ["own", {}],
        ["of-oakshop", { retailerId: "oakshop", recordId: shipmentRecordId("oakshop", "shp-1") }],
        ["unclaimed", { retailerId: "northpost", recordId: unclaimed }],
        ["of-southpost", { carrierId: "southpost" }],
      ]
      const during = at("25T10:00:00")
      await ledger.disclosures.appendAll(
        owners.map(([accessId, change]) => aDisclosure(`own-${accessId}`, { accessId, at: during, ...change })),
      )
      const named = { kind: "timeRange", since: during, until: during } as const
      const ofRetailer = () => search(ledger, { retailerId: "leafline" }, named)
      expect(await eventually(ofRetailer, 3)).toEqual(["of-southpost", "own", "unclaimed"])
      const ofCarrier = () => search(ledger, { carrierId: "northpost" }, named)
      expect(await eventually(ofCarrier, 3)).toEqual(["of-oakshop", "own", "unclaimed"])
    })
  })
}
