import { PutEventsCommand } from "@aws-sdk/client-eventbridge"
import { describe, expect, it } from "@jest/globals"
import type { PartyMessage } from "../../infra/local/replay/deployed-exchange.ts"
import type { RawParcel } from "../../infra/local/replay/parcel.ts"
import { whenQueuesAreEmpty } from "../../infra/local/replay/publish.ts"
import { claimAnswered } from "../../shared/base/contracts/claim-answered.ts"
import type { EventEntry } from "../../shared/base/contracts/define-event.ts"
import { hubSource, invitedPartyMark } from "../../shared/base/contracts/envelope.ts"
import type { LocalExchange } from "./local-exchange.ts"
import type { Senders } from "./senders.ts"

const about =
  (parcel: RawParcel) =>
  ({ data }: PartyMessage): boolean =>
    data["shipmentId"] === parcel.shipmentId || data["trackingNumber"] === parcel.trackingNumber

/** Shipments and progress, from one party to another. */
export function gateSuite(local: () => LocalExchange, send: () => Senders): void {
  describe("the redaction gate", () => {
    it("runs where IAM policies are checked", () => {
      expect(local().iamEnforced).toBe(true)
    })

    it("announces a discreet retailer's parcel to the carrier without naming the retailer", async () => {
      const parcel = send().parcel(1_000_001)
      await send().publish(send().created(parcel))
      const { data } = await local().received("northpost", "ShipmentCreated", about(parcel))
      expect(data).toEqual({ trackingNumber: parcel.trackingNumber })
    })

    it("reports a delivery to the retailer if it came before the shipment, without the signatory", async () => {
      const parcel = send().parcel(1_000_002)
      await send().publish(
        send().handedOver(parcel, "8841-20931"),
        send().delivered(parcel, "2026-11-03T15:22:00.000Z"),
      )
      await whenQueuesAreEmpty(local().exchange, 30)
      await send().publish(send().created(parcel, { named: false }))
      await send().publish(send().numbered(parcel))
      const { data } = await local().received("leafline", "ShipmentDelivered", about(parcel))
      expect(data).toEqual({
        shipmentId: parcel.shipmentId,
        deliveredAt: "2026-11-03T15:22:00.000Z",
        signatoryRecorded: true,
      })
    })

    it("gives one event id to each fact when events come twice and late", async () => {
      const parcel = send().parcel(1_000_003)
      const [first, late] = [
        send().progressed(parcel, "out-for-delivery", "2026-11-03T08:00:00.000Z"),
        send().progressed(parcel, "in-transit", "2026-11-02T08:00:00.000Z"),
      ]
      await send().publish(send().created(parcel), send().handedOver(parcel, "8841-20931"))
      await send().publish(first, first, late)
      await local().received(
        "leafline",
        "ShipmentProgressed",
        (one) => about(parcel)(one) && one.data["status"] === "out-for-delivery",
      )
      await whenQueuesAreEmpty(local().exchange, 30)
      await local().received("leafline", "ShipmentProgressed", about(parcel))
      const rows = await local().exchange.rows("TrackingRecords")
      expect(
        rows.find((row) => row["kind"] === "parcel" && row["statusAt"] === "2026-11-02T08:00:00.000Z"),
      ).toBeUndefined()
      const events = local()
        .inbox("leafline")
        .filter(about(parcel))
        .filter(({ data }) => data["status"] === "out-for-delivery")
      expect(new Set(events.map(({ metadata: { id } }) => id)).size).toBe(1)
    })

    it("answers a claim in the retailer's queue, and signed at its webhook", async () => {
      const parcel = send().parcel(1_000_006)
      const answer = (expected: string) =>
        local().received("leafline", "ClaimAnswered", (one) => about(parcel)(one) && one.data["answer"] === expected)
      await send().publish(send().created(parcel))
      const pending = await answer("claimPending")
      await send().publish(send().handedOver(parcel, "8841-20931"))
      const confirmed = await answer("claimConfirmed")
      for (const { metadata, data } of [pending, confirmed]) {
        const posted = await local().webhook.received(metadata.id)
        expect(posted).toMatchObject({ type: "ClaimAnswered", metadata: { audience: "leafline" }, data })
        expect(JSON.stringify(posted)).not.toContain(parcel.orderReference)
      }
    })

    it("posts an event once to a webhook, although it comes again and from two queues", async () => {
      const id = `e2e-${crypto.randomUUID()}`
      // Of a party of the file, whose own queue delivers it too.
      const entry = claimAnswered.entry({
        source: hubSource,
        busName: local().exchange.exchangeBusName,
        data: { shipmentId: "shp-invited", numberedAt: "2026-11-02T08:00:00Z", answer: "claimPending" },
        metadata: { id, occurredAt: "2026-11-02T08:00:00Z", correlationId: id, audience: "leafline" },
      })
      const put = (...Entries: EventEntry[]) => local().exchange.events.send(new PutEventsCommand({ Entries }))
      await put(entry)
      await local().webhook.received(id)
      await whenQueuesAreEmpty(local().exchange, 30)
      expect(local().webhook.timesOf(id)).toBe(1)
      await put({ ...entry, Resources: [invitedPartyMark] })
      await whenQueuesAreEmpty(local().exchange, 30)
      expect(local().webhook.timesOf(id)).toBe(1)
    })

    it("names the wrong field and the rule in a rejection, without the value", async () => {
      const parcel = send().parcel(1_000_004)
      const bad = send().created(parcel)
      const detail = JSON.parse(bad.Detail)
      detail.data.recipient.country = "Canada"
      await send().publish({ ...bad, Detail: JSON.stringify(detail) })
      const rejection = await local().received("leafline", "EventRejected")
      expect(rejection.data["problems"]).toEqual([
        expect.objectContaining({ path: expect.stringContaining("country") }),
      ])
      for (const value of [parcel.orderReference, detail.metadata.id]) expect(rejection.body).not.toContain(value)
    })

    it("rejects an unknown event type and suggests a similar one", async () => {
      const parcel = send().parcel(1_000_005)
      await send().publish({ ...send().created(parcel), DetailType: "ShipmentCreate" })
      const { data } = await local().received(
        "leafline",
        "EventRejected",
        (one) => one.data["suggestion"] !== undefined,
      )
      expect(data["suggestion"]).toEqual({ detailType: "ShipmentCreated", version: 1 })
    })
  })

  describe("a party without an AWS account", () => {
    const post = async (token: string | undefined, events: unknown): Promise<{ status: number; body: unknown }> => {
      const response = await fetch(`${local().exchange.apiUrl}/v1/events`, {
        method: "POST",
        headers: { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) },
        body: JSON.stringify({ events }),
      })
      return { status: response.status, body: await response.json() }
    }

    it("publishes over HTTPS with a token that it signed", async () => {
      const parcel = send().parcel(1_000_010)
      const detail = JSON.parse(send().created(parcel).Detail)
      const answer = await post(await local().sign("leafline"), [{ detailType: "ShipmentCreated", detail }])
      expect(answer.body).toEqual({ events: [expect.objectContaining({ outcome: "accepted" })] })
      await local().received("northpost", "ShipmentCreated", about(parcel))
    })

    it("is refused without a valid token", async () => {
      expect((await post(undefined, [])).status).toBe(401)
      expect((await post("a.b.c", [])).status).toBe(401)
    })

    it("cannot publish events of another kind of party", async () => {
      const parcel = send().parcel(1_000_011)
      const detail = JSON.parse(send().delivered(parcel, "2026-11-03T15:22:00.000Z").Detail)
      const answer = await post(await local().sign("leafline"), [{ detailType: "ShipmentDelivered", detail }])
      expect(answer.body).toEqual({ events: [expect.objectContaining({ outcome: "rejected" })] })
    })
  })
}
