import * as z from "zod"
import { defineEvent } from "./define-event.ts"
import { compactStatement, statement, statementDay } from "./statement.ts"

/** The hub made the statement of a day for a party. */
export const statementMade = defineEvent({
  detailType: "StatementMade",
  version: 1,
  from: "hub",
  to: "party",
  summary: "What the hub states about one day to one party, signed. One comes each day; its absence is a sign",
  data: z.object({ day: statementDay, number: statement.shape.number, statement: compactStatement }),
  examples: [
    {
      day: "2026-11-26",
      number: 211,
      statement: `eyJhbGciOiJFUzI1NiJ9.eyJ0eXBlIjoid2F5c2VhbC1zdGF0ZW1lbnQtMSJ9.${"A".repeat(86)}`,
    },
  ],
})
