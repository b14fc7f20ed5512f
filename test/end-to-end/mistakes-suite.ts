import { PutEventsCommand } from "@aws-sdk/client-eventbridge"
import { describe, expect, it } from "@jest/globals"
import { whenQueuesAreEmpty } from "../../infra/local/replay/publish.ts"
import type { EventEntry } from "../../shared/base/contracts/define-event.ts"
import type { LocalExchange } from "./local-exchange.ts"
import { leafline, type Senders } from "./senders.ts"

type Detail = {
  metadata: { id: string; occurredAt: string; version: number }
  data: { shipmentId: string; trackingNumber?: string; recipient: { postalCode: string; country: string } }
}

type Mistake = {
  readonly mistake: string
  /** The problem that the sender is told. */
  readonly told: { readonly path: string; readonly rule: string }
  /** Makes the wrong entry of a right one. */
  readonly wrong: (right: EventEntry) => EventEntry
  /** Whether the right entry was sent before. */
  readonly afterRight?: true
}

const withinMilliseconds = 10_000

const edited = (entry: EventEntry, edit: (detail: Detail) => void): EventEntry => {
  const detail = JSON.parse(entry.Detail)
  edit(detail)
  return { ...entry, Detail: JSON.stringify(detail) }
}

const mistakes: readonly Mistake[] = [
  {
    mistake: "a field without a value",
    told: { path: "data.recipient.postalCode", rule: "tooSmall" },
    wrong: (right) => edited(right, ({ data }) => Object.assign(data.recipient, { postalCode: "" })),
  },
  {
    mistake: "a postal code that cannot be one",
    told: { path: "data.recipient.postalCode", rule: "format" },
    wrong: (right) =>
      edited(right, ({ data }) => Object.assign(data.recipient, { postalCode: "94105", country: "CA" })),
  },
  {
    mistake: "a name of an event that is nearly right",
    told: { path: "detail-type", rule: "unknownEvent" },
    wrong: (right) => ({ ...right, DetailType: "ShipmentCreate" }),
  },
  {
    mistake: "an event of the other kind of party",
    told: { path: "detail-type", rule: "notAllowed" },
    wrong: (right) => ({ ...right, DetailType: "ShipmentDelivered" }),
  },
  {
    mistake: "an unknown version",
    told: { path: "metadata.version", rule: "unknownVersion" },
    wrong: (right) => edited(right, ({ metadata }) => Object.assign(metadata, { version: 9 })),
  },
  {
    mistake: "a time in the future",
    told: { path: "metadata.occurredAt", rule: "inFuture" },
    wrong: (right) =>
      edited(right, ({ metadata }) =>
        Object.assign(metadata, { occurredAt: new Date(Date.now() + 7_200_000).toISOString() }),
      ),
  },
  {
    mistake: "the source of somebody else",
    told: { path: "source", rule: "wrongSender" },
    wrong: (right) => ({ ...right, Source: "wayseal.retailer.nobody" }),
  },
  {
    mistake: "another shipment under the same id",
    told: { path: "data.shipmentId", rule: "conflict" },
    wrong: (right) =>
      edited(right, ({ metadata, data }) => {
        Object.assign(metadata, { id: `${metadata.id}-again` })
        Object.assign(data.recipient, { postalCode: "H2X 1Y4" })
      }),
    afterRight: true,
  },
  {
    mistake: "other data under the id of an earlier event",
    told: { path: "metadata.id", rule: "idReused" },
    wrong: (right) => edited(right, ({ data }) => Object.assign(data.recipient, { postalCode: "H2X 1Y4" })),
    afterRight: true,
  },
  {
    mistake: "another tracking number of the same time",
    told: { path: "data.trackingNumber", rule: "conflict" },
    wrong: (right) => ({
      ...edited(right, (detail) => {
        const { metadata, data } = detail
        Object.assign(metadata, { id: `${metadata.id}-number` })
        Object.assign(detail, { data: { shipmentId: data.shipmentId, trackingNumber: `${data.trackingNumber}9` } })
      }),
      DetailType: "TrackingNumberAssigned",
    }),
    afterRight: true,
  },
]

/** What a sender hears of each mistake: how soon, where, and how often. */
export function mistakesSuite(local: () => LocalExchange, send: () => Senders): void {
  const put = async (entry: EventEntry): Promise<string> => {
    const { Entries = [] } = await local().exchange.events.send(new PutEventsCommand({ Entries: [entry] }))
    return Entries[0]?.EventId ?? ""
  }
  const rejectionsOf = (eventBridgeId: string) =>
    local()
      .inbox("leafline")
      .filter(({ detailType, data }) => detailType === "EventRejected" && data["eventBridgeId"] === eventBridgeId)

  describe("a mistake of a sender", () => {
    const answered: string[] = []

    it.each(mistakes)(
      "comes back within 10 s with what to do: $mistake",
      async ({ told, wrong, afterRight, mistake }) => {
        const parcel = send().parcel(1_000_300 + mistakes.findIndex((one) => one.mistake === mistake))
        const right = send().created(parcel, { source: leafline })
        if (afterRight) {
          await put(right)
          await whenQueuesAreEmpty(local().exchange, 30)
        }
        const sentAt = Date.now()
        const eventBridgeId = await put(wrong(right))
        const { metadata, data } = await local().received(
          "leafline",
          "EventRejected",
          (one) => one.data["eventBridgeId"] === eventBridgeId,
        )
        await local().webhook.received(metadata.id)
        expect(Date.now() - sentAt).toBeLessThan(withinMilliseconds)
        expect(data["problems"]).toEqual([{ ...told, fix: expect.stringMatching(/^[A-Z].*\.$/s) }])
        answered.push(eventBridgeId)
      },
    )

    it("comes back once", async () => {
      await whenQueuesAreEmpty(local().exchange, 60)
      await local().receiveAll("leafline")
      expect(answered.map((id) => rejectionsOf(id).length)).toEqual(mistakes.map(() => 1))
    })
  })
}
