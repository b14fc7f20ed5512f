import * as z from "zod"
import { defineEvent } from "./define-event.ts"
import { instant } from "./envelope.ts"
import { extensible } from "./extensible.ts"
import { actor, caseAlias, count, shipmentId, trackingNumber } from "./fields.ts"
import { noticeMethod, publicNoticeGround } from "./words.ts"

const method = noticeMethod.meta({
  ...extensible,
  description: "How people were notified",
  examples: ["email"],
})
const notifiedAt = instant.meta({ description: "When the notices were sent" })

const ground = publicNoticeGround.meta({
  ...extensible,
  description:
    "Of a public notice: why it stands for a direct one. There are no contact details, a direct notice would do " +
    "further harm, or it would be undue hardship, disproportionate effort or cost. A case stays open until it is said",
  examples: ["noContactDetails"],
})

/** The shipments whose recipients received notices, by the sending party's own ids. */
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
      .meta({ title: "The public", description: "How many shipments the party's public notices cover in all" }),
  ])
  .meta({ description: "The shipments whose recipients were notified" })

/** A party notified affected people. One receipt for each shipment. */
export const individualsNotified = defineEvent({
  detailType: "IndividualsNotified",
  version: 1,
  from: "party",
  to: "hub",
  summary: "A party has notified affected people, up to 500 shipments at a time",
  data: z.object({ caseAlias, method, notifiedAt, recipients, publicNoticeGround: ground.optional() }),
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
      publicNoticeGround: "noContactDetails",
    },
  ],
})

/** Published to the other parties of the case. It says how many people were notified, never who. */
export const forwardedIndividualsNotified = defineEvent({
  detailType: "IndividualsNotified",
  version: 1,
  from: "hub",
  to: "party",
  form: "forwarded",
  summary: "Another party of the case has notified affected people",
  data: z.object({
    caseAlias,
    actor,
    method,
    notifiedAt,
    shipments: count.meta({ description: "How many in this batch", examples: [500] }),
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
