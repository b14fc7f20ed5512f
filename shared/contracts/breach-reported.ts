import * as z from "zod"
import { defineEvent } from "./define-event.ts"
import { instant } from "./envelope.ts"
import { accessId, accessorToken, toolName } from "./fields.ts"
import { reportedFinderKind } from "./words.ts"

/** A party reports a breach that a person found. */
export const breachReported = defineEvent({
  detailType: "BreachReported",
  version: 1,
  from: "party",
  to: "hub",
  summary: "A party reports that somebody saw other people's shipments",
  data: z.object({
    finder: reportedFinderKind.meta({
      title: "Finder",
      description: "Kind of person who found the breach",
      examples: ["finder"],
    }),
    tool: toolName,
    receivedAt: instant.meta({
      title: "Received at",
      description: "When the party learned of the breach",
      examples: ["2018-11-01T15:00:00.000Z"],
    }),
    evidence: z
      .discriminatedUnion("kind", [
        z.object({ kind: z.literal("accessorToken"), accessorToken }).meta({ title: "An accessor" }),
        z
          .object({ kind: z.literal("accessIds"), accessIds: z.array(accessId).min(1).max(500) })
          .meta({ title: "Single lookups" }),
        z
          .object({ kind: z.literal("timeRange"), since: instant, until: instant })
          .refine(({ since, until }) => since <= until, { path: ["until"] })
          .meta({ title: "A time range", description: "All lookups without proof in that time" }),
      ])
      .meta({ title: "Evidence", description: "The lookups from which the hub computes the exposures" }),
  }),
  examples: [
    {
      finder: "finder",
      tool: "observed:northpost",
      receivedAt: "2018-11-01T15:00:00.000Z",
      evidence: { kind: "accessorToken", accessorToken: "tok_c81e728d9d4c2f63" },
    },
    {
      finder: "recipient",
      tool: "guarded",
      receivedAt: "2026-11-01T15:00:00.000Z",
      evidence: { kind: "timeRange", since: "2026-10-31T00:00:00.000Z", until: "2026-11-01T00:00:00.000Z" },
    },
  ],
})
