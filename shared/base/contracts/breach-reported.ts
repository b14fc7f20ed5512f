import * as z from "zod"
import { defineEvent } from "./define-event.ts"
import { instant } from "./envelope.ts"
import { accessId, accessorToken, orderReference, toolName } from "./fields.ts"
import { fieldName, reportedFinderKind } from "./words.ts"

/** What a report says of shipments that may have been seen where nobody reports lookups. */
const seenInTime = {
  since: instant.meta({ description: "When the first of them can have been looked up" }),
  until: instant.meta({ description: "When the last of them can have been looked up" }),
  fields: z
    .array(fieldName)
    .min(1)
    .max(13)
    .meta({ description: "What the tool is said to have shown", examples: [["postal-code"]] }),
}

const endsAfterItBegins = ({ since, until }: { since: string; until: string }) => since <= until

/** A party reports a breach that a person found. */
export const breachReported = defineEvent({
  detailType: "BreachReported",
  version: 1,
  from: "party",
  to: "hub",
  summary: "A party reports that somebody saw other people's shipments",
  data: z.object({
    finder: reportedFinderKind.meta({ description: "Kind of person who found the breach", examples: ["finder"] }),
    tool: toolName,
    receivedAt: instant.meta({ description: "When the party learned of the breach" }),
    evidence: z
      .discriminatedUnion("kind", [
        z.object({ kind: z.literal("accessorToken"), accessorToken }).meta({ title: "An accessor" }),
        z
          .object({ kind: z.literal("accessIds"), accessIds: z.array(accessId).min(1).max(500) })
          .meta({ title: "Single lookups" }),
        z
          .object({ kind: z.literal("timeRange"), since: instant, until: instant })
          .refine(endsAfterItBegins, { path: ["until"] })
          .meta({ title: "A time range", description: "All lookups without proof in that time" }),
        z
          .object({
            kind: z.literal("referenceRange"),
            firstReference: orderReference,
            lastReference: orderReference,
            ...seenInTime,
          })
          .refine(endsAfterItBegins, { path: ["until"] })
          .meta({
            title: "References from one to another",
            description:
              "A retailer's own shipments that the tool of a carrier which takes no part may have shown, by order " +
              "references; or a carrier's parcels that a breach at its supplier may have shown, by tracking numbers. " +
              "They count as possible exposures. The hub keeps the references sealed until they are counted",
          }),
        z
          .object({ kind: z.literal("references"), references: z.array(orderReference).min(1).max(500), ...seenInTime })
          .refine(endsAfterItBegins, { path: ["until"] })
          .meta({ title: "Single references", description: "The same, of single references" }),
      ])
      .meta({ description: "The lookups from which the hub computes the exposures" }),
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
    {
      finder: "finder",
      tool: "observed:leafline--swiftpost",
      receivedAt: "2026-11-01T15:00:00.000Z",
      evidence: {
        kind: "referenceRange",
        firstReference: "LL-0048213",
        lastReference: "LL-0052712",
        since: "2026-10-30T00:00:00.000Z",
        until: "2026-10-31T00:00:00.000Z",
        fields: ["postal-code", "signatory-name-or-initials"],
      },
    },
    {
      finder: "staff",
      tool: "observed:northpost--edi-",
      receivedAt: "2021-05-19T15:00:00.000Z",
      evidence: {
        kind: "references",
        references: ["NP4021887304CA"],
        since: "2021-05-01T00:00:00.000Z",
        until: "2021-05-19T00:00:00.000Z",
        fields: ["address"],
      },
    },
  ],
})
