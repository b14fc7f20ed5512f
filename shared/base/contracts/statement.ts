import * as z from "zod"
import { boundedString } from "./bounded-string.ts"
import { instant } from "./envelope.ts"
import { accessId, anomalyId, caseAlias, count, disclosedFields, partyAlias, shipmentId, toolName } from "./fields.ts"
import { statementDay, statementNumber } from "./statement-made.ts"
import { partyId, proof } from "./words.ts"

/**
 * Most findings, cases, counterparties and tools that one statement lists, so that it fits into one event. A list of
 * findings or cases that is longer ends there, and has the hash of the whole list beside it.
 */
export const listedInStatement = 300

/** Most unwatched hours of one tool in a statement: the latest ones. */
export const unwatchedInStatement = 100

/** Most hashes of an audit path: a day has fewer than 2^40 disclosures. */
export const longestPath = 40

/** A SHA-256, or another keyed hash of 32 bytes. */
const hash32 = boundedString(256).regex(/^[A-Za-z0-9_-]{43}$/)

const exampleHash = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"

export const leafHash = hash32.meta({
  description: "Base64url of the hash of a leaf: SHA-256 of a zero byte and the canonical JSON of the disclosure",
  examples: [exampleHash],
})

export const treeRoot = hash32.meta({
  description: "Base64url of the root of the Merkle tree (RFC 9162 section 2.1). An empty tree has the hash of nothing",
  examples: [exampleHash],
})

export const statementHash = hash32.meta({
  description: "Base64url of the SHA-256 of what the signature is over: header, dot and content of the compact JWS",
  examples: [exampleHash],
})

const pair = hash32.meta({
  description: "The hub's name of a retailer and a carrier. Both find it in their statements, and nobody else does",
  examples: [exampleHash],
})

/** What an entry of the ledger says of a lookup, to whomever may see it. */
const facts = {
  day: statementDay.meta({ description: "The UTC day on which the hub logged it" }),
  at: instant.meta({ description: "When it was looked up first" }),
  lastAt: instant.optional().meta({
    description: "Of several lookups that are one entry. The last one was then or later in that UTC hour",
  }),
  fields: disclosedFields,
  proof: proof.meta({ description: "What the visitor showed", examples: ["postalCode"] }),
  tool: toolName,
}

const salt = hash32.meta({ description: "Keeps a hash from being guessed", examples: [exampleHash] })

/**
 * A disclosure as its party may see it. Its canonical JSON (RFC 8785) is a leaf of the party's tree of that day. It has
 * ids that the party itself issued, and opaque names that only this party gets.
 */
export const loggedDisclosure = z
  .strictObject({
    type: z.literal("wayseal-disclosure-1"),
    entry: hash32.meta({
      description: "The hub's name of the entry. It stays the same when the entry changes",
      examples: [exampleHash],
    }),
    ...facts,
    proven: z.boolean().meta({ description: "Whether the visitor proved that it may see it" }),
    accessor: boundedString(64).min(1).meta({ description: "The hub's name of the visitor" }),
    parcel: hash32.meta({
      description: "The hub's name of the parcel. All lookups of a parcel have the same",
      examples: [exampleHash],
    }),
    shipmentId: shipmentId.optional().meta({ description: "Only to the retailer: its own id of the shipment" }),
    accessId: accessId
      .optional()
      .meta({ description: "Only to the carrier that reported it: its own id of the first lookup" }),
    replaces: leafHash
      .optional()
      .meta({ description: "The leaf of an earlier day, which this entry was before it changed" }),
    pair: pair
      .optional()
      .meta({ description: "Who else has it in its ledger. Absent while no retailer claims the parcel" }),
    sharedSalt: salt.optional(),
    salt,
  })
  .meta({ description: "A disclosure as it stands in the ledger of a party" })
export type LoggedDisclosure = z.infer<typeof loggedDisclosure>

/**
 * What a retailer and a carrier both know of a disclosure. Its canonical JSON is a leaf of the tree that they share, so
 * both compute the same root and neither shows the other anything. Undefined if only one party has the disclosure.
 */
export function sharedPartOf({ day, at, lastAt, fields, proof: shown, tool, sharedSalt }: LoggedDisclosure) {
  if (sharedSalt === undefined) return undefined
  const last = lastAt === undefined ? {} : { lastAt }
  return { type: "wayseal-shared-disclosure-1", day, at, ...last, fields, proof: shown, tool, salt: sharedSalt }
}

/** Where a leaf is in the tree of a day, and the hashes that lead from it to the root (RFC 9162 section 2.1.3). */
export const inclusionProof = z
  .object({
    day: statementDay,
    index: z.int().min(0).meta({ description: "Place of the leaf in the tree, from 0" }),
    path: z
      .array(hash32)
      .max(longestPath)
      .meta({ description: "Hashes beside the way from the leaf to the root, the lowest first" }),
  })
  .meta({ description: "With it the root of the day's statement follows from the leaf" })
export type InclusionProof = z.infer<typeof inclusionProof>

/** A leaf of a day: with its disclosure, or alone if the entry changed since, or if its shipment was erased. */
export const loggedLeaf = z.object({ leaf: leafHash, disclosure: loggedDisclosure.optional() })
export type LoggedLeaf = z.infer<typeof loggedLeaf>

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
