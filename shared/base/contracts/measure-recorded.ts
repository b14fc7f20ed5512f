import * as z from "zod"
import { defineEvent } from "./define-event.ts"
import { actor, caseAlias, measure } from "./fields.ts"

/** A party records a measure. */
export const measureRecorded = defineEvent({
  detailType: "MeasureRecorded",
  version: 1,
  from: "party",
  to: "hub",
  summary: "A party records a measure it took",
  data: z.object({ caseAlias, measure }),
  examples: [
    {
      caseAlias: "WS-4K7QX2M9TB",
      measure: { kind: "containment", code: "accessorRefused", at: "2026-11-01T16:20:00.000Z" },
    },
  ],
})

/** Published to the other parties of the case. */
export const forwardedMeasureRecorded = defineEvent({
  detailType: "MeasureRecorded",
  version: 1,
  from: "hub",
  to: "party",
  form: "forwarded",
  summary: "Another party of the case has taken a measure",
  data: z.object({ caseAlias, actor, measure }),
  examples: [
    {
      caseAlias: "WS-8Z3PN5V1RC",
      actor: { kind: "carrier", alias: "Northpost" },
      measure: { kind: "containment", code: "accessorRefused", at: "2026-11-01T16:20:00.000Z" },
    },
  ],
})
