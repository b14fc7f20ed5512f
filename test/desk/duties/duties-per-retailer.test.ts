import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { breachCaseClosed, breachCaseOpened } from "../../../shared/base/contracts/breach-case-events.ts"
import { forwardedDutyDischarged, forwardedDutyRequested } from "../../../shared/base/contracts/duty-events.ts"
import { closeCase } from "../../../shared/desk/actions/close-case.ts"
import { makeWatchDuties } from "../../../shared/desk/watch-duties.ts"
import { exhaustively } from "../../exhaustively.ts"
import { assessAsNoBreach } from "../assess-no-breach.ts"
import { breachParties, breachWorld, partyIn, seen, soleCase, walkAnomaly } from "../breach-world.ts"
import { caller } from "../desk-caller.ts"
import { type Notifier, rowsOf, worldOf } from "../shared-case-world.ts"
import { takeOut } from "../take-out.ts"

const dutySchema = z.looseObject({
  dutyId: z.string(),
  law: z.string(),
  kind: z.string(),
  state: z.string(),
  towards: z.looseObject({ kind: z.string(), alias: z.string().optional() }).optional(),
  notices: z.looseObject({ affected: z.int(), told: z.int(), publicNotice: z.int() }).optional(),
  requests: z.array(z.looseObject({ by: z.looseObject({}).optional() })).optional(),
})
const viewSchema = z.looseObject({
  duties: z.array(dutySchema),
  others: z.array(z.looseObject({ kind: z.string(), duties: z.array(dutySchema) })),
})

/** A case of two retailers and their carrier, and what each sees and does through the API. */
async function sharedDesk(shipments = [...rowsOf("leafline", 1, 3), ...rowsOf("maplebooks", 1, 2)]) {
  const desk = await worldOf(shipments)
  const { world } = desk
  const call = caller(world)
  const base = (by: Notifier) => `/v1/cases/${partyIn(world, by).alias}`
  const view = async (by: Notifier) => viewSchema.parse((await call(by, "GET", base(by))).json)
  const telling = (duties: readonly z.infer<typeof dutySchema>[]) =>
    duties.filter(({ kind }) => kind === "tellIndividuals")
  return {
    ...desk,
    view,
    raw: async (by: Notifier) => (await call(by, "GET", base(by))).body,
    timeline: async (by: Notifier) => (await call(by, "GET", `${base(by)}/timeline`)).body,
    dossier: async (by: Notifier) => (await takeOut(world, call, by)).text,
    step: (by: Notifier, dutyId: string, step: object) => call(by, "POST", `${base(by)}/duties/${dutyId}`, { step }),
    /** What the carrier owes to the people of each retailer: as the carrier sees it, and as the retailer does. */
    owed: async () => telling((await view("northpost")).duties),
    owedTo: async (retailer: Notifier) => telling((await view(retailer)).others.flatMap(({ duties }) => duties)),
  }
}

const receipt = (at: string) => ({ kind: "individualsNotified", reference: "MAILING-1", at })

