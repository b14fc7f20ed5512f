import { describe, expect, it } from "@jest/globals"
import { memoryTable } from "../../shared/platform/memory-table.ts"

type Row = { id: string; owner?: string; at: string }

/** A table with an index by owner and time, and the reads that it was asked for. */
function watchedTable() {
  const reads: string[] = []
  const table = memoryTable<Row, "byOwner">(
    "rows",
    async (point) => {
      if (point.endsWith(":before")) reads.push(point)
    },
    { byOwner: { partition: ({ owner }) => owner, place: ({ at }) => at } },
  )
  const put = (row: Row) => table.put(row.id, row)
  const idsOf = async (part: Omit<Parameters<typeof table.query>[2], "partition">, owner = "one") => {
    const ids: string[] = []
    for await (const { id } of table.query("list", "byOwner", { partition: owner, ...part })) ids.push(id)
    return ids
  }
  return { table, put, idsOf, reads }
}

describe("an index of a table in memory", () => {
  it("lists the rows of a partition by place and key, from one place to another, both included", async () => {
    const { table, put, idsOf } = watchedTable()
    for (const [id, at] of Object.entries({ d: "3", b: "1", a: "2", c: "2", e: "20" })) put({ id, owner: "one", at })
    put({ id: "f", owner: "on", at: "2" })
    put({ id: "g", owner: "one-more", at: "2" })
    put({ id: "h", at: "2" })
    expect(await idsOf({})).toEqual(["b", "a", "c", "e", "d"])
    expect(await idsOf({ from: "2", to: "2" })).toEqual(["a", "c"])
    expect(await idsOf({ from: "1", to: "2\uffff" })).toEqual(["b", "a", "c", "e"])
    expect(await idsOf({ after: "2" })).toEqual(["e", "d"])
    expect(await idsOf({ descending: true })).toEqual(["d", "e", "c", "a", "b"])
    expect(await idsOf({ from: "2", to: "20", descending: true })).toEqual(["e", "c", "a"])
    expect(await idsOf({ after: "2", descending: true })).toEqual(["b"])
    table.delete("e")
    put({ id: "a", owner: "on", at: "2" })
    put({ id: "b", owner: "one", at: "9" })
    expect(await idsOf({})).toEqual(["c", "d", "b"])
    expect(await idsOf({}, "on")).toEqual(["a", "f"])
  })

  it("is read in pages, and not further than the reader goes", async () => {
    const { table, put, idsOf, reads } = watchedTable()
    for (let number = 0; number < 2_500; number++)
      put({ id: String(number).padStart(4, "0"), owner: "one", at: String(Math.floor(number / 7)).padStart(4, "0") })
    const all = await idsOf({})
    expect(all).toEqual(all.toSorted())
    expect(all).toHaveLength(2_500)
    expect(reads).toHaveLength(3)
    expect(await idsOf({ pageSize: 1_200 })).toEqual(all)
    expect(reads).toHaveLength(6)
    expect(await idsOf({ limit: 30, pageSize: 20 })).toEqual(all.slice(0, 30))
    expect(reads).toHaveLength(8)
    expect(await idsOf({ descending: true })).toEqual(all.toReversed())
    expect(reads).toHaveLength(11)
    for await (const _ of table.query("list", "byOwner", { partition: "one" })) break
    expect(reads).toHaveLength(12)
  })
})
