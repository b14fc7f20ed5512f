import { describe, expect, it } from "@jest/globals"
import { copyRows, type Half, type RegisterTables, type Row } from "../../../../infra/cli/restore-register/copy-rows.ts"

const row = (sk: string, type: string, value: string): Row => ({
  sk: { S: sk },
  type: { S: type },
  value: { S: value },
})
const nameOf = (one: Row) => one["sk"]?.S ?? ""

/** A restored table with pages of two rows, and the stage's own table as a map. */
function registerOf(restored: readonly Row[], own: readonly Row[]) {
  const stage = new Map(own.map((one) => [nameOf(one), one]))
  const written: string[] = []
  const tables: RegisterTables = {
    async *restored(half: Half) {
      const rows = restored.filter((one) => (one["type"]?.S === "timeline") === (half === "timeline"))
      for (let from = 0; from < rows.length; from += 2) yield rows.slice(from, from + 2)
    },
    missing: async (rows) => rows.filter((one) => !stage.has(nameOf(one))),
    withoutErased: async (rows) => rows.filter((one) => one["value"]?.S !== "of an erased shipment"),
    put: async (one) => {
      if (stage.has(nameOf(one))) return false
      stage.set(nameOf(one), one)
      written.push(nameOf(one))
      return true
    },
  }
  return { tables, stage, written }
}

const restored = [
  row("entry-1", "timeline", "old"),
  row("case", "case", "old"),
  row("entry-2", "timeline", "old"),
  row("sent-1", "marker", "old"),
  row("sent-2", "marker", "old"),
]
const writing = { mayWrite: true, onStep: () => {} }

describe("rows of a restored register", () => {
  it("are copied if the stage lacks them, and change none that is there", async () => {
    const { tables, stage } = registerOf(restored, [row("case", "case", "new")])
    expect(await copyRows(tables, writing)).toEqual({ read: 5, erased: 0, missing: 4, written: 4 })
    expect(stage.get("case")).toEqual(row("case", "case", "new"))
    expect([...stage.keys()].sort()).toEqual(["case", "entry-1", "entry-2", "sent-1", "sent-2"])
  })

  it("come with the entries last, so that alerts that were sent are known not to be sent again", async () => {
    const { tables, written } = registerOf(restored, [])
    await copyRows(tables, writing)
    expect(written).toEqual(["case", "sent-1", "sent-2", "entry-1", "entry-2"])
  })

  it("of erased shipments are left out, and counted by themselves", async () => {
    const erased = row("shipment", "record", "of an erased shipment")
    const { tables, stage } = registerOf([...restored, erased], [row("case", "case", "new")])
    expect(await copyRows(tables, writing)).toEqual({ read: 6, erased: 1, missing: 4, written: 4 })
    expect(stage.has("shipment")).toBe(false)
  })

  it("are only counted without permission", async () => {
    const { tables, stage } = registerOf(restored, [])
    expect(await copyRows(tables, { ...writing, mayWrite: false })).toEqual({
      read: 5,
      erased: 0,
      missing: 5,
      written: 0,
    })
    expect(stage.size).toBe(0)
  })

  it("that somebody writes meanwhile stay as they are", async () => {
    const { tables, stage } = registerOf(restored, [])
    const missing: RegisterTables["missing"] = async (rows) => {
      stage.set("case", row("case", "case", "newer"))
      return rows
    }
    expect(await copyRows({ ...tables, missing }, writing)).toMatchObject({ written: 4 })
    expect(stage.get("case")).toEqual(row("case", "case", "newer"))
  })

  it("can be copied again after a stop, and then only the rest is", async () => {
    const { tables, stage } = registerOf(restored, [])
    let puts = 0
    const put: RegisterTables["put"] = async (one) => {
      puts += 1
      if (puts > 2) throw new Error("throttled")
      return tables.put(one)
    }
    await expect(copyRows({ ...tables, put }, writing)).rejects.toThrow("throttled")
    expect(await copyRows(tables, writing)).toEqual({ read: 5, erased: 0, missing: 3, written: 3 })
    expect(stage.size).toBe(5)
  })

  it("are reported on the way", async () => {
    const steps: string[] = []
    const { tables } = registerOf(restored, [])
    await copyRows(tables, { mayWrite: true, onStep: (step) => void steps.push(step) })
    expect(steps.at(-1)).toBe("5 rows read, 5 missing, 5 written")
  })
})
