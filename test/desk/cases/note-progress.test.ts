import { describe, expect, it } from "@jest/globals"
import { pendingRow } from "../../../shared/desk/cases/accessor-keys.ts"
import type { CaseRow } from "../../../shared/desk/cases/case-rows.ts"
import { noteProgress } from "../../../shared/desk/cases/note-progress.ts"
import { memoryBreachCases } from "../memory-stores.ts"
import { memoryWriting } from "../memory-writing.ts"
import { aCase } from "./breach-cases.contract.ts"

const at = "2026-11-01T12:00:00.000Z"
const caseId = "case-that-counts-00000"
const count = pendingRow(caseId, { accessorKey: "subject#walker", from: at, dueAt: at })
const further = { ...count, countedTo: { subject: "subject#walker", sortKey: `${at}#access-9` } }

/** A case that still has to count for an accessor key, unless another writer has counted already. */
async function deskOver({ state, isCounted = false }: Pick<CaseRow, "state"> & { isCounted?: boolean }) {
  const cases = memoryBreachCases()
  const items = isCounted ? [] : [count]
  await cases.commit({ case: aCase(caseId, { state }), items, pointers: [] })
  const { writerOver } = memoryWriting({ interrupt: async () => {}, clock: () => new Date(at) })
  return { cases, write: writerOver(cases), left: () => cases.items([count]) }
}

describe("what a case still has to do", () => {
  it("goes on from where it has come", async () => {
    const desk = await deskOver({ state: "open" })
    expect(await noteProgress(desk, count, further)).toBe(true)
    expect(await desk.left()).toEqual([further])
  })

  it("goes once it is done", async () => {
    const desk = await deskOver({ state: "open" })
    expect(await noteProgress(desk, count, undefined)).toBe(true)
    expect(await desk.left()).toEqual([])
  })

  it("does not come back if another writer did it meanwhile", async () => {
    const desk = await deskOver({ state: "open", isCounted: true })
    expect(await noteProgress(desk, count, further)).toBe(true)
    expect(await desk.left()).toEqual([])
  })

  it.each(["closed", "merged"] as const)("stays as it is in a case that is %s", async (state) => {
    const desk = await deskOver({ state })
    expect(await noteProgress(desk, count, undefined)).toBe(false)
    expect(await desk.left()).toEqual([count])
  })
})
