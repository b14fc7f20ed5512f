import * as z from "zod"
import { boundedString, ownString } from "../../base/contracts/bounded-string.ts"
import { breachAtHub, closedAtHub } from "../../base/contracts/breach-at-hub.ts"
import { reportDetail } from "../../base/contracts/legal-words.ts"
import { signature } from "../../base/contracts/signature.ts"
import {
  actorKind,
  breachCause,
  caseOrigin,
  caseState,
  fieldName,
  finderKind,
  partyKind,
  publicNoticeGround,
  tool,
  vouching,
} from "../../base/contracts/words.ts"
import { assessmentSchema } from "../assessment.ts"
import { notifiedFactsSchema } from "../notified-facts.ts"
import { reportedSchema } from "../reported.ts"
import { remarkSchema } from "../schemas.ts"
import { correspondenceSchema } from "./correspondence.ts"

/** The row of a case, the row of each of its parties, and the parts that other rows share with them. */

export const instant = z.iso.datetime({ offset: true })
export const count = z.int().nonnegative()
export const key = { pk: ownString().min(1), sk: ownString().min(1) }
export const inCase = { ...key, caseId: ownString().min(8) }

/**
 * A timeline after its latest entry. `mac` and `signature` are the hub's, over timeline, sequence and hash. Anybody can
 * check the signature. Heads of releases before it, and those of the hub's own timeline, have the MAC alone.
 */
export const signedHeadSchema = z.object({
  seq: count,
  hash: ownString(),
  mac: ownString(),
  signature: signature.optional(),
})
export type SignedHead = z.infer<typeof signedHeadSchema>

export const finderSchema = z.object({
  kind: finderKind,
  reportedTo: ownString().optional().meta({ description: "Id of the party that the finder informed; absent: the hub" }),
  receivedAt: instant,
})
export type Finder = z.infer<typeof finderSchema>

export const caseRowSchema = z.object({
  ...inCase,
  type: z.literal("case"),
  version: z.int().positive(),
  state: caseState,
  origin: caseOrigin,
  belongsTo: ownString().meta({ description: "What the events of the case belong to: its first anomaly, or the case" }),
  openedAt: instant,
  discoveredAt: instant,
  closedAt: instant.optional(),
  closedBy: ownString().optional(),
  mergedInto: ownString().optional(),
  merging: z
    .array(ownString())
    .optional()
    .meta({ description: "Open cases that are the same breach and will be merged into this one" }),
  finder: finderSchema.optional(),
  tool,
  charts: z.array(ownString()),
  head: signedHeadSchema.meta({ description: "Of the hub's own timeline of the case" }),
  exposures: count,
  lastGrowthAt: instant.optional(),
  parties: z.array(ownString()).meta({ description: "Ids of the parties of the case" }),
  toAlert: z.array(ownString()).meta({ description: "Parties that wait for an alert" }),
  alertedAt: instant.optional().meta({ description: "When the first parties were alerted" }),
  partyId: z.enum(["hub", "hub#closed"]).meta({
    description: "For the index by party: the hub's list of cases to watch, or of those that ended or are set aside",
  }),
})
export type CaseRow = z.infer<typeof caseRowSchema>

/** For how many of a party's shipments the recipient was notified; see notice-receipts.ts. */
const notifiedCountsSchema = z.object({
  direct: count,
  publicNotice: count.meta({ description: "By public notice alone, each shipment known" }),
  unnamed: count
    .optional()
    .meta({ description: "How many of the others public notices stand for that named no shipments" }),
  stated: count
    .optional()
    .meta({ description: "For how many shipments the party says that its public notices stand, in all" }),
  firstAt: instant.optional(),
  lastAt: instant.optional(),
})
export type NotifiedCounts = z.infer<typeof notifiedCountsSchema>

