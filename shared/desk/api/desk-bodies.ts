import * as z from "zod"
import { boundedString } from "../../base/contracts/bounded-string.ts"
import { instant } from "../../base/contracts/envelope.ts"
import { newAccessId, shipmentId, trackingNumber } from "../../base/contracts/fields.ts"
import { individualsNotified } from "../../base/contracts/individuals-notified.ts"
import { caseOutcome, fieldName, lawId } from "../../base/contracts/words.ts"
import { userId } from "../../parties/officer.ts"
import { askedByRegulator, questionAnswered, termExtended, toldOutside } from "../cases/correspondence.ts"
import { dossierSchema, headMacSchema } from "../dossier/document.ts"
import { dutyActionSchema } from "../duties/duty-operations.ts"
import { timelineHeadSchema } from "../timeline.ts"

export const acknowledgementBody = z.strictObject({ at: instant.optional() })

export const assignmentBody = z.strictObject({
  dutyId: boundedString(64).min(1).meta({ description: "The `dutyId` of a duty of your own" }),
  userId: userId.nullable().meta({ description: "Who is to do it. `null`: nobody" }),
})

export const decisionBody = z.strictObject({
  approvalId: boundedString(64).min(1).meta({ description: "The `approvalId` of an action that waits" }),
  decision: z.enum(["approve", "decline"]),
})

export const noteBody = z.strictObject({
  text: boundedString(4_000).min(1).meta({ description: "Seen by nobody but the caller's own organization" }),
  privileged: z.literal(true).optional().meta({ description: "It is for counsel, so that nobody gives it away" }),
})

export const draftBody = z.strictObject({
  form: boundedString(100)
    .regex(/^[A-Za-z0-9_-]+( [A-Za-z0-9_-]+)*$/)
    .meta({
      description: "The caller's own name of the form: words of letters, digits, `_` and `-`",
      examples: ["fact causes"],
    }),
  userId: userId.optional().meta({ description: "Who typed it. It is refused if another person has signed in since" }),
  content: boundedString(40_000)
    .min(1)
    .nullable()
    .meta({ description: "What was typed, which the hub does not read. `null`: it was sent or discarded" }),
  after: instant.optional().meta({
    description: "The `at` of the draft that this one replaces or discards. Absent: there is none",
  }),
})

export const dutyStepBody = z.strictObject({ step: dutyActionSchema, at: instant.optional() })

/** It can be an IP address. The hub keeps a keyed hash of it. */
const accessorInLog = boundedString(256)
  .regex(/^[A-Za-z0-9._~-]{1,128}$/)
  .meta({
    title: "Accessor",
    description: "What identifies the accessor in the log. The hub keeps a keyed hash of it",
    examples: ["203.0.113.7"],
  })

export const accessesBody = z.strictObject({
  accesses: z
    .array(
      z.strictObject({
        accessId: newAccessId,
        at: instant,
        reference: z.union([shipmentId, trackingNumber]),
        accessor: accessorInLog,
        fields: z.array(fieldName).min(1).max(13),
      }),
    )
    .min(1)
    .max(500),
})

export const receiptsBody = individualsNotified.data.omit({ caseAlias: true })

/** Notices that came back. The public gets none back. */
export const returnsBody = z.strictObject({
  returnedAt: instant,
  recipients: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("shipmentIds"), shipmentIds: z.array(shipmentId).min(1).max(500) }),
    z.strictObject({ kind: z.literal("trackingNumbers"), trackingNumbers: z.array(trackingNumber).min(1).max(500) }),
  ]),
})

const questionId = boundedString(64).min(1).meta({ description: "The `questionId` of a question that you recorded" })

/** A regulator asks, gives more time or is answered, or somebody else outside was told. */
export const correspondenceBody = z.discriminatedUnion("step", [
  z.strictObject({ step: z.literal("asked"), ...askedByRegulator }),
  z.strictObject({ step: z.literal("extended"), questionId, dueAt: askedByRegulator.dueAt, ...termExtended }),
  z.strictObject({ step: z.literal("answered"), questionId, ...questionAnswered }),
  z.strictObject({ step: z.literal("told"), ...toldOutside }),
])

/** The text of a law that the caller accepts for its side of the case. */
export const acceptedTextBody = z.strictObject({
  law: lawId,
  text: boundedString(64).min(1).meta({ description: "The `text` of one of `otherTexts` of the case" }),
})

export const closingBody = z.strictObject({ outcome: caseOutcome })

export const verificationBody = z.object({
  timeline: dossierSchema.shape.timeline,
  head: timelineHeadSchema,
  headMac: z.object({ mac: headMacSchema.shape.mac }).optional(),
  receivedHeads: z.array(timelineHeadSchema).max(1000).optional(),
})

export const renewalBody = z.strictObject({ until: instant })
