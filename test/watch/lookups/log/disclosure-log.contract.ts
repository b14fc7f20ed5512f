import { describe, expect, it } from "@jest/globals"
import type { DisclosureLog } from "../../../../shared/watch/lookups/log/disclosure-log.ts"
import { loggedRowOf } from "../../../../shared/watch/lookups/log/log-disclosures.ts"
import {
  type ClosedDay,
  closedDayKey,
  type LoggedRow,
  leavesKey,
  rowNameOf,
} from "../../../../shared/watch/lookups/log/log-rows.ts"
import { testKeyedHash } from "../../../doubles/keyed-hash.ts"
import { aDisclosure } from "../ledger/disclosures.contract.ts"

const hashes = testKeyedHash()
const day = "2026-11-01"
const expiresAt = 1_900_000_000

/** What is logged of a disclosure. `tag` keeps tests apart that share a table. */
function anEntry(tag: string, change: Parameters<typeof aDisclosure>[1] = {}, on = day): LoggedRow {
  return loggedRowOf(hashes, aDisclosure(tag, { retailerId: `r-${tag}`, carrierId: `c-${tag}`, ...change }), on)
}

const hash = (letter: string): string => letter.repeat(43)

const aDay = (tag: string, root: string): ClosedDay => ({
  ...closedDayKey(`r-${tag}`, day),
  type: "closedDay",
  party: `r-${tag}`,
  day,
  closedAt: "2026-11-02T01:00:00.000Z",
  size: 1,
  root,
  parts: [{ first: hash("e"), root }],
  disclosures: 1,
  lookups: [{ tool: "guarded", proof: "none", entries: 1 }],
  shared: [{ pair: hash("p"), counterparty: "northpost", disclosures: 1, root }],
  expiresAt,
})

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = []
  for await (const item of items) found.push(item)
  return found
}

/** What every log must do. */
export function disclosureLogContract(store: string, make: () => Promise<DisclosureLog>): void {
  describe(`the log of the ledger in ${store}`, () => {
    it("keeps the newest revision of an entry, however often and in which order it is logged", async () => {
      const log = await make()
      const [old, young] = [anEntry("revisions"), anEntry("revisions", { revision: 2, fields: ["phase"] })]
      await log.log([old])
      await log.log([young])
      await log.log([old, young])
      expect(await all(log.ofDay("r-revisions", day))).toEqual([young])
    })

    it("reads a day, each entry once for each of its parties, and no other day", async () => {
      const log = await make()
      const rows = ["1", "2", "3", "4"].map((accessId) => anEntry("order", { accessId: `acc-${accessId}` }))
      await log.log([...rows, anEntry("order", {}, "2026-11-02"), anEntry("other")])
      await log.log(rows.slice(2))
      const names = rows.map(({ sk }) => sk).sort()
      for (const party of ["r-order", "c-order"])
        expect((await all(log.ofDay(party, day))).map(({ sk }) => sk).sort()).toEqual(names)
      const [first, , third] = rows.map(rowNameOf)
      const some = await log.entries(day, [third ?? "", first ?? "", rowNameOf(anEntry("missing"))])
      expect(some.map(rowNameOf).sort()).toEqual([first, third].sort())
      expect(await log.entries(day, [])).toEqual([])
    })

    it("has of an unclaimed parcel the carrier's entry alone", async () => {
      const log = await make()
      const row = anEntry("unclaimed", { retailerId: "c-unclaimed" })
      await log.log([row])
      expect(await all(log.ofDay("c-unclaimed", day))).toEqual([row])
    })

    it("finds the entries about a parcel, of all days", async () => {
      const log = await make()
      const rows = [anEntry("parcel"), anEntry("parcel", {}, "2026-11-02")]
      await log.log([...rows, anEntry("parcel", { recordId: "another" })])
      expect(await all(log.ofParcel(rows[0]?.pk ?? ""))).toEqual(rows)
    })

    it("forgets entries, and no others", async () => {
      const log = await make()
      const [one, other] = [anEntry("forget"), anEntry("forget", { accessId: "acc-2" })]
      await log.log([one, other])
      await log.forget([one])
      await log.forget([one])
      expect(await all(log.ofDay("r-forget", day))).toEqual([other])
    })

    it("closes a day once, and keeps its leaves by their root", async () => {
      const log = await make()
      const leaves = {
        type: "leaves" as const,
        leaves: [{ entry: hash("e"), row: "r".repeat(44), leaf: hash("l") }],
        expiresAt,
      }
      const row = { pk: leavesKey("r-close", day), sk: hash("l"), ...leaves }
      await log.putLeaves(row)
      expect(await log.leaves("r-close", day, hash("l"))).toEqual(row)
      expect(await log.leaves("r-close", "2026-11-02", hash("l"))).toBeUndefined()
      expect(await log.closed("r-close", day)).toBeUndefined()
      expect(await log.close(aDay("close", hash("l")))).toEqual(aDay("close", hash("l")))
      expect(await log.close(aDay("close", hash("m")))).toEqual(aDay("close", hash("l")))
      expect(await log.closed("r-close", day)).toEqual(aDay("close", hash("l")))
    })
  })
}