export const partyRowSchema = z.object({
  ...inCase,
  type: z.literal("party"),
  partyId: ownString().min(1),
  openedAt: instant.meta({ description: "When the party came into the case" }),
  kind: partyKind,
  tool: tool.meta({ description: "The tool through which its shipments were first seen" }),
  vouchedBy: z
    .object({ kind: actorKind, how: vouching })
    .optional()
    .meta({ description: "Who says that the lookups happened because of which the party came into the case" }),
  alias: ownString(),
  counterparties: z.array(ownString()).meta({
    description: "Parties of the other kind with which it shares shipments, a finding or a report",
  }),
  exposures: count,
  shipments: count,
  possible: z
    .object({
      exposures: count,
      shipments: count,
      alerted: count,
      fields: z.array(fieldName).optional().meta({ description: "What may have been seen of them" }),
      firstAt: instant.optional(),
      lastAt: instant.optional(),
      shipmentsByRegion: z
        .record(ownString(), count)
        .optional()
        .meta({ description: "As below. Release 0.1.0 drops it: then the region of some is not known" }),
    })
    .optional()
    .meta({
      description: "Possible exposures, shipments with no others, and of how many of these the party was alerted",
    }),
  shipmentsByField: z.partialRecord(fieldName, count),
  shipmentsByRegion: z
    .record(ownString(), count)
    .optional()
    .meta({ description: "By region of the recipient: its country, or its province or state" }),
  firstAt: instant.optional(),
  lastAt: instant.optional(),
  awareAt: instant.optional().meta({ description: "When it was alerted, or learned of it by itself" }),
  alertedAt: instant.optional(),
  alertedShipments: count,
  alerts: count,
  acknowledgedAt: instant.optional(),
  saysFalseAlarmAt: instant.optional(),
  formerAliases: z
    .array(ownString())
    .optional()
    .meta({ description: "Aliases of cases that were merged into this one" }),
  earlierCases: z
    .array(ownString())
    .optional()
    .meta({ description: "Merged cases in which this party's timeline began, under the same alias" }),
  acknowledgeEscalations: count,
  notified: notifiedCountsSchema,
  byRetailer: z
    .record(ownString(), z.object({ shipments: count, notified: notifiedCountsSchema }))
    .optional()
    .meta({ description: "Of a carrier: its shipments of each retailer" }),
  publicNoticeGrounds: z
    .array(publicNoticeGround)
    .optional()
    .meta({ description: "Why its public notices stand for direct ones" }),
  discoveredAt: instant.optional(),
  reportedLookups: z
    .object({
      since: instant,
      until: instant,
      fields: z.array(fieldName).optional(),
      range: z.object({ name: ownString(), sealed: ownString() }).optional(),
    })
    .optional()
    .meta({
      description:
        "When somebody looked, as it said in the report with which it came into the case, what the tool showed, and its " +
        "range of order references, sealed. Release 0.1.0 drops it",
    }),
  atHub: breachAtHub.optional().meta({
    description:
      "What the operator said, if the hub itself was breached. Release 0.1.0 drops it; the timeline keeps it",
  }),
  closedAtHub: closedAtHub.optional().meta({
    description:
      "The closed case of the same breach that this one follows. Release 0.1.0 drops it; the timeline keeps it",
  }),
  determinedAt: instant.optional(),
  lawTexts: z
    .record(ownString(), ownString())
    .optional()
    .meta({
      description:
        "By law: hash of the text that its duties are derived from. Version 0.1.0 drops it: then the next change of the " +
        "case takes the text that is deployed",
    }),
  assessments: z
    .record(ownString(), assessmentSchema)
    .optional()
    .meta({ description: "Its latest answer to each legal test, by law and test" }),
  confirmations: z
    .record(ownString(), z.object({ by: boundedString(100).min(1), at: instant }))
    .optional()
    .meta({
      description:
        "Who stands by name for an answer to a legal test, by law and test. Version 0.1.0 drops it; the timeline keeps " +
        "that somebody confirmed it, and the opaque id of the person who was signed in",
    }),
  settling: ownString().optional().meta({ description: "An answer of no under which more duties are to be settled" }),
  lawEnforcementDelay: z.boolean().optional(),
  grownAt: instant
    .optional()
    .meta({ description: "When more of its shipments, or of their fields, were last found exposed, or possibly so" }),
  shrunkAt: instant.optional().meta({ description: "When fewer of its shipments were found exposed than before" }),
  reported: z
    .record(ownString(), reportedSchema)
    .optional()
    .meta({ description: "By law: what the regulator was last told" }),
  notifiedFacts: notifiedFactsSchema
    .optional()
    .meta({ description: "What it knew when it notified people. Version 0.1.0 drops it: then no follow-up is drawn" }),
  writeAgainBy: instant.optional().meta({
    description: "By when it promised people to write to them again. Version 0.1.0 drops it; the timeline keeps it",
  }),
  assignees: z.record(ownString(), ownString()).optional().meta({
    description:
      "Opaque ids of the people to whom its duties are assigned, by duty. Version 0.1.0 drops it; the timeline keeps it",
  }),
  correctedAt: instant
    .optional()
    .meta({ description: "When it last corrected or withdrew a fact. Documents of before are superseded" }),
  causes: z.array(breachCause).optional().meta({ description: "Why it could happen, as this party says" }),
  cause: remarkSchema.optional().meta({ description: "The same in the words of the party's officer" }),
  details: z
    .partialRecord(reportDetail, remarkSchema)
    .optional()
    .meta({ description: "What its reports ask and only its officer can say" }),
  correspondence: correspondenceSchema.optional().meta({
    description:
      "Questions of regulators, and whom else it told. Version 0.1.0 drops it; the timeline keeps when and by whom",
  }),
})
export type PartyRow = z.infer<typeof partyRowSchema>
