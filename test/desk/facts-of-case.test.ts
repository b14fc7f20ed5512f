import { describe, expect, it } from "@jest/globals"
import { caseFacts } from "../../shared/desk/facts-of-case.ts"
import { watchedAllThrough } from "../../shared/desk/knowledge.ts"
import { lawCatalogue } from "../../shared/desk/law/catalogue.ts"
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
        laws: [],
        case: { ...soleCase(world), state },
        own,
        parties: [{ row: own, party, watch: watchedAllThrough(own.openedAt, own.openedAt) }],
      })
      expect(facts.parties.map((one) => one.lawEnforcementDelay)).toEqual([false])
    },
  )

  it("name laws that bind by where people live beside those of the configuration, once parcels went there", async () => {
    const world = await servedWorld()
    const party = world.directory.named("leafline")
    if (party === undefined) throw new Error("no such party")
    const facts = (shipmentsByRegion: Record<string, number>) => {
      const own = { ...partyIn(world, "leafline"), shipmentsByRegion }
      const watch = watchedAllThrough(own.openedAt, own.openedAt)
      return caseFacts({ laws: lawCatalogue, case: soleCase(world), own, parties: [{ row: own, party, watch }] })
    }
    const [abroad] = facts({ "US-CA": 4500 }).parties
    expect(abroad?.laws).toEqual([...party.laws, "us-ca-civil-1798-82"])
    expect(abroad?.configuredLaws).toEqual(party.laws)
    expect(facts({ "CA-ON": 4500 }).parties[0]?.laws).toEqual(party.laws)
  })
})
