import { describe, expect, it } from "@jest/globals"
import { type Disclosure, disclosureExpiry } from "../../../../shared/watch/lookups/ledger/disclosure.ts"
import { closeDay } from "../../../../shared/watch/lookups/log/close-day.ts"
import { entryOf, loggedRowOf } from "../../../../shared/watch/lookups/log/log-disclosures.ts"
import {
  type ClosedDay,
  keptLongerSeconds,
  type LeavesRow,
  type LoggedRow,
} from "../../../../shared/watch/lookups/log/log-rows.ts"
import { testKeyedHash } from "../../../doubles/keyed-hash.ts"
import { aDisclosure } from "../ledger/disclosures.contract.ts"

const [first, second, third] = ["2026-11-01", "2026-11-02", "2026-11-03"] as const

const hashes = testKeyedHash()

/** A lookup on the first day. */
const seen = (change: Partial<Disclosure> = {}): Disclosure => aDisclosure("closing", change)

/** A lookup as the log of a day has it. */
const logged = (day: string, change: Partial<Disclosure> = {}): LoggedRow => loggedRowOf(hashes, seen(change), day)

/** A log with these rows, which gives the rows of a record in this order. */
function logWith(rows: readonly LoggedRow[]) {
  const closed: ClosedDay[] = []
  const leaves: LeavesRow[] = []
  let reads = 0
  const log = {
    async *ofDay(party: string, day: string) {
      reads += 1
      yield* rows.filter(({ item, ...row }) => [item.retailerId, item.carrierId].includes(party) && row.day === day)
    },
    async *ofParcel(parcel: string) {
      yield* rows.filter(({ pk }) => pk === parcel)
    },
    closed: async (party: string, day: string) => closed.find((one) => one.party === party && one.day === day),
    leaves: async (_party: string, _day: string, root: string) => leaves.find(({ sk }) => sk === root),
    putLeaves: async (row: LeavesRow) => void leaves.push(row),
    close: async (row: ClosedDay) => {
      closed.push(row)
      return row
    },
  }
  const clock = () => new Date("2026-11-05T01:00:00.000Z")
  return {
    leaves,
    reads: () => reads,
    close: (day: string, party = "leafline") => closeDay({ log, hashes, clock }, { party, day }),
    leafOf: (day: string, change: Partial<Disclosure> = {}) =>
      leaves
        .filter(({ pk }) => pk.includes(day))
        .flatMap((row) => row.leaves)
        .find((leaf) => leaf.entry === entryOf(hashes, "leafline", seen(change))),
  }
}

describe("closing a day", () => {
  it("reads the day once: the first closed day counts", async () => {
    const log = logWith([logged(first)])
    expect(await log.close(first)).toBe(await log.close(first))
    expect(log.reads()).toBe(1)
  })

  it("lets an entry replace its own leaf of the latest day before, in whatever order they are found", async () => {
    const log = logWith([logged(second), logged(first), logged(third)])
    for (const day of [first, second, third]) await log.close(day)
    expect(log.leafOf(first)).not.toHaveProperty("replaces")
    expect(log.leafOf(second)?.replaces).toBe(log.leafOf(first)?.leaf)
    expect(log.leafOf(third)?.replaces).toBe(log.leafOf(second)?.leaf)
  })

  it("looks back beyond a day on which the entry was logged only after it was closed", async () => {
    const rows = [logged(first)]
    const log = logWith(rows)
    for (const day of [first, second]) await log.close(day)
    rows.push(logged(second), logged(third))
    expect((await log.close(third)).disclosures).toBe(0)
    expect(log.leafOf(third)?.replaces).toBe(log.leafOf(first)?.leaf)
  })

  it("lets it replace no leaf of another party, and no other entry of the parcel", async () => {
    const other = { accessId: "acc-2" }
    const log = logWith([logged(first), logged(second, other), logged(third)])
    await log.close(second, "northpost")
    await log.close(first)
    await log.close(second)
    await log.close(third)
    expect(log.leafOf(second, other)).not.toHaveProperty("replaces")
    expect(log.leafOf(third)?.replaces).toBe(log.leafOf(first)?.leaf)
  })

  it("lets an entry of the first seconds of a day replace the one that a clock ahead logged the day before", async () => {
    const change = { at: `${second}T00:00:10.000Z` }
    const log = logWith([logged(first, change), logged(second, change)])
    for (const day of [first, second]) await log.close(day)
    expect(log.leafOf(second, change)?.replaces).toBe(log.leafOf(first, change)?.leaf)
  })

  it("counts as shared only what a counterparty knows too, in the order of the pairs", async () => {
    const log = logWith([
      logged(first),
      logged(first, { accessId: "acc-2", retailerId: "maplebooks" }),
      logged(first, { accessId: "acc-3", retailerId: "northpost" }),
      logged(first, { accessId: "acc-4" }),
    ])
    const { shared, size, disclosures } = await log.close(first, "northpost")
    const counts = shared.map((one) => [one.counterparty, one.disclosures])
    expect([size, disclosures, new Map(counts.map(([name, count]) => [name, count]))]).toEqual([
      4,
      4,
      new Map([
        ["leafline", 2],
        ["maplebooks", 1],
      ]),
    ])
    expect(shared.map(({ pair }) => pair)).toEqual(shared.map(({ pair }) => pair).sort())
  })

  it("orders leaves by their entries, whatever the order in which the log has them", async () => {
    const rows = ["1", "2", "3", "4"].map((accessId) => logged(first, { accessId }))
    const [one, other] = [logWith(rows), logWith(rows.toReversed())]
    expect((await one.close(first)).root).toBe((await other.close(first)).root)
    const entries = one.leaves.flatMap(({ leaves }) => leaves.map(({ entry }) => entry))
    expect(entries).toEqual(entries.toSorted())
  })

  it("is kept 40 days longer than the ledger", async () => {
    const log = logWith([logged(first)])
    const { expiresAt } = await log.close(first)
    expect(expiresAt).toBe(disclosureExpiry(`${first}T00:00:00.000Z`) + keptLongerSeconds)
    expect(log.leaves.map((row) => row.expiresAt)).toEqual([expiresAt])
  })
})
