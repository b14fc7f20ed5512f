import * as z from "zod"
import { boundedString } from "./bounded-string.ts"
import { instant } from "./envelope.ts"
import { accessId, disclosedFields, shipmentId, toolName } from "./fields.ts"
import { statementDay } from "./statement-made.ts"
import { proof } from "./words.ts"

/** Most hashes of an audit path: a day has fewer than 2^40 disclosures. */
export const longestPath = 40

/** A SHA-256, or another keyed hash of 32 bytes. */
export const hash32 = boundedString(256).regex(/^[A-Za-z0-9_-]{43}$/)

/** Of nothing. */
export const exampleHash = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"

/** The hash of one entry of a log. */
export const leafHash = hash32.meta({
  description: "Base64url of the hash of a leaf: SHA-256 of a zero byte and the canonical JSON of the disclosure",
  examples: [exampleHash],
})

/** The root over the leaves of a day. */
export const treeRoot = hash32.meta({
  description: "Base64url of the root of the Merkle tree (RFC 9162 section 2.1). An empty tree has the hash of nothing",
  examples: [exampleHash],
})

/** A retailer and a carrier. */
export const pair = hash32.meta({
  description: "The hub's name of a retailer and a carrier. Both find it in their statements, and nobody else does",
  examples: [exampleHash],
})

/** What an entry of the ledger says of a lookup, to whomever may see it. */
export const facts = {
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
