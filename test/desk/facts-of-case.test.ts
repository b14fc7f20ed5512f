import { describe, expect, it } from "@jest/globals"
import { caseFacts } from "../../shared/desk/facts-of-case.ts"
import { watchedAllThrough } from "../../shared/desk/knowledge.ts"
import { partyIn, servedWorld, soleCase } from "./breach-world.ts"

describe("the facts of a case", () => {
  it.each(["open", "closed", "falseAlarm"] as const)(
    "keep that the police asked to wait, or did not, so that a final notice stays final: in a case that is %s",
    async (state) => {
      const world = await servedWorld()
      const party = world.directory.named("leafline")
      if (party === undefined) throw new Error("no such party")
      const own = { ...partyIn(world, "leafline"), lawEnforcementDelay: false }
      const facts = caseFacts({
        case: { ...soleCase(world), state },
        own,
        parties: [{ row: own, party, watch: watchedAllThrough(own.openedAt, own.openedAt) }],
      })
      expect(facts.parties.map((one) => one.lawEnforcementDelay)).toEqual([false])
    },
  )
})
