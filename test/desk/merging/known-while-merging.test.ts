import { expect, it } from "@jest/globals"
import type { CaseRow } from "../../../shared/desk/cases/case-rows.ts"
import { fieldsThatAre } from "../../../shared/desk/knowledge.ts"
import { mergeCases } from "../../../shared/desk/merging/merge-cases.ts"
import { makeWatchDuties } from "../../../shared/desk/watch-duties.ts"
import { knowledgeIn } from "../../../shared/desk/watch-of-case.ts"
import { twoCases } from "./two-cases.ts"

it("knows of no field that it was not shown, until a merge is over", async () => {
  const { world, survivorId } = await twoCases()
  const known = async (more: Partial<CaseRow> = {}) => {
    const current = await world.cases.get(survivorId)
    const own = world.rowsOf("party").find((row) => row.caseId === survivorId && row.partyId === "northpost")
    if (current === undefined || own === undefined) throw new Error("no such case")
    return { provenNotShown: undefined, ...(await knowledgeIn(world.desk, { ...current, ...more }, own)) }
  }
  const unknown = { isAtLeast: true, unknownBecause: ["countGoesOn"], provenNotShown: undefined }
  expect(await known()).toMatchObject(unknown)
  expect(world.rowsOf("pending").filter(({ caseId }) => caseId === survivorId)).toEqual([])
  await mergeCases(world.desk, survivorId)
  world.passSeconds(600)
  await makeWatchDuties(world.desk)()
  await world.settle()
  expect(fieldsThatAre(await known(), "notShown")).toContain("address")
  expect(await known({ state: "merged" })).toMatchObject(unknown)
})
