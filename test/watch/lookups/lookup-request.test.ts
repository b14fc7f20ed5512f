import { describe, expect, it } from "@jest/globals"
import { lookupAnswer, showDetails, showOwn, showPhase } from "../../../shared/intake/tracking/lookup-answer.ts"
import { lookupView } from "../../../shared/intake/tracking/lookup-view.ts"
import { lookupRequest } from "../../../shared/watch/lookups/lookup-request.ts"

const everything = { phaseByTrackingNumber: true, retailerAlias: true, pickupPoint: true, signatureRecorded: true }

describe("how much a lookup shows", () => {
  const open = { discreet: false, disclosure: everything }
  const discreet = { discreet: true, disclosure: everything }
  it.each([
    ["orderReference", "none", open, "nothing"],
    ["orderReference", "none", discreet, "nothing"],
    ["orderReference", "postalCode", discreet, "details"],
    ["orderReference", "houseNumber", discreet, "details"],
    ["orderReference", "linkToken", discreet, "details"],
    ["orderReference", "party", discreet, "own"],
    ["trackingNumber", "none", open, "phase"],
    ["trackingNumber", "none", undefined, "phase"],
    ["trackingNumber", "none", discreet, "nothing"],
    ["trackingNumber", "none", { ...open, disclosure: { ...everything, phaseByTrackingNumber: false } }, "nothing"],
    ["trackingNumber", "postalCode", discreet, "details"],
    ["trackingNumber", "linkToken", open, "details"],
    ["trackingNumber", "party", open, "own"],
    ["linkToken", "none", open, "nothing"],
    ["linkToken", "linkToken", open, "details"],
  ] as const)("by %s with proof %s", (by, proof, retailer, view) => {
    expect(lookupView({ by, proof, retailer })).toBe(view)
  })
})

describe("an answer", () => {
  const parcel = {
    carrierId: "northpost",
    shipmentId: "shp_1",
    status: "available-for-pickup",
    statusAt: "2026-11-05T08:00:00.000Z",
    createdAt: "2026-11-04T08:00:00.000Z",
    signatoryRecorded: false,
  } as const

  it("of the phase is whether it was delivered and nothing else", () => {
    expect(showPhase(parcel)).toEqual({ part: { phase: "on-its-way" }, fields: ["existence", "phase"] })
    expect(showPhase({ ...parcel, status: "delivered" }).part).toEqual({ phase: "delivered" })
  })

  it("names the fields that it shows", () => {
    expect(showDetails(parcel, everything).fields).toEqual([
      "existence",
      "retailer",
      "phase",
      "dates",
      "pickup-point",
      "signature-recorded",
    ])
    const little = { ...everything, retailerAlias: false, pickupPoint: false, signatureRecorded: false }
    const { part, fields } = showDetails(parcel, little)
    expect(part.phase).toBe("on-its-way")
    expect(part).not.toHaveProperty("signatureRecorded")
    expect(fields).toEqual(["existence", "phase", "dates"])
    const delivered = { ...parcel, status: "delivered", deliveredAt: "2026-11-05T09:00:00.000Z" } as const
    expect(showDetails(delivered, everything).fields).toContain("delivery-date")
  })

  it("shows a carrier nothing that the retailer reported", () => {
    const cancelled = { ...parcel, cancelledAt: "2026-11-05T09:00:00.000Z" }
    expect(showOwn(cancelled, "carrier").part).toEqual({
      carrierId: "northpost",
      status: "available-for-pickup",
      statusAt: "2026-11-05T08:00:00.000Z",
      signatureRecorded: false,
    })
    expect(showOwn(cancelled, "retailer").part).toMatchObject({ shipmentId: "shp_1", createdAt: parcel.createdAt })
  })

  it("of an order that was not handed over yet says so, or that it was cancelled", () => {
    const parcel = { carrierId: "northpost", signatoryRecorded: false }
    expect(showDetails(parcel, everything).part.phase).toBe("expected")
    expect(showDetails({ ...parcel, cancelledAt: "2026-11-05T09:00:00.000Z" }, everything).part.phase).toBe("cancelled")
  })

  it("cannot express a field that its view does not allow", () => {
    const phase = { shows: "phase", parcels: [{ phase: "delivered" }] }
    expect(lookupAnswer.safeParse(phase).success).toBe(true)
    for (const more of [
      { deliveredAt: "2026-11-05T09:00:00.000Z" },
      { retailer: "Leafline" },
      { postalCode: "K1A0B1" },
    ]) {
      expect(lookupAnswer.safeParse({ ...phase, ...more }).success).toBe(false)
      expect(lookupAnswer.safeParse({ ...phase, parcels: [{ phase: "delivered", ...more }] }).success).toBe(false)
      const details = { shows: "details", parcels: [{ phase: "delivered", dates: {}, ...more }] }
      expect(lookupAnswer.safeParse(details).success).toBe(false)
    }
  })
})

describe("a lookup's request", () => {
  it("asks for one thing, by reference of a party or by link token", () => {
    expect(
      lookupRequest.parse({ retailer: "Maple Books", orderReference: " MB1234566 ", postalCode: "K1A 0B1" }),
    ).toEqual({
      reference: { by: "orderReference", retailer: "Maple Books", orderReference: "MB1234566" },
      linkToken: undefined,
      postalCode: "K1A 0B1",
    })
    expect(lookupRequest.parse({ linkToken: "0123456789abcdef" }).reference).toEqual({ by: "linkToken" })
  })
})
