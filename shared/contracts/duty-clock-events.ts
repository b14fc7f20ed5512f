import * as z from "zod"
import { instant } from "./envelope.ts"
import { caseAlias, caseUrl, dutyReference, legalBasis } from "./fields.ts"
import { dueIs, dutyOwner } from "./words.ts"

/** The fields that the events of a duty's clock share. */
export const dutyClockSide = {
  caseAlias,
  duty: dutyReference,
  owner: dutyOwner.meta({
    title: "Owner",
    description: "Whether the receiver owes it, or another party of the case",
    examples: ["self"],
  }),
  dueAt: instant.optional().meta({
    title: "Due at",
    description: "Absent while the clock has not started",
    examples: ["2026-11-08T23:59:59.000Z"],
  }),
  dueIs: dueIs.meta({
    title: "Due is",
    description: "`target`: the law names no term, so the deployment sets this one",
    examples: ["target"],
  }),
  basis: legalBasis,
  escalation: z
    .int()
    .min(1)
    .max(99)
    .meta({ title: "Escalation", description: "1 for the first time", examples: [1] }),
  caseUrl,
}

/** The example that these events share. */
export const dutyClockExample = {
  caseAlias: "WS-4K7QX2M9TB",
  duty: { law: "ca-on-fippa", kind: "tellRegulator" },
  owner: "self",
  dueAt: "2026-11-04T14:04:12.000Z",
  dueIs: "target",
  basis: "R.S.O. 1990, c. F.31, s. 40.1 (1)",
  escalation: 1,
  caseUrl: "/v1/cases/WS-4K7QX2M9TB",
} satisfies z.input<z.ZodObject<typeof dutyClockSide>>
