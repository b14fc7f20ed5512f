import { Readable } from "node:stream"
import { describe, expect, it } from "@jest/globals"
import { connectApi } from "../../../client/api/connect-api.ts"
import { readEvents } from "../../../client/commands/validate/read-events.ts"
import { validateOffline, validateOverHttps } from "../../../client/commands/validate/run-validate.ts"
import { shipmentCreated } from "../../../shared/base/contracts/shipment-created.ts"
import { shipmentDelivered } from "../../../shared/base/contracts/shipment-delivered.ts"
import { hubApi } from "../events/hub-api.ts"

const now = new Date("2026-11-05T00:00:00.000Z")
const [shipment] = shipmentCreated.examples
const [delivery] = shipmentDelivered.examples
const metadata = { id: "evt-1", occurredAt: "2026-11-01T14:03:00Z", correlationId: "c-1", version: 1 }
const created = { detailType: "ShipmentCreated", detail: { metadata, data: shipment } }
const delivered = { detailType: "ShipmentDelivered", detail: { metadata, data: delivery } }
const wrong = { detailType: "ShipmentCreated", detail: { metadata, data: { ...shipment, carrierId: undefined } } }

const reading = (content: string) => readEvents("-", Readable.from([content]))
const askingAs = (partyId: string) => {
  const { fetch, calls, bus } = hubApi()
  const api = connectApi({ apiUrl: "https://api.hub.example", token: async () => partyId, fetch })
  return { api, calls, bus }
}

describe("validate", () => {
  it.each([
    ["one event", JSON.stringify(created, null, 2), [created]],
    ["a list", JSON.stringify([created, delivered]), [created, delivered]],
    ["the body of a request", JSON.stringify({ events: [created] }), [created]],
    ["one event a line", `${JSON.stringify(created)}\n\n${JSON.stringify(delivered)}\n`, [created, delivered]],
  ])("reads %s", async (_, content, events) => {
    expect(await reading(content)).toEqual(JSON.parse(JSON.stringify(events)))
  })

  it.each([
    ["a line that is not JSON", `${JSON.stringify(created)}\n{"LL-0048213": NaN}`, "line 2: it is not JSON."],
    ["a line that is no event", `${JSON.stringify(created)}\n{"LL-0048213": 1}`, "line 2: it is no event."],
    ["an empty list", "[]", "there is no event."],
    ["an empty file", " \n", "Standard input: there is no event."],
  ])("names %s, and no value", async (_, content, sentence) => {
    const read = reading(content)
    await expect(read).rejects.toThrow(sentence)
    await expect(read).rejects.not.toThrow("LL-0048213")
  })

  it("says offline which events fit their contracts, and what to do about the others", () => {
    const misspelt = { ...created, detailType: "ShipmentCreatd" }
    const early = {
      ...created,
      detail: { ...created.detail, metadata: { ...metadata, occurredAt: "2027-01-01T00:00:00Z" } },
    }
    const { data, text, status } = validateOffline([created, delivered, wrong, misspelt, early], now)
    expect(data).toMatchObject({
      events: [
        { index: 0, outcome: "valid", detailType: "ShipmentCreated", version: 1 },
        { index: 1, outcome: "valid" },
        { index: 2, outcome: "rejected", problems: [{ path: "data.carrierId", rule: "required" }] },
        { index: 3, outcome: "rejected", problems: [{ path: "detailType", rule: "unknownEvent" }] },
        { index: 4, outcome: "rejected", problems: [{ path: "metadata.occurredAt", rule: "inFuture" }] },
      ],
    })
    expect(text).toContain("3  rejected  ShipmentCreated\n   data.carrierId: Add data.carrierId.\n")
    expect(text).toContain("5 events: 2 valid, 3 rejected. Nothing was sent.")
    expect(status).toBe(1)
    expect(validateOffline([created], now).status).toBe(0)
  })

  it("says that nobody can open a parcel with an impossible postal code", () => {
    const data = { ...shipment, recipient: { postalCode: "94105", country: "CA" } }
    const unusable = { ...created, detail: { metadata, data } }
    const { text, status } = validateOffline([unusable], now)
    expect(text).toContain(
      "1  partial  ShipmentCreated v1\n   data.recipient.postalCode: The hub takes the parcel, but",
    )
    expect(text).not.toContain("94105")
    expect(status).toBe(1)
  })

  it("shows what to write into a field of a wrong type or format, and no pattern", () => {
    const data = { ...shipment, trackingNumber: 4_021, shipmentId: "LL 1" }
    const { text } = validateOffline([{ ...created, detail: { metadata, data } }], now)
    expect(text).toContain('Write data.trackingNumber as in this example: "NP4021887304CA". The carrier\'s number')
    expect(text).toContain('Write data.shipmentId as in this example: "shp_7Hq2mZ0c".')
    expect(text).not.toMatch(/\[A-Z|LL 1|4021\b(?!887)/)
  })

  it.each(["offline", "the hub"])("warns of a misspelt field that the hub ignores: %s", async (way) => {
    const misspelt = { ...created, detail: { metadata, data: { ...shipment, trackingNumbr: "NP4021887304CA" } } }
    const { text, status } =
      way === "offline"
        ? validateOffline([misspelt], now)
        : await validateOverHttps([misspelt], {}, askingAs("leafline").api)
    expect(text).toContain(
      "1  valid  ShipmentCreated v1\n   Warning: The hub ignores data.trackingNumbr. Write data.trackingNumber if you mean",
    )
    expect(status).toBe(0)
  })

  it("asks the hub about ten events at a time, and keeps their order", async () => {
    const { api, calls, bus } = askingAs("leafline")
    const events = Array.from({ length: 12 }, (_, place) => (place === 10 ? delivered : created))
    const { data, status } = await validateOverHttps(events, {}, api)
    expect(calls.map(({ url }) => url)).toEqual(Array(2).fill("https://api.hub.example/v1/events?validate=true"))
    expect(data).toMatchObject({
      events: events.map((_, index) => ({ index, outcome: index === 10 ? "rejected" : "valid" })),
    })
    expect(status).toBe(1)
    expect(bus.events).toEqual([])
  })

  it("ends with the hub's reason when the call is refused", async () => {
    const { api } = askingAs("nobody")
    await expect(validateOverHttps([created], {}, api)).rejects.toThrow(/^The hub answered 401: /)
    const silent = connectApi({
      apiUrl: "https://api.hub.example",
      token: async () => "leafline",
      fetch: () => Promise.reject(new TypeError("fetch failed")),
    })
    await expect(validateOverHttps([created], {}, silent)).rejects.toThrow("The hub gave no answer.")
  })
})
