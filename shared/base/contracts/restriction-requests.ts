import * as z from "zod"
import { defineEvent } from "./define-event.ts"
import { instant } from "./envelope.ts"
import { actedAt, restrictionId } from "./fields.ts"

/** A party asks the hub to release a restriction. It must be the only party of its kind in the case. */
export const restrictionReleaseRequested = defineEvent({
  detailType: "RestrictionReleaseRequested",
  version: 1,
  from: "party",
  to: "hub",
  summary: "A party asks the hub to release a restriction",
  data: z.object({
    restrictionId,
    at: actedAt,
  }),
  examples: [{ restrictionId: "hX3cT9pLr2sNq8wKd4vJbg", at: "2026-11-02T10:00:00.000Z" }],
})

/** A party asks the hub to renew a restriction. It must be the only party of its kind in the case. */
export const restrictionRenewalRequested = defineEvent({
  detailType: "RestrictionRenewalRequested",
  version: 1,
  from: "party",
  to: "hub",
  summary: "A party asks the hub to renew a restriction",
  data: z.object({
    restrictionId,
    until: instant.meta({ description: "New end, at most 30 days from now" }),
    at: actedAt,
  }),
  examples: [
    { restrictionId: "hX3cT9pLr2sNq8wKd4vJbg", until: "2026-11-10T00:00:00.000Z", at: "2026-11-02T10:00:00.000Z" },
  ],
})
