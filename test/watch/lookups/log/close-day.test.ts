import { describe, expect, it } from "@jest/globals"
import { disclosureExpiry } from "../../../../shared/watch/lookups/ledger/disclosure.ts"
import { closeDay } from "../../../../shared/watch/lookups/log/close-day.ts"
import {
  type ClosedDay,
  keptLongerSeconds,
  type LeavesRow,
  type LoggedRow,
} from "../../../../shared/watch/lookups/log/log-rows.ts"
import { disclosure } from "../../../proof/statements/contradictions/held-world.ts"

const [first, second, third] = ["2026-11-01", "2026-11-02", "2026-11-03"] as const

/** The entry of a lookup on the first day, as a party's log of a day has it. */
function logged(day: string, change: Partial<LoggedRow> = {}, said: Partial<LoggedRow["disclosure"]> = {}): LoggedRow {
  const sk = change.sk ?? "e".repeat(43)
  return {
    ...{ pk: `LOG#${change.party ?? "leafline"}#${day}`, sk, type: "logged", party: "leafline", recordId: "record-1" },
    ...{ revision: 1, expiresAt: 1, ...change },
    disclosure: { ...disclosure({ day, entry: sk }), at: `${first}T10:00:00.000Z`, ...said },
  }
}

/** A log with these rows, which gives the rows of a record in this order. */
function logWith(...rows: LoggedRow[]) {
  const closed: ClosedDay[] = []
  const leaves: LeavesRow[] = []
  let reads = 0
  const log = {
    async *ofDay(party: string, day: string) {
      reads += 1
      yield* rows
        .filter((row) => row.party === party && row.disclosure.day === day)
        .sort((one, other) => (one.sk < other.sk ? -1 : 1))
    },
    async *ofRecord(recordId: string) {
      yield* rows.filter((row) => row.recordId === recordId)
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
    close: (day: string, party = "leafline") => closeDay({ log, clock }, { party, day }),
    leafOf: (day: string, entry = "e".repeat(43)) =>
      leaves
        .filter(({ pk }) => pk.includes(day))
        .flatMap((row) => row.leaves)
        .find((leaf) => leaf.entry === entry),
  }
}

describe("closing a day", () => {
  it("reads the day once: the first closed day counts", async () => {
    const log = logWith(logged(first))
    expect(await log.close(first)).toBe(await log.close(first))
    expect(log.reads()).toBe(1)
  })

  it("lets an entry replace its own leaf of the latest day before, in whatever order they are found", async () => {
    const log = logWith(logged(second), logged(first), logged(third))
    for (const day of [first, second, third]) await log.close(day)
    expect(log.leafOf(first)).not.toHaveProperty("replaces")
    expect(log.leafOf(second)?.replaces).toBe(log.leafOf(first)?.leaf)
    expect(log.leafOf(third)?.replaces).toBe(log.leafOf(second)?.leaf)
  })

  it("lets it replace no entry of another party, and no other entry of the parcel", async () => {
    const log = logWith(
      logged(first),
      logged(second, { sk: "f".repeat(43) }),
      logged(second, { party: "northpost" }),
      logged(third),
    )
    for (const day of [first, second]) await log.close(day)
    await log.close(second, "northpost")
    await log.close(third)
    expect(log.leafOf(third)?.replaces).toBe(log.leafOf(first)?.leaf)
  })

  it("lets an entry of the first seconds of a day replace the one that a clock ahead logged the day before", async () => {
    const at = `${second}T00:00:10.000Z`
    const log = logWith(logged(first, {}, { at }), logged(second, {}, { at }))
    for (const day of [first, second]) await log.close(day)
    expect(log.leafOf(second)?.replaces).toBe(log.leafOf(first)?.leaf)
  })

  it("counts as shared only what a named counterparty knows too, in the order of the pairs", async () => {
    const pair = (letter: string) => ({ pair: letter.repeat(43), sharedSalt: "s".repeat(43) })
    const log = logWith(
      logged(first, { sk: "a".repeat(43), counterparty: "northpost" }, pair("z")),
      logged(first, { sk: "b".repeat(43), counterparty: "swift" }, pair("k")),
      logged(first, { sk: "c".repeat(43) }, pair("m")),
      logged(first, { sk: "d".repeat(43), counterparty: "northpost" }, pair("z")),
    )
    const { shared, size } = await log.close(first)
    expect([size, shared.map((one) => [one.pair[0], one.counterparty, one.disclosures])]).toEqual([
      4,
      [
        ["k", "swift", 1],
        ["z", "northpost", 2],
      ],
    ])
  })

  it("is kept 40 days longer than the ledger", async () => {
    const log = logWith(logged(first))
    const { expiresAt } = await log.close(first)
    expect(expiresAt).toBe(disclosureExpiry(`${first}T00:00:00.000Z`) + keptLongerSeconds)
    expect(log.leaves.map((row) => row.expiresAt)).toEqual([expiresAt])
  })
})
