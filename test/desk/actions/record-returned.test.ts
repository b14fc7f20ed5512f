import { describe, expect, it } from "@jest/globals"
import { actingDesk } from "../acting-desk.ts"
import { partyIn } from "../breach-world.ts"
import { caller } from "../desk-caller.ts"

/** A case of three shipments, whose people the retailer has all notified, with its duty to do so done. */
async function allNotified() {
  const desk = await actingDesk()
  await desk.expose("leafline", 2)
  await desk.answer("leafline", "yes")
  await desk.notifyAll("leafline")
  const telling = async () => (await desk.view("leafline")).duties.find(({ kind }) => kind === "tellIndividuals")
  const receipt = { kind: "individualsNotified", reference: "MAIL-1", at: desk.now() }
  const step = { operation: "discharge", receipt }
  await desk.post("leafline", `/duties/${(await telling())?.dutyId}`, { step })
  const [first] = desk.world.rowsOf("affected")
  const returnedAt = (at: string, shipmentIds: readonly (string | undefined)[], key = "letter-came-back") =>
    caller(desk.world, { "idempotency-key": key })("leafline", "POST", `${desk.pathOf("leafline")}/returned-notices`, {
      returnedAt: at,
      recipients: { kind: "shipmentIds", shipmentIds },
    })
  const returned = (shipmentIds: readonly (string | undefined)[], key?: string) =>
    returnedAt(desk.now(), shipmentIds, key)
  const hoursFromNow = (hours: number) => new Date(Date.parse(desk.now()) + hours * 3_600_000).toISOString()
  return { ...desk, telling, returned, returnedAt, hoursFromNow, first: first?.shipmentId }
}

describe("a letter that comes back undelivered", () => {
  it("opens the duty to that person again, and a public notice can stand for it", async () => {
    const { world, post, close, contain, doTheRest, telling, returned, first, now } = await allNotified()
    expect(await telling()).toMatchObject({ state: "discharged" })
    expect(partyIn(world, "leafline").notified.direct).toBe(3)
    expect((await returned([first, "unknown-one"])).json).toMatchObject({ shipments: 1, unknown: [1] })
    expect(await telling()).toMatchObject({ state: "open" })
    for (const partyId of ["leafline", "northpost"]) expect(partyIn(world, partyId).notified.direct).toBe(2)
    await contain()
    await doTheRest("leafline")
    expect((await close("leafline")).obstacles).toContainEqual(
      expect.objectContaining({ code: "peopleToldByNobody", untold: 1 }),
    )
    const recipients = { kind: "public", shipments: 1 }
    const notice = { method: "publicNotice", notifiedAt: now(), recipients, publicNoticeGround: "noContactDetails" }
    expect((await post("leafline", "/receipts", notice)).json).toMatchObject({
      progress: { affected: 3, told: 2, publicNotice: 1 },
    })
    expect((await close("leafline")).codes).not.toContain("peopleToldByNobody")
  })

  it("counts once, and the same person can be notified again", async () => {
    const { world, returned, first, notifyAll } = await allNotified()
    await returned([first])
    await returned([first])
    await returned([first], "said-again")
    expect(partyIn(world, "leafline").notified.direct).toBe(2)
    await notifyAll("leafline")
    expect(partyIn(world, "leafline").notified.direct).toBe(3)
    await returned([first])
    expect(partyIn(world, "leafline").notified.direct).toBe(3)
  })

  it("leaves a letter that was sent later, and came back at no time that is yet to come", async () => {
    const { world, returnedAt, hoursFromNow, first } = await allNotified()
    expect((await returnedAt(hoursFromNow(-1), [first])).statusCode).toBe(200)
    expect(partyIn(world, "leafline").notified.direct).toBe(3)
    const { statusCode, json } = await returnedAt(hoursFromNow(1), [first], "comes-back-tomorrow")
    expect([statusCode, json]).toMatchObject([400, { problems: [{ path: "body.returnedAt", rule: "tooBig" }] }])
  })

  it("takes back a mail that came back in the minute in which it was sent, as times are stated to the minute", async () => {
    const { world, returned, returnedAt, first, now, notifyAll } = await allNotified()
    await returned([first])
    const minute = now()
    world.passSeconds(20)
    await notifyAll("leafline")
    expect(partyIn(world, "leafline").notified.direct).toBe(3)
    await returnedAt(minute, [first], "came-back-again")
    expect(partyIn(world, "leafline").notified.direct).toBe(2)
  })

  it("leaves what another party sent to that person, and is in the own timeline alone, without the shipment", async () => {
    const { world, post, returned, first } = await allNotified()
    const trackingNumbers = [`NP${String(first).replace("s", "").padStart(6, "0")}CA`]
    const at = world.clock().toISOString()
    const recipients = { kind: "trackingNumbers", trackingNumbers }
    await post("northpost", "/receipts", { method: "letter", notifiedAt: at, recipients })
    await returned([first])
    expect(partyIn(world, "leafline").notified.direct).toBe(3)
    const [entry, ...others] = world
      .rowsOf("timeline")
      .filter(({ entry: { type } }) => type === "NoticesReturned")
      .flatMap(({ copies }) => copies)
    expect([entry?.partyId, others]).toEqual(["leafline", []])
    expect(entry?.entry.data).toMatchObject({ shipments: 1, told: 3 })
    expect(JSON.stringify(entry)).not.toContain(`"${first}"`)
  })
})
