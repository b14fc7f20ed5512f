import * as z from "zod"
import { defineEvent } from "./define-event.ts"
import { instant } from "./envelope.ts"
import { extensible } from "./extensible.ts"
import { actor, caseAlias, count, shipmentId, trackingNumber } from "./fields.ts"
import { noticeMethod } from "./words.ts"

const method = noticeMethod.meta({
  ...extensible,
  title: "Method",
  description: "How people were told",
  examples: ["email"],
})
const notifiedAt = instant.meta({
  title: "Notified at",
  description: "When the notices were sent",
  examples: ["2026-11-06T13:00:00.000Z"],
})

/** Whom the notices went to, by the sending party's own ids of the shipments. */
const recipients = z
  .discriminatedUnion("kind", [
    z
      .object({ kind: z.literal("shipmentIds"), shipmentIds: z.array(shipmentId).min(1).max(500) })
      .meta({ title: "By shipment id", description: "From a retailer" }),
    z
      .object({ kind: z.literal("trackingNumbers"), trackingNumbers: z.array(trackingNumber).min(1).max(500) })
      .meta({ title: "By tracking number", description: "From a carrier" }),
    z
      .object({ kind: z.literal("public"), shipments: count })
      .meta({ title: "The public", description: "For how many shipments the party's public notices stand, in all" }),
  ])
  .meta({ title: "Recipients", description: "Which shipments' addressees were told" })

/** A party told affected people; the receipt per shipment. */
export const individualsNotified = defineEvent({
  detailType: "IndividualsNotified",
  version: 1,
  from: "party",
  to: "hub",
  summary: "A party has told affected people, up to 500 shipments at a time",
  data: z.object({ caseAlias, method, notifiedAt, recipients }),
  examples: [
    {
      caseAlias: "WS-4K7QX2M9TB",
      method: "email",
      notifiedAt: "2026-11-06T13:00:00.000Z",
      recipients: { kind: "shipmentIds", shipmentIds: ["shp_7Hq2mZ0c", "shp_9Kd1xQ4b"] },
    },
    {
      caseAlias: "WS-4K7QX2M9TB",
      method: "publicNotice",
      notifiedAt: "2026-11-09T13:00:00.000Z",
      recipients: { kind: "public", shipments: 600 },
    },
  ],
})

/** What the other parties of the case hear of it: how many, never who. */
export const forwardedIndividualsNotified = defineEvent({
  detailType: "IndividualsNotified",
  version: 1,
  from: "hub",
  to: "party",
  form: "forwarded",
  summary: "Another party of the case has told affected people",
  data: z.object({
    caseAlias,
    actor,
    method,
    notifiedAt,
    shipments: count.meta({ title: "Shipments", description: "How many in this batch", examples: [500] }),
  }),
  examples: [
    {
      caseAlias: "WS-8Z3PN5V1RC",
      actor: { kind: "retailer" },
      method: "email",
      notifiedAt: "2026-11-06T13:00:00.000Z",
      shipments: 500,
    },
  ],
})
