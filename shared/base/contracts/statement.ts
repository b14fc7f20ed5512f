import * as z from "zod"
import { boundedString } from "./bounded-string.ts"
import { instant } from "./envelope.ts"
import { anomalyId, caseAlias, count, partyAlias, toolName } from "./fields.ts"
import { exampleHash, facts, hash32, pair, treeRoot } from "./logged-disclosure.ts"
import { statementDay, statementNumber } from "./statement-made.ts"
import { partyId } from "./words.ts"

/**
 * Most findings, cases, counterparties and tools that one statement lists, so that it fits into one event. A list of
 * findings or cases that is longer ends there, and has the hash of the whole list beside it.
 */
export const listedInStatement = 300

/** Most unwatched hours of one tool in a statement: the latest ones. */
export const unwatchedInStatement = 100

export const statementHash = hash32.meta({
  description: "Base64url of the SHA-256 of what the signature is over: header, dot and content of the compact JWS",
  examples: [exampleHash],
})

const range = z.object({ from: instant, until: instant })

const unwatched = range.extend({
  filledAt: instant.optional().meta({ description: "When late reports had filled these hours" }),
})

const hashOfAll = hash32.optional().meta({
  description: `Only where the list ends after ${listedInStatement}: SHA-256 of the canonical JSON of the whole list`,
})

/** What a party shares with one counterparty. Its counterparty's statement of the day has the same pair. */
const sharedRow = z.object({
  pair,
  tool: toolName.meta({ description: "The tool of the carrier of the two" }),
  alias: partyAlias.optional().meta({ description: "Public name of the counterparty, unless it is discreet" }),
  disclosures: count.meta({ description: "How many leaves of that day both have" }),
  root: treeRoot.meta({ description: "Of the tree over what both know of these. Both statements have the same" }),
  cases: z
    .array(
      z.object({
        caseAlias,
        name: hash32.meta({
          description: "The hub's name of the case for the two. Both statements have the same",
          examples: [exampleHash],
        }),
      }),
    )
    .max(listedInStatement)
    .optional()
    .meta({ description: "The open cases that both take part in, and know of each other in" }),
  findings: z
    .array(anomalyId)
    .max(listedInStatement)
    .optional()
    .meta({ description: "The findings that the hub sent to both on that day" }),
})
export type SharedRow = z.infer<typeof sharedRow>

const openCase = z.object({
  caseAlias,
  head: z.object({ seq: count, hash: boundedString(256).regex(/^[0-9a-f]{64}$/) }),
})

/**
 * What the hub states to one party about one UTC day. It is of what was so when the day ended, so it is the same
 * however often it is made. Each list is in order and has nothing twice. Ids are those that the party knows.
 */
export const statement = z
  .strictObject({
    type: z.literal("wayseal-statement-1"),
    party: partyId.meta({ description: "The party that the statement is for" }),
    number: statementNumber,
    day: statementDay,
    previous: statementHash
      .nullable()
      .meta({ description: "Of the statement of the day before. Null in the first one" }),
    ledger: z.object({ size: count, root: treeRoot }).meta({
      description: "How many disclosures the hub logged or changed on that day, and the root of the tree over them",
    }),
    disclosures: count.meta({ description: "How many of them the hub logged for the first time" }),
    lookups: z
      .array(
        z.object({
          tool: toolName,
          proof: facts.proof,
          entries: count.meta({
            description: "Entries of the ledger. One is a lookup, or what one visitor looked up again on one day",
          }),
        }),
      )
      .meta({ description: "The leaves of that day by tool and proof. They add up to `ledger.size`" }),
    shared: z
      .array(sharedRow)
      .max(listedInStatement)
      .meta({ description: "For each counterparty: what both have of that day" }),
    findings: z
      .object({ anomalyIds: z.array(anomalyId).max(listedInStatement), hashOfAll })
      .meta({ description: "`AccessAnomalyDetected` that the hub sent to the party on that day" }),
    cases: z.object({ open: z.array(openCase).max(listedInStatement), hashOfAll }).meta({
      description: "The party's cases that were not closed when the day ended, and the heads of its timelines then",
    }),
    watch: z
      .array(
        z.object({
          tool: toolName,
          unwatched: z.array(unwatched).max(unwatchedInStatement),
          uncounted: z.array(range).max(unwatchedInStatement).meta({
            description: "What no program of the carrier counted. Nobody can say whether all lookups arrived",
          }),
          unjudged: z.array(range).max(unwatchedInStatement).meta({
            description: "When the carrier's guard let requests pass unjudged, or did not say whether it did",
          }),
        }),
      )
      .max(listedInStatement)
      .meta({
        description: "The tools of carriers, and the hours of that day that nobody watched, as known an hour after it",
      }),
  })
  .meta({ description: "What the hub states to one party about one day" })
export type Statement = z.infer<typeof statement>
