import { describe, expect, it } from "@jest/globals"
import { actingDesk, type Id, low, withLaws } from "../acting-desk.ts"
import { type BreachWorld, partyIn, seen } from "../breach-world.ts"
import { createShipment, numberOf, seenUnclaimed } from "../exposures/unclaimed-parcels.ts"

/** GDPR art. 33(4), A-2.1, r. 3.1 s. 4: what a report did not say follows once it is known. */

async function reportedDesk() {
  const desk = await actingDesk({ parties: withLaws({ leafline: { laws: ["eu-gdpr", "ca-qc-private-sector-act"] } }) })
  desk.world.passSeconds(3600)
  await desk.post("leafline", "/facts", { cause: "Numbers follow one another.", lawEnforcementDelay: false })
  await desk.doTheRest("leafline")
  desk.world.passSeconds(3600)
  return desk
}

const supplements = (world: BreachWorld, party: Id = "leafline") =>
  world
    .rowsOf("duty")
    .filter(({ duty }) => duty.party === party && duty.kind === "supplementReport")
    .map(({ duty: { law, state, clock } }) => [law, state, clock.startedAt])

describe("a supplement of a report", () => {
  it("is owed for a field that was shown later, counted from when it was found and not from the breach", async () => {
    const { world, now, watch } = await reportedDesk()
    expect(supplements(world)).toEqual([])
    await world.disclosures.append(seen(1, { accessId: "again", at: now(), fields: ["purchaser"] }))
    await world.settle()
    await watch()
    expect(supplements(world)).toEqual([
      ["eu-gdpr", "open", now()],
      ["ca-qc-private-sector-act", "open", now()],
    ])
  })

  it("is owed for a fact that the party corrected, and done with the next report", async () => {
    const { world, post, now, doTheRest } = await reportedDesk()
    await post("leafline", "/facts", { cause: "The tool asked for no proof." })
    const open = ["eu-gdpr", "ca-qc-private-sector-act"].map((law) => [law, "open", now()])
    expect(supplements(world)).toEqual(open)
    world.passSeconds(60)
    await doTheRest("leafline")
    expect(supplements(world).map(([, state]) => state)).toEqual(["discharged", "discharged"])
  })

  it("can name a time and a cause that were reported otherwise, because both are kept with the report", async () => {
    const desk = await actingDesk({ parties: withLaws({ leafline: { laws: ["eu-gdpr"] } }) })
    desk.world.passSeconds(60)
    await desk.expose("leafline", 60)
    await desk.post("leafline", "/facts", { causes: ["proofNotAsked"], lawEnforcementDelay: false })
    await desk.doTheRest("leafline")
    const { reported, firstAt, lastAt } = partyIn(desk.world, "leafline")
    expect([firstAt, lastAt]).toEqual([expect.any(String), desk.now()])
    expect(lastAt).not.toBe(firstAt)
    expect(reported?.["eu-gdpr"]?.also).toEqual({
      firstExposureAt: firstAt,
      lastExposureAt: lastAt,
      causes: ["proofNotAsked"],
    })
  })

  it("is owed for what was found between the report and its receipt", async () => {
    const desk = await actingDesk({ parties: withLaws({ leafline: { laws: ["eu-gdpr"] } }) })
    const { world, view, post, expose, now, watch } = desk
    const reportedAt = now()
    world.passSeconds(60)
    await expose("leafline", 60)
    const grownAt = now()
    world.passSeconds(60)
    const dutyId = (await view("leafline")).duties.find(({ kind }) => kind === "tellRegulator")?.dutyId
    const receipt = { kind: "regulatorReceipt", reference: "DPA-1", at: reportedAt }
    await post("leafline", `/duties/${dutyId}`, { step: { operation: "discharge", receipt } })
    await watch()
    expect(supplements(world)).toEqual([["eu-gdpr", "open", grownAt]])
  })

  it("is owed when fewer shipments were exposed than was reported", async () => {
    const desk = await actingDesk({ parties: withLaws({ northpost: { laws: ["eu-gdpr"] } }) })
    const { world, now, doTheRest, watch } = desk
    // One shipment is looked up by its order and by the number of its parcel, before the two are known to be one.
    await createShipment(world, 5, { numbered: false })
    await world.disclosures.append(seen(5))
    await world.disclosures.append(seenUnclaimed(world, 5, { accessId: "by-number" }))
    await world.settle()
    expect(partyIn(world, "northpost").shipments).toBe(3)
    await doTheRest("northpost")
    world.passSeconds(60)
    const numbered = { trackingNumber: numberOf(5), at: now(), eventKey: "numbered" }
    await world.records.recordNumber({ retailerId: "leafline", shipmentId: "s5" }, numbered)
    await world.settle()
    await watch()
    expect(partyIn(world, "northpost")).toMatchObject({ shipments: 2, shrunkAt: now() })
    expect(supplements(world, "northpost")).toEqual([["eu-gdpr", "open", now()]])
  })

  it("is not owed for what only moves from a parcel to the shipment that claims it", async () => {
    const { world, answer, doTheRest, watch, view, now } = await actingDesk({
      parties: withLaws({ northpost: { laws: ["eu-gdpr"] } }),
    })
    await world.disclosures.append(seenUnclaimed(world, 5))
    await world.settle()
    const factors = low("sensitivity")
    await answer("northpost", "no", { law: "eu-gdpr", test: "highRiskToRightsAndFreedoms", factors })
    await doTheRest("northpost")
    world.passSeconds(60)
    await createShipment(world, 5)
    await world.settle()
    await watch()
    expect(partyIn(world, "northpost").grownAt).not.toBe(now())
    const states = (await view("northpost")).duties.map(({ kind, state }) => `${kind} ${state}`)
    expect(states.filter((state) => state.startsWith("supplementReport"))).toEqual([])
    expect(states).toContain("tellIndividuals notOwed")
  })
})
