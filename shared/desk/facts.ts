import * as z from "zod"
import { boundedString, ownString } from "../base/contracts/bounded-string.ts"
import { breachAtHub } from "../base/contracts/breach-at-hub.ts"
import { controlRoleSchema, reportDetail } from "../base/contracts/legal-words.ts"
import {
  breachCause,
  caseOrigin,
  caseState,
  chart,
  finderKind,
  goodsKind,
  partyKind,
  publicNoticeGround,
} from "../base/contracts/words.ts"
import { noticeSenders, wayToCheck } from "../base/contracts/words-of-notice.ts"
import { contractList, ownAuthority } from "../parties/counterparty-entry.ts"
import { shownFindingSchema } from "../watch/detection/anomalies/published-finding.ts"
import { assessmentSchema } from "./assessment.ts"
import { correspondenceSchema } from "./cases/correspondence.ts"
import { measureFactsSchema } from "./measures.ts"
import { notifiedFactsSchema } from "./notified-facts.ts"
import { reportedSchema } from "./reported.ts"
import { countSchema, instantSchema, remarkSchema, unwatchedSchema } from "./schemas.ts"
import { unknownReason } from "./unknown-reason.ts"

export const noticeProgressSchema = z.strictObject({
  affected: countSchema.meta({ description: "Exposed shipments whose person must be notified" }),
  notified: countSchema.meta({ description: "Notified directly, by receipt" }),
  notifiedByPublicNotice: countSchema.default(0),
  firstNotifiedAt: instantSchema.optional(),
  lastNotifiedAt: instantSchema.optional(),
})

export type NoticeProgress = z.infer<typeof noticeProgressSchema>

export const partyFactsSchema = z.strictObject({
  party: ownString().min(1).meta({ description: "Party id" }),
  name: ownString().min(1).meta({ description: "Name as it may appear in the party's own documents" }),
  alias: ownString()
    .min(1)
    .optional()
    .meta({ description: "How other parties may name it; absent: they do not see a name" }),
  kind: partyKind,
  goods: goodsKind.optional().meta({ description: "Of a retailer: what it sells, as it states" }),
  counterparties: z
    .array(ownString().min(1))
    .default([])
    .meta({ description: "Ids of the parties that it deals with in the case" }),
  roles: z
    .array(
      z.strictObject({
        with: ownString().min(1).optional(),
        law: ownString().min(1).optional(),
        role: controlRoleSchema,
      }),
    )
    .default([])
    .meta({ description: "Its roles in the tool of the case, where it is not in control for itself" }),
  contracts: contractList.default([]).meta({ description: "Its contracts with other parties about breaches" }),
  caseAlias: ownString().min(1).meta({ description: "The party's own alias of the case" }),
  country: boundedString(256).length(2),
  timeZone: ownString().min(1).meta({ description: "IANA time zone in which the party's calendar days are counted" }),
  laws: z.array(ownString().min(1)).meta({ description: "Ids of the laws that are looked at for the party" }),
  configuredLaws: z.array(ownString().min(1)).optional().meta({
    description: "Those that its configuration names. Absent: all. Whether the others bind it is to be confirmed",
  }),
  businessNumber: ownString().min(1).optional(),
  contact: z
    .strictObject({
      name: ownString().min(1).optional(),
      title: ownString().min(1).optional(),
      email: ownString().min(1).optional(),
      phone: ownString().min(1).optional(),
      address: ownString().min(1).optional(),
    })
    .optional()
    .meta({ description: "The person who answers a regulator's questions" }),
  publicContact: z
    .strictObject({ email: ownString().optional(), phone: ownString().optional(), url: ownString().optional() })
    .optional()
    .meta({ description: "Where affected people ask; must not reveal what the party sells" }),
  trackingSite: z
    .strictObject({
      site: ownString().min(1),
      entry: z.strictObject({ en: ownString().optional(), fr: ownString().optional() }).optional(),
    })
    .optional()
    .meta({ description: "Where people track their parcels, and see the code of the case. No link" }),
  noticeLanguages: z
    .array(z.strictObject({ language: ownString().min(2), sentences: z.record(ownString(), ownString()) }))
    .default([])
    .meta({ description: "Further languages of notices, in the words of the party's counsel" }),
  noticeSender: ownString()
    .min(1)
    .optional()
    .meta({ description: "Neutral sender name for notices of a discreet party" }),
  noticeSenders: noticeSenders.optional(),
  wayToCheck: wayToCheck.optional(),
  authorities: z
    .array(ownAuthority)
    .default([])
    .meta({ description: "To whom it reports under laws of several states" }),
  grownAt: instantSchema
    .optional()
    .meta({ description: "When more of its shipments, or of their fields, were last found exposed, or possibly so" }),
  shrunkAt: instantSchema
    .optional()
    .meta({ description: "When fewer of its shipments were found exposed than before" }),
  correctedAt: instantSchema.optional().meta({ description: "When it last corrected or withdrew a fact" }),
  reported: z
    .record(ownString(), reportedSchema)
    .default({})
    .meta({ description: "By law: what the regulator was last told, in a report or a supplement" }),
  notifiedFacts: notifiedFactsSchema.optional().meta({ description: "What it knew when it notified people" }),
  writeAgainBy: instantSchema.optional().meta({ description: "By when it promised people to write to them again" }),
  awareAt: instantSchema.meta({ description: "When this party was first alerted or first knew" }),
  discoveredAt: instantSchema.optional(),
  determinedAt: instantSchema.optional().meta({ description: "When this party determined that a breach occurred" }),
  shipments: countSchema,
  unknownBecause: z
    .array(unknownReason)
    .default([])
    .meta({ description: "Why more may have been shown than this says. Then 0 shipments means not known" }),
  possibleShipments: countSchema.optional().meta({
    description:
      "Further shipments that were looked up without proof in the same numbers and period. Nobody can say by whom. " +
      "Or shipments that a report names by their references, and no log.",
  }),
  possiblySeen: z
    .strictObject({ fields: z.array(ownString().min(1)), firstAt: instantSchema, lastAt: instantSchema })
    .optional()
    .meta({ description: "What may have been seen of these, and when" }),
  atHub: breachAtHub.optional().meta({ description: "What the operator said, if the hub itself was breached" }),
  people: countSchema.nullable().meta({ description: "At least so many. A household is counted once" }),
  peopleAtMost: countSchema.optional().meta({ description: "Absent if nobody knows how many there are at most" }),
  possiblePeople: z
    .strictObject({ atLeast: countSchema, atMost: countSchema })
    .optional()
    .meta({ description: "How many people the possibly exposed shipments tell of" }),
  peopleByRegion: z
    .record(ownString(), countSchema)
    .optional()
    .meta({ description: "By region of the delivery: country, or province or state; unknown where nobody knows" }),
  shipmentsByRegion: z
    .record(ownString(), countSchema)
    .default({})
    .meta({ description: "The same of exposed shipments. It is known when people are not counted" }),
  possibleByRegion: z
    .record(ownString(), countSchema)
    .default({})
    .meta({ description: "The same of the shipments that were only possibly exposed" }),
  shareOfTotal: z.number().min(0).max(1).nullable(),
  exposuresByField: z.array(z.strictObject({ field: ownString().min(1), shipments: countSchema })).default([]),
  fieldsNotExposed: z
    .array(ownString().min(1))
    .default([])
    .meta({ description: "What is proven not to have been shown. Empty while anything is unknown" }),
  provenNotShown: z
    .strictObject({
      because: z.enum(["hubRecords", "carrierCounts"]),
      during: z.strictObject({ from: instantSchema, until: instantSchema }),
    })
    .optional()
    .meta({ description: "What proves that, and for which time" }),
  isAtLeast: z.boolean().default(false).meta({ description: "More may have been shown than the counts say" }),
  unwatched: z
    .array(unwatchedSchema)
    .default([])
    .meta({ description: "Hours in which nobody watched the carrier's tool" }),
  firstExposureAt: instantSchema.nullable(),
  lastExposureAt: instantSchema.nullable(),
  notice: noticeProgressSchema.optional(),
  publicNoticeGrounds: z
    .array(publicNoticeGround)
    .default([])
    .meta({ description: "Why its public notices stand for direct ones" }),
  byRetailer: z
    .array(z.strictObject({ retailer: ownString().min(1), notice: noticeProgressSchema }))
    .optional()
    .meta({ description: "Of a carrier: the retailers whose people it must notify, and how many were notified" }),
  assessments: z
    .record(ownString(), assessmentSchema)
    .default({})
    .meta({ description: "The latest answer to each legal test, by law and test" }),
  confirmations: z
    .record(ownString(), z.strictObject({ by: boundedString(100).min(1), at: instantSchema }))
    .default({})
    .meta({ description: "Who stands by name for an answer, by law and test" }),
  lawEnforcementDelay: z.boolean().optional(),
})

