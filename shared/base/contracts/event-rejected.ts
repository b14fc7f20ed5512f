import * as z from "zod"
import { boundedString } from "./bounded-string.ts"
import { defineEvent } from "./define-event.ts"
import { eventId } from "./envelope.ts"
import { count } from "./fields.ts"
import { problem, problemLimit } from "./problem.ts"

/**
 * The hub rejected an event of a party, or a part of it. This event never carries a value of the rejected one, and so
 * no id.
 */
export const eventRejected = defineEvent({
  detailType: "EventRejected",
  version: 1,
  from: "hub",
  to: "party",
  summary: "The hub rejected an event of this party, or a part of it",
  data: z.object({
    eventBridgeId: boundedString(256)
      .regex(/^[A-Za-z0-9-]{1,64}$/)
      .meta({
        description:
          "EventBridge `id` of the rejected event on the ingress bus, or its `eventBridgeId` in the HTTPS answer",
        examples: ["4f1c1d5a-1f7e-4b6e-9f55-0d6e2b7f3c11"],
      }),
    // It was sent once, and receivers may know it. A new version would be sent twice for the sake of a field less.
    id: eventId
      .optional()
      .meta({ description: "Not sent, because the id that a party chose may reveal an order. Use `eventBridgeId`" }),
    detailType: boundedString(256)
      .regex(/^[A-Z][A-Za-z]{2,63}$/)
      .optional()
      .meta({ description: "Type of the event, if the hub knows it", examples: ["ShipmentCreated"] }),
    suggestion: z
      .object({
        detailType: boundedString(256).regex(/^[A-Z][A-Za-z]{2,63}$/),
        version: z.int().min(1).max(99),
      })
      .optional()
      .meta({ description: "The nearest event that this party may send" }),
    problems: z
      .array(problem)
      .min(1)
      .max(problemLimit)
      .meta({ description: "Which rules are broken, and where. Never a value" }),
    omitted: count.optional().meta({ description: "How many more problems there were", examples: [12] }),
  }),
  examples: [
    {
      eventBridgeId: "4f1c1d5a-1f7e-4b6e-9f55-0d6e2b7f3c11",
      detailType: "TrackingAccessed",
      problems: [{ path: "data.accesses[].accessor.ip", rule: "format", index: 17 }],
    },
    {
      eventBridgeId: "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d",
      suggestion: { detailType: "ShipmentDelivered", version: 1 },
      problems: [{ path: "detail-type", rule: "unknownEvent" }],
    },
  ],
})
