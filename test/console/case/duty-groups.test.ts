import { describe, expect, it } from "@jest/globals"
import { dutyGroups } from "../../../console/case/duty-groups.ts"

const toNobody = {
  law: "ca-privacy-act",
  kind: "tellOtherOrganisation",
  basis: "B.2.3.1",
  dueAt: "2026-11-04T14:00:00.000Z",
} as const
const letter = { ...toNobody, towards: { kind: "retailer" } } as const

const groupsOf = (...duties: readonly Omit<Parameters<typeof dutyGroups>[0][number], "dutyId">[]) =>
  dutyGroups(duties.map((duty, place) => ({ ...duty, dutyId: String(place) }))).map((group) =>
    group.map(({ dutyId }) => dutyId),
  )

describe("the duties of a party", () => {
  it("stand together where they are owed to several organisations, or to their people, in the same way and time", () => {
    expect(groupsOf(letter, { ...toNobody, kind: "keepRecord" }, letter)).toEqual([["0", "2"], ["1"]])
    const toPeople = { ...letter, kind: "tellIndividuals" } as const
    expect(groupsOf(toPeople, letter, toPeople)).toEqual([["0", "2"], ["1"]])
  })

  it.each([
    ["to people of several parties", { kind: "tellIndividuals" }],
    ["by contract", { law: "contract" }],
    ["under another clause", { basis: "s. 7" }],
    ["at another time", { dueAt: "2026-11-05T14:00:00.000Z" }],
  ] as const)("stand apart where one is owed %s", (_, change) => {
    expect(groupsOf(letter, { ...letter, ...change })).toEqual([["0"], ["1"]])
  })

  it("stand apart where they are owed to nobody in particular", () => {
    expect(groupsOf(toNobody, toNobody)).toEqual([["0"], ["1"]])
  })
})
