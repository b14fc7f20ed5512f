import * as z from "zod"
import { defineEvent } from "./define-event.ts"
import { instant } from "./envelope.ts"
import { count, highestReportNumber, newReportStream } from "./fields.ts"
import type { ProblemRule } from "./problem.ts"

/** The longest window of one count, in milliseconds. */
export const longestWindow = 3_600_000

const [tooSmall, tooBig] = ["tooSmall", "tooBig"] as const satisfies ProblemRule[]

/** A program says up to when it has reported what was looked up, also when nothing was. */
export const accessesCounted = defineEvent({
  detailType: "AccessesCounted",
  version: 1,
  from: "carrier",
  to: "hub",
  summary:
    "A program has reported all that was looked up in the carrier's own tool in a window, also if it was nothing",
  data: z
    .object({
      stream: newReportStream,
      from: instant.meta({ description: "The `until` of the program's count before, or when it began to report" }),
      until: instant.meta({
        description: "What was looked up before this time is reported. At most one hour after `from`",
      }),
      accesses: count.meta({
        description: "Accesses in the reports after the `lastNumber` of the count before, up to this `lastNumber`",
        examples: [317],
      }),
      lastNumber: z
        .int()
        .min(0)
        .max(highestReportNumber)
        .meta({ description: "Number of the last report so far. 0 before the first one", examples: [1041] }),
      unjudged: count.optional().meta({
        description:
          "Requests that a guard before the tool let pass without judging them in this window, or in the minute after " +
          "it. At least so many: 0 if the guard did not answer or began anew. Absent: none, or there is no guard",
        examples: [2],
      }),
      ended: z
        .boolean()
        .optional()
        .meta({
          description: "true: the program ends for good, and nobody has to expect another count of this stream",
          examples: [true],
        }),
    })
    .superRefine(({ from, until }, context) => {
      const length = Date.parse(until) - Date.parse(from)
      if (length <= 0) context.addIssue({ code: "custom", path: ["until"], message: tooSmall })
      if (length > longestWindow) context.addIssue({ code: "custom", path: ["until"], message: tooBig })
    }),
  examples: [
    {
      stream: "str_5f0c2b7e9a414d60",
      from: "2026-11-01T14:00:00.000Z",
      until: "2026-11-01T14:10:00.000Z",
      accesses: 317,
      lastNumber: 1041,
    },
    {
      stream: "str_5f0c2b7e9a414d60",
      from: "2026-11-01T14:10:00.000Z",
      until: "2026-11-01T14:12:00.000Z",
      accesses: 0,
      lastNumber: 1041,
      ended: true,
    },
  ],
})
