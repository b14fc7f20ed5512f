import * as z from "zod"
import { defineEvent } from "./define-event.ts"
import { extensible } from "./extensible.ts"
import { actedAt, caseAlias } from "./fields.ts"
import { caseOutcome } from "./words.ts"

/**
 * A party asks the hub to close a case. The hub closes it when nothing is outstanding. It closes a false alarm when
 * every party says so, and each party with exposed shipments has assessed under each law that nobody is to be told.
 */
export const caseClosingRequested = defineEvent({
  detailType: "CaseClosingRequested",
  version: 1,
  from: "party",
  to: "hub",
  summary: "A party asks the hub to close a case",
  data: z.object({
    caseAlias,
    outcome: caseOutcome.meta({ ...extensible, description: "How it ended", examples: ["resolved"] }),
    at: actedAt,
  }),
  examples: [{ caseAlias: "WS-4K7QX2M9TB", outcome: "resolved", at: "2026-11-20T10:00:00.000Z" }],
})
