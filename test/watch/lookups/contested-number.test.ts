import { beforeEach, describe, expect, it } from "@jest/globals"
import { accessWorld, linkToken } from "./access-world.ts"
import { book, byNumber, byReference } from "./lookup-world.ts"

const { trackingNumber } = byNumber
const [ofStranger, ofOwner] = [linkToken("stranger"), linkToken("owner")]
const ownersCode = { postalCode: "K1A 0B1" }
const strangersCode = { postalCode: "M5V 3L9" }

let world: ReturnType<typeof accessWorld>

/** A discreet retailer claims the number of a parcel of another one, which claims it too. The carrier names nobody. */
beforeEach(async () => {
  world = accessWorld()
  await world.ship("leafline", {
    shipmentId: "shp_stranger",
    orderReference: byReference.orderReference,
    trackingNumber,
    linkTokenDigest: ofStranger.linkTokenDigest,
  })
  await world.ship("maplebooks", {
    shipmentId: "shp_owner",
    orderReference: book,
    trackingNumber,
    linkTokenDigest: ofOwner.linkTokenDigest,
    recipient: { postalCode: ownersCode.postalCode, country: "CA", addressLine: "5 Elm St" },
  })
  await world.records.recordProgress(
    { carrierId: "northpost", trackingNumber },
    { status: "delivered", at: "2026-11-05T09:00:00.000Z", signatoryRecorded: true },
  )
})

const announced = { phase: "expected", dates: { orderedAt: "2026-11-04T14:00:00.000Z" }, signatureRecorded: false }

describe("a number that two retailers claim, while the carrier names none", () => {
  it("opens to the recipients of both by their own proof, without progress and without a retailer's name", async () => {
    for (const code of [ownersCode, strangersCode])
      expect(await world.lookUp({ ...byNumber, ...code })).toMatchObject({
        status: 200,
        body: { shows: "details", parcels: [announced] },
      })
  })

  it("shows no progress by the link of either, nor to either retailer, but to the carrier", async () => {
    for (const { linkToken: token } of [ofStranger, ofOwner])
      expect((await world.lookUp({ linkToken: token })).body).toMatchObject({ parcels: [announced] })
    for (const party of ["leafline", "maplebooks"] as const) {
      const { body } = await world.lookUp(byNumber, { party })
      expect(body).toMatchObject({ shows: "own", parcels: [{ signatureRecorded: false }] })
      expect(JSON.stringify(body)).not.toMatch(/delivered|2026-11-05/)
    }
    const { body } = await world.lookUp(byNumber, { party: "northpost" })
    expect(body).toMatchObject({ shows: "own", parcels: [{ status: "delivered" }] })
  })

  it("says nothing without a proof, as the discreet one of them wants it", async () => {
    expect((await world.lookUp(byNumber)).status).toBe(404)
  })

  it("shows its progress to the recipients of the one that the carrier names, and the other's number opens nothing", async () => {
    await world.progress(trackingNumber, true)
    expect((await world.lookUp({ ...byNumber, ...ownersCode })).body).toMatchObject({
      retailer: "Maple Books",
      parcels: [{ phase: "delivered" }],
    })
    expect((await world.lookUp({ ...byNumber, ...strangersCode })).status).toBe(404)
    expect((await world.lookUp({ linkToken: ofStranger.linkToken })).body).toMatchObject({ parcels: [announced] })
  })
})
