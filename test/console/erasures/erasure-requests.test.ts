import { describe, expect, it } from "@jest/globals"
import { erasureEvents, isWhole, mostErasures, noShipments } from "../../../console/erasures/erasure-requests.ts"
import { shipmentErasureRequested } from "../../../shared/base/contracts/shipment-erasure-requested.ts"
import { acceptEventsBody, requestLimit } from "../../../shared/parties/reception/accept-events.ts"

describe("events that ask for erasures", () => {
  const of = { key: "0a8f2d1e-6f0f-4b63-9d7e-0f3c5a2b1c4d", occurredAt: "2026-11-01T14:03:00.000Z" }

  it("are what the hub takes, one for each shipment, with ids of their own", () => {
    const body = erasureEvents(["s1", "s2"], of)
    expect(acceptEventsBody.safeParse(body).success).toBe(true)
    const received = body.events.map(({ detail }) => shipmentErasureRequested.receive(detail))
    expect(received).toMatchObject([
      { ok: true, data: { shipmentId: "s1" }, metadata: { correlationId: of.key } },
      { ok: true, data: { shipmentId: "s2" }, metadata: { correlationId: of.key } },
    ])
    expect(erasureEvents(["s1", "s2"], of)).toEqual(body)
    expect(new Set(JSON.stringify(body).match(/"id":"[^"]+"/g)).size).toBe(2)
    expect(mostErasures).toBe(requestLimit)
  })

  it("name no order, address or person", () => {
    expect(noShipments(["shp_7Hq2mZ0c", "LL 0048213", "12-main-street", "<b>"])).toEqual([2, 3, 4])
  })

  it("are done only if the hub took each of them", () => {
    expect(isWhole({ events: [{ outcome: "accepted" }, { outcome: "accepted" }] })).toBe(true)
    expect(isWhole({ events: [{ outcome: "accepted" }, { outcome: "failed" }] })).toBe(false)
  })
})