export type PartyFacts = z.infer<typeof partyFactsSchema>

export type PartyFactsInput = z.input<typeof partyFactsSchema>

export const caseFactsSchema = z.strictObject({
  openedAt: instantSchema,
  closedAt: instantSchema.optional(),
  state: caseState.exclude(["merged"]).default("open"),
  origin: caseOrigin,
  discoveredAt: instantSchema.meta({ description: "When a party or the hub first discovered it" }),
  finder: z
    .strictObject({
      kind: finderKind,
      reportedTo: ownString().min(1).optional().meta({ description: "Id of the party that the finder informed" }),
      receivedAt: instantSchema,
    })
    .optional(),
  tool: z.strictObject({
    mode: z.enum(["guarded", "observed"]),
    operatedBy: ownString().min(1).meta({ description: "Party id, or hub" }),
  }),
  causes: z.array(breachCause).default([]),
  cause: remarkSchema.nullable().meta({ description: "In the officers’ words, beside the codes" }),
  details: z
    .partialRecord(reportDetail, remarkSchema)
    .default({})
    .meta({ description: "What reports ask and only the officer of the party can say" }),
  correspondence: correspondenceSchema
    .optional()
    .meta({ description: "Questions of regulators to the party, and others outside whom it told" }),
  findings: z.array(shownFindingSchema).default([]).meta({ description: "What the detector found, in order of time" }),
  accessor: z.strictObject({
    subjects: z.array(ownString()).default([]).meta({ description: "Fingerprints, never raw values" }),
    networks: z.array(ownString()).default([]).meta({ description: "Fingerprints, never raw values" }),
    prefixes: z.array(ownString()).default([]).meta({ description: "IPv6 prefixes: fingerprints, never raw values" }),
    references: countSchema.optional(),
    charts: z.array(chart).default([]).meta({ description: "Charts that found the lookups, each once" }),
    restrictedSince: instantSchema.optional(),
  }),
  containment: z.strictObject({
    contained: z.boolean(),
    at: instantSchema.optional(),
    attestedBy: ownString().min(1).optional(),
  }),
  measures: z.array(measureFactsSchema).default([]),
  parties: z.array(partyFactsSchema).min(1),
})

export type CaseFacts = z.infer<typeof caseFactsSchema>

export type CaseFactsInput = z.input<typeof caseFactsSchema>
