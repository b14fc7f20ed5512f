import * as z from "zod"
import { defineEvent } from "./define-event.ts"
import { instant } from "./envelope.ts"
import { extensible } from "./extensible.ts"
import { highestReportNumber, interruptionId, partyAlias, reportStream, toolName } from "./fields.ts"
import { interruptionReason } from "./words.ts"

/** Most ranges of missing numbers in one event. */
export const missingRangesPerEvent = 20

const number = z.int().min(1).max(highestReportNumber)

const aboutTool = {
  interruptionId,
  alias: partyAlias.meta({ description: "Public name of the carrier whose tool it is", examples: ["NorthPost"] }),
  tool: toolName,
  since: instant.meta({ description: "Up to this time the hub has the lookups in the tool" }),
  reason: interruptionReason.meta({
    ...extensible,
    description:
      "`noCount`: for 30 minutes no count came. `reportsMissing`: for 30 minutes a number is missing among the " +
      "reports. `countDiffers`: the reports of a window hold more or fewer accesses than were counted",
    examples: ["noCount"],
  }),
  stream: reportStream.optional().meta({
    description: "Only to the carrier: its own id of the program that does not report",
    examples: ["str_5f0c2b7e9a414d60"],
  }),
}

const toRetailer = {
  interruptionId: "q8Zt1b7rKQw3mXo0aYt5uA",
  alias: "NorthPost",
  tool: "observed:northpost",
  since: "2026-11-01T14:10:00.000Z",
  reason: "noCount" as const,
}
const toCarrier = { ...toRetailer, reason: "reportsMissing" as const, stream: "str_5f0c2b7e9a414d60" }

/** The hub does not get the lookups in a carrier's tool any more, so nobody watches them. */
export const reportingInterrupted = defineEvent({
  detailType: "ReportingInterrupted",
  version: 1,
  from: "hub",
  to: "party",
  summary: "The lookups in a carrier's own tool do not reach the hub, so nobody watches them",
  data: z.object({
    ...aboutTool,
    missing: z
      .array(
        z.object({
          first: number.meta({ description: "First missing number", examples: [1042] }),
          last: number.meta({ description: "Last missing number", examples: [1044] }),
        }),
      )
      .max(missingRangesPerEvent)
      .optional()
      .meta({ description: "Only to the carrier: numbers of reports that did not arrive" }),
  }),
  examples: [toRetailer, { ...toCarrier, missing: [{ first: 1042, last: 1044 }] }],
})

const resumed = { until: "2026-11-01T16:00:00.000Z", filled: true }

/** The hub gets the lookups in a carrier's tool again. */
export const reportingResumed = defineEvent({
  detailType: "ReportingResumed",
  version: 1,
  from: "hub",
  to: "party",
  summary: "The lookups in a carrier's own tool reach the hub again",
  data: z.object({
    ...aboutTool,
    until: instant.meta({ description: "From this time on the hub has the lookups again" }),
    filled: z.boolean().meta({
      description: "Whether late reports filled the hours between. The hub judged them when they came",
      examples: [true],
    }),
  }),
  examples: [
    { ...toRetailer, ...resumed },
    { ...toCarrier, ...resumed, filled: false },
  ],
})
