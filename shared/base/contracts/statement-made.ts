import * as z from "zod"
import { boundedString } from "./bounded-string.ts"
import { defineEvent } from "./define-event.ts"

export const statementDay = z.iso
  .date()
  .meta({ description: "The UTC day that the statement is about", examples: ["2026-11-26"] })

export const statementNumber = z
  .int()
  .min(1)
  .meta({ description: "1 for the party's first statement. Each day has the next number", examples: [211] })

/** A statement as a compact JWS (RFC 7515 section 3.1). */
export const compactStatement = boundedString(230_000)
  .regex(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{86}$/)
  .meta({
    title: "Statement",
    description: "Compact JWS, signed with ES256 under a key of `GET /v1/signing-keys`",
    examples: [`eyJhbGciOiJFUzI1NiJ9.eyJ0eXBlIjoid2F5c2VhbC1zdGF0ZW1lbnQtMSJ9.${"A".repeat(86)}`],
  })

/** The hub made the statement of a day for a party. `statement.ts` has the form of what is signed. */
export const statementMade = defineEvent({
  detailType: "StatementMade",
  version: 1,
  from: "hub",
  to: "party",
  summary: "What the hub states about one day to one party, signed. One comes each day; its absence is a sign",
  data: z.object({ day: statementDay, number: statementNumber, statement: compactStatement }),
  examples: [
    {
      day: "2026-11-26",
      number: 211,
      statement: `eyJhbGciOiJFUzI1NiJ9.eyJ0eXBlIjoid2F5c2VhbC1zdGF0ZW1lbnQtMSJ9.${"A".repeat(86)}`,
    },
  ],
})
