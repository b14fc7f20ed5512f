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

  it("say how many people the possibly exposed shipments tell of: at least the known places, at most all subjects", async () => {
    const world = await servedWorld()
    const party = world.directory.named("leafline")
    if (party === undefined) throw new Error("no such party")
    const [firstAt, lastAt] = ["2026-11-01T14:00:00.000Z", "2026-11-01T15:00:00.000Z"]
    const fields = ["postal-code", "signatory-name-or-initials"] as const
    const fourPossible = { exposures: 4, shipments: 4, alerted: 0, fields: [...fields], firstAt, lastAt }
    const own = { ...partyIn(world, "leafline"), possible: fourPossible }
    const possiblePeople = (possible: number) => {
      const people = { all: 0, byRegion: {}, possible }
      const watch = watchedAllThrough(own.openedAt, own.openedAt)
      const parties = [{ row: own, party, people, watch }]
      return caseFacts({ laws: [], case: soleCase(world), own, parties }).parties[0]?.possiblePeople
    }
    expect(possiblePeople(3)).toEqual({ atLeast: 3, atMost: 8 })
    // Of parcels of orders that the shop has not published no place is known.
    expect(possiblePeople(0)).toEqual({ atLeast: 1, atMost: 8 })
  })
})
