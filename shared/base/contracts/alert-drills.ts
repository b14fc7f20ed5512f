import * as z from "zod"
import { boundedString } from "./bounded-string.ts"
import { defineEvent } from "./define-event.ts"
import { instant } from "./envelope.ts"
import { actedAt } from "./fields.ts"
import { partyId } from "./words.ts"

/** The name of a drill, which the hub chooses. */
export const drillId = boundedString(256)
  .regex(/^drill-[a-z0-9]{8,12}$/)
  .meta({ description: "The hub's name for this drill", examples: ["drill-kqztbxwd"] })

const requestedAt = instant.meta({ description: "When an operator of the hub asked for the drill" })

/** An operator asks the hub to test the channels of one party. */
export const alertDrillRequested = defineEvent({
  detailType: "AlertDrillRequested",
  version: 1,
  from: "hub",
  to: "hub",
  summary: "An operator asks the hub to test the alert channels of one party",
  data: z.object({
    drillId,
    partyId: partyId.meta({ description: "Whose channels are tested", examples: ["northpost"] }),
    requestedAt,
    level: z
      .enum(["alert", "escalation"])
      .meta({ description: "`escalation`: the contacts for escalations get a mail too", examples: ["alert"] }),
  }),
  examples: [
    { drillId: "drill-kqztbxwd", partyId: "northpost", requestedAt: "2026-11-01T16:20:00.000Z", level: "alert" },
  ],
})

/** The test alert, on every channel of a party. */
export const drillAlertSent = defineEvent({
  detailType: "DrillAlertSent",
  version: 1,
  from: "hub",
  to: "party",
  summary: "A test of the party's alert channels. There is no breach; the party acknowledges with DrillAcknowledged",
  data: z.object({ drillId, requestedAt }),
  examples: [{ drillId: "drill-kqztbxwd", requestedAt: "2026-11-01T16:20:00.000Z" }],
})

/** A party acknowledges a test alert. */
export const drillAcknowledged = defineEvent({
  detailType: "DrillAcknowledged",
  version: 1,
  from: "party",
  to: "hub",
  summary: "A party acknowledges a test of its alert channels",
  data: z.object({ drillId, at: actedAt }),
  examples: [{ drillId: "drill-kqztbxwd", at: "2026-11-01T16:25:00.000Z" }],
})
