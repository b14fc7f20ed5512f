import { describe, expect, it } from "@jest/globals"
import { acknowledge } from "../../../shared/desk/actions/acknowledge.ts"
import { stateFacts } from "../../../shared/desk/actions/state-facts.ts"
import type { ItemKey } from "../../../shared/desk/cases/case-keys.ts"
import { aliasIn, partyIn, servedWorld, soleCase } from "../breach-world.ts"

describe("a party that acts while another change of its case is stored", () => {
  it("undoes nothing of it, also if its row was read before and the case after", async () => {
    const world = await servedWorld()
    const party = world.directory.named("leafline")
    if (party === undefined) throw new Error("no such party")
    const at = world.clock().toISOString()
    const caseAlias = aliasIn(world, soleCase(world), party.id)
    const { items } = world.cases
    let isFirst = true
    const cases = {
      ...world.cases,
      items: async (keys: readonly ItemKey[]) => {
        const ownKey = keys.find(({ sk }) => sk === `PARTY#${party.id}`)
        if (!isFirst || ownKey === undefined) return items(keys)
        isFirst = false
        const own = await items([ownKey])
        await acknowledge(world.desk, { party, caseAlias, actionId: "acknowledges" }, at)
        return [...(await items(keys.filter((key) => key !== ownKey))), ...own]
      },
    }
    await stateFacts({ ...world.desk, cases }, { party, caseAlias, actionId: "states" }, { determinedAt: at })
    expect(isFirst).toBe(false)
    expect(partyIn(world, party.id)).toMatchObject({ acknowledgedAt: at, determinedAt: at })
  })
})
