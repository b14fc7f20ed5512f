import * as z from "zod"
import { defineEvent } from "./define-event.ts"
import { instant } from "./envelope.ts"
import { caseAlias, caseUrl, dutyReference, legalBasis, targetAt } from "./fields.ts"
import { dueIs, dutyOwner } from "./words.ts"

/** Most duties of one reminder: as many as a transaction of the hub changes. */
export const dueTogetherAtMost = 40

const describedDueIs = dueIs.meta({
  description: "`target`: the law sets no time, so the deployment sets one",
  examples: ["target"],
})

/** The fields of every event about the due time of a duty. */
const dutyClockSide = {
  caseAlias,
  duty: dutyReference,
  owner: dutyOwner.meta({
    description: "Whether the receiver or another party of the case owes the duty",
    examples: ["self"],
  }),
  dueAt: instant.optional().meta({ description: "Absent while the clock has not started" }),
  dueIs: describedDueIs,
  targetAt: targetAt.optional(),
  basis: legalBasis,
  dueTogether: z
    .array(
      dutyReference.required({ dutyId: true }).extend({
        dueAt: instant.optional().meta({ description: "Absent if it is that of the event" }),
        dueIs: describedDueIs,
        targetAt: targetAt.optional(),
        basis: legalBasis,
      }),
    )
    .min(2)
    .max(dueTogetherAtMost)
    .optional()
    .meta({
      description:
        "The duties of one reminder, this one among them, if it is of several: what is due first comes first. Each has " +
        "an event of its own. Alert people at the event of the first one alone",
    }),
  escalation: z
    .int()
    .min(1)
    .max(99)
    .meta({ description: "1 for the first time", examples: [1] }),
  caseUrl,
}

/** The example that these events use. */
export const dutyClockExample = {
  caseAlias: "WS-4K7QX2M9TB",
  duty: { law: "ca-on-fippa", kind: "tellRegulator" },
  owner: "self",
  dueAt: "2026-11-04T14:04:12.000Z",
  dueIs: "target",
  targetAt: "2026-11-04T14:04:12.000Z",
  basis: "R.S.O. 1990, c. F.31, s. 40.1 (1)",
  escalation: 1,
  caseUrl: "/v1/cases/WS-4K7QX2M9TB",
} satisfies z.input<z.ZodObject<typeof dutyClockSide>>

const clockEvent = <DetailType extends string>(detailType: DetailType, summary: string) =>
  defineEvent({
    detailType,
    version: 1,
    from: "hub",
    to: "party",
    summary,
    data: z.object(dutyClockSide),
    examples: [dutyClockExample],
  })

export const dutyDue = clockEvent("DutyDue", "A duty is due soon")

export const dutyOverdue = clockEvent("DutyOverdue", "A duty was not done by its due time")

/** A request was not answered in the configured time, so another party may take over the duty. */
export const dutyUnanswered = clockEvent("DutyUnanswered", "A request to do a duty was not answered in time")