describe("what a carrier owes to people", () => {
  it("is a duty of its own for the people of each retailer, and no other retailer sees it", async () => {
    const desk = await sharedDesk()
    const owed = await desk.owed()
    expect(owed.map(({ towards, notices }) => [towards, notices?.affected])).toEqual([
      [{ kind: "retailer" }, 3],
      [{ kind: "retailer", alias: "Maple Books" }, 2],
    ])
    const [toLeafline, ...further] = await desk.owedTo("leafline")
    expect(further).toEqual([])
    expect(toLeafline?.dutyId).toBe(owed[0]?.dutyId)
    expect((await desk.owedTo("maplebooks")).map(({ dutyId }) => dutyId)).toEqual([owed[1]?.dutyId])
    const [opened] = desk.world.exchange.published(breachCaseOpened, "northpost")
    expect(opened?.data.duties.filter(({ kind }) => kind === "tellIndividuals").map(({ towards }) => towards)).toEqual([
      { kind: "retailer" },
      { kind: "retailer", alias: "Maple Books" },
    ])
  })

  it("stays owed to the others when one retailer takes over its own part and notifies its people", async () => {
    const desk = await sharedDesk()
    const at = desk.world.clock().toISOString()
    const [mine] = await desk.owedTo("leafline")
    const before = await desk.raw("maplebooks")
    expect((await desk.step("leafline", mine?.dutyId ?? "", { operation: "request" })).statusCode).toBe(200)
    expect(await desk.raw("maplebooks")).toBe(before)
    expect(desk.world.exchange.published(forwardedDutyRequested).map(({ metadata }) => metadata.audience)).toEqual([
      "northpost",
    ])
    const asked = (await desk.owed()).map(({ state, requests }) => [state, requests?.length])
    expect(asked).toEqual([
      ["requested", 1],
      ["open", 0],
    ])
    await desk.step("northpost", mine?.dutyId ?? "", { operation: "decline", reason: "requesterShouldTell" })
    await desk.step("leafline", mine?.dutyId ?? "", { operation: "takeOver" })
    await desk.notify("leafline", "mail", "email", rowsOf("leafline", 1, 3))
    const done = await desk.step("leafline", mine?.dutyId ?? "", { operation: "discharge", receipt: receipt(at) })
    expect(done.statusCode).toBe(200)
    expect((await desk.owed()).map(({ state, notices }) => [state, notices?.told])).toEqual([
      ["discharged", 3],
      ["open", 0],
    ])
    expect(await desk.raw("maplebooks")).toBe(before)
    for (const seenByOther of [await desk.timeline("maplebooks"), await desk.dossier("maplebooks")])
      expect(seenByOther).not.toMatch(/leafline|another-party|DutyRequested|DutyTakenOver|IndividualsNotified/i)
    expect(desk.world.exchange.published(forwardedDutyDischarged).map(({ metadata }) => metadata.audience)).toEqual([
      "northpost",
    ])
    // None of its own people are notified, so it can neither discharge the duty nor close the case.
    const other = (await desk.owed())[1]?.dutyId ?? ""
    const refused = await desk.step("northpost", other, { operation: "discharge", receipt: receipt(at) })
    expect(refused.json).toMatchObject({ code: "notEverybodyTold" })
    await desk.notify("northpost", "mail-by-carrier", "letter", rowsOf("maplebooks", 1, 2))
    expect((await desk.step("northpost", other, { operation: "discharge", receipt: receipt(at) })).statusCode).toBe(200)
  })

  it("towards another retailer is never visible to a retailer", async () => {
    const desk = await sharedDesk()
    const [, toMaple] = await desk.owed()
    const before = JSON.stringify(desk.world.rowsOf("duty"))
    for (const step of [
      { operation: "request" },
      { operation: "offer" },
      { operation: "takeOver" },
      { operation: "accept" },
      { operation: "handBack" },
      { operation: "withdrawOffer" },
      { operation: "discharge", receipt: receipt("2026-11-01T15:00:00.000Z") },
    ]) {
      const answer = await desk.step("leafline", toMaple?.dutyId ?? "", step)
      expect([answer.statusCode, answer.json["code"]]).toEqual([404, "unknownDuty"])
    }
    expect(JSON.stringify(desk.world.rowsOf("duty"))).toBe(before)
  })

  it("a retailer receives nothing of what another retailer requests or offers", async () => {
    const desk = await sharedDesk()
    const [report] = (await desk.view("northpost")).duties.filter(({ kind }) => kind === "tellRegulator")
    const dutyId = report?.dutyId ?? ""
    const received = async () => [
      await desk.raw("leafline"),
      await desk.timeline("leafline"),
      JSON.stringify(desk.world.exchange.events.filter(({ detail }) => JSON.stringify(detail).includes("leafline"))),
    ]
    const before = await received()
    for (const answer of ["refuseOffer", "acceptOffer"]) {
      for (const operation of ["request", "request", "offer"])
        expect((await desk.step("maplebooks", dutyId, { operation })).statusCode).toBe(200)
      expect((await desk.step("northpost", dutyId, { operation: answer })).statusCode).toBe(200)
      expect(await received()).toEqual(before)
    }
    expect((await desk.step("maplebooks", dutyId, { operation: "handBack" })).statusCode).toBe(200)
    await desk.step("leafline", dutyId, { operation: "request" })
    const timeline = z
      .object({
        entries: z.array(z.looseObject({ type: z.string(), data: z.looseObject({ nth: z.int().optional() }) })),
      })
      .parse(JSON.parse(await desk.timeline("leafline")))
    expect(timeline.entries.filter(({ type }) => type === "DutyRequested").map(({ data }) => data.nth)).toEqual([1])
  })

  it("begins towards a retailer with its first shipment, and opens again for the people of the retailer that grew", async () => {
    const desk = await sharedDesk(rowsOf("leafline", 1, 2))
    const at = desk.world.clock().toISOString()
    expect((await desk.owed()).map(({ towards }) => towards)).toEqual([{ kind: "retailer" }])
    await desk.notify("leafline", "mail", "email", rowsOf("leafline", 1, 2))
    const [first] = await desk.owed()
    await desk.step("northpost", first?.dutyId ?? "", { operation: "discharge", receipt: receipt(at) })
    await desk.grow("maplebooks#1")
    expect((await desk.owed()).map(({ state }) => state)).toEqual(["discharged", "open"])
    expect(await desk.owedTo("maplebooks")).toHaveLength(1)
    await desk.grow("leafline#3")
    await makeWatchDuties(desk.world.desk)()
    expect((await desk.owed()).map(({ state }) => state)).toEqual(["open", "open"])
  })

  it("is one duty without a retailer until it is known whose people are affected", async () => {
    const world = breachWorld()
    const unclaimed = { recordId: "PARCEL#nobody-claims", retailerId: "northpost", shipmentId: undefined }
    await world.disclosures.append(seen(9, unclaimed))
    await world.anomalies.raise(walkAnomaly())
    await world.settle()
    const duties = () =>
      world.rowsOf("duty").flatMap(({ duty }) => (duty.kind === "tellIndividuals" ? [[duty.party, duty.towards]] : []))
    expect(duties()).toEqual([["northpost", undefined]])
    await world.disclosures.append(seen(1, { retailerId: "maplebooks" }))
    await world.settle()
    await makeWatchDuties(world.desk)()
    expect(duties()).toEqual([
      ["northpost", undefined],
      ["maplebooks", undefined],
      ["northpost", "maplebooks"],
    ])
  })

  exhaustively("is in events up to their limit, and whole in the case, for any number of retailers", async () => {
    const [retailer, , carrier] = breachParties
    if (retailer?.kind !== "retailer" || carrier === undefined) throw new Error("no such party")
    const shops = Array.from({ length: 110 }, (_, place) => `shop-${String(place).padStart(3, "0")}`)
    const world = breachWorld({
      parties: [carrier, ...shops.map((id) => ({ ...retailer, id, alias: id.toUpperCase(), discreet: false }))],
    })
    for (const [place, retailerId] of shops.entries()) await world.disclosures.append(seen(place + 1, { retailerId }))
    await world.anomalies.raise(walkAnomaly({ retailerId: shops[0] ?? "" }))
    await world.settle()
    const opened = world.exchange.published(breachCaseOpened)
    expect(opened.map(({ metadata }) => metadata.audience).sort()).toEqual(["northpost", ...shops])
    expect(opened.find(({ metadata }) => metadata.audience === "northpost")?.data.duties).toHaveLength(40)
    for (let minute = 0; minute < 5; minute++) await makeWatchDuties(world.desk)()
    await world.settle()
    const towards = world
      .rowsOf("duty")
      .flatMap(({ duty }) => (duty.party === "northpost" && duty.kind === "tellIndividuals" ? [duty.towards] : []))
    expect(towards.sort()).toEqual(shops)

    world.passSeconds(3_600)
    for (const party of world.directory.all) {
      await assessAsNoBreach(world, party.id)
      const action = { party, caseAlias: partyIn(world, party.id).alias, actionId: `false-${party.id}` }
      expect(await closeCase(world.desk, action, "falseAlarm")).toMatchObject({ outcome: "done" })
    }
    await world.settle()
    expect(soleCase(world).state).toBe("falseAlarm")
    const closed = world.exchange.published(breachCaseClosed).map(({ metadata }) => metadata.audience)
    expect(closed.sort()).toEqual(["northpost", ...shops])
  })
})
