import * as z from "zod"
import { controlRoleSchema, documentLanguages } from "../law/law.ts"
import { toldFindingSchema } from "./told-finding.ts"
import { breachCause } from "./vocabulary.ts"

/**
 * The facts of one breach case from which duties are derived and documents are built. The desk computes them from
 * the ledger; what it cannot know is `null` or absent and is said to be unknown in every document. No personal data
 * of an affected person belongs in here: counts, field names, times and fingerprints only.
 */

const instantSchema = z.iso.datetime({ offset: true })
/** One line of prose by a party's officer; never about an identifiable affected person. */
export const remarkSchema = z.string().min(1).max(2000)
const countSchema = z.int().nonnegative()

export const assessmentReasons = [
  "realRisk",
  "noRealRisk",
  "informationNotSensitive",
  "misuseImprobable",
  "recoveredBeforeUse",
  "encryptedOrUnintelligible",
  "outsideLegalDefinition",
  "lawDoesNotBind",
  "toldByOtherOrganisation",
  "belowResidentThreshold",
  "lawEnforcementProhibits",
  "notABreach",
] as const
export const assessmentReasonSchema = z.enum(assessmentReasons)
export type AssessmentReason = z.infer<typeof assessmentReasonSchema>

/** A party's recorded assessment of the risk to people. A party assesses for itself only. */
export const assessmentSchema = z.strictObject({
  realRiskOfSignificantHarm: z.enum(["yes", "no"]),
  sensitivity: z.enum(["low", "medium", "high"]),
  probabilityOfMisuse: z.enum(["low", "medium", "high"]),
  consequences: remarkSchema.optional(),
  reasons: z.array(assessmentReasonSchema).min(1),
  explanation: remarkSchema.optional(),
  assessedBy: z.string().min(1).max(100).meta({ description: "Function of the person, such as privacy officer" }),
  assessedAt: instantSchema,
})
export type Assessment = z.infer<typeof assessmentSchema>

export const noticeProgressSchema = z.strictObject({
  affected: countSchema.meta({ description: "Exposed shipments whose addressee must be told" }),
  told: countSchema.meta({ description: "Told directly, by receipt" }),
  toldByPublicNotice: countSchema.default(0),
  firstToldAt: instantSchema.optional(),
  lastToldAt: instantSchema.optional(),
})
export type NoticeProgress = z.infer<typeof noticeProgressSchema>

export const partyFactsSchema = z.strictObject({
  party: z.string().min(1).meta({ description: "Party id" }),
  name: z.string().min(1).meta({ description: "Name as it may appear in the party's own documents" }),
  alias: z
    .string()
    .min(1)
    .optional()
    .meta({ description: "How other parties may name it; absent: it is not named to them" }),
  kind: z.enum(["retailer", "carrier"]),
  role: controlRoleSchema.default("inControl"),
  caseAlias: z.string().min(1).meta({ description: "The party's own alias of the case" }),
  country: z.string().length(2),
  timeZone: z.string().min(1).meta({ description: "IANA time zone in which the party's calendar days are counted" }),
  laws: z.array(z.string().min(1)),
  businessNumber: z.string().min(1).optional(),
  contact: z
    .strictObject({
      name: z.string().min(1).optional(),
      title: z.string().min(1).optional(),
      email: z.string().min(1).optional(),
      phone: z.string().min(1).optional(),
      address: z.string().min(1).optional(),
    })
    .optional()
    .meta({ description: "The person who answers a regulator's questions" }),
  publicContact: z
    .strictObject({ email: z.string().optional(), phone: z.string().optional(), url: z.string().optional() })
    .optional()
    .meta({ description: "Where affected people ask; must not reveal what the party sells" }),
  noticeSender: z
    .string()
    .min(1)
    .optional()
    .meta({ description: "Neutral sender name for notices of a discreet party" }),
  awareAt: instantSchema.meta({ description: "When this party was first alerted or first knew" }),
  discoveredAt: instantSchema.optional(),
  determinedAt: instantSchema.optional().meta({ description: "When this party determined that a breach occurred" }),
  shipments: countSchema,
  possibleShipments: countSchema.optional().meta({
    description: "Further shipments, looked up without proof where strangers walked, maybe by them and maybe not",
  }),
  people: countSchema.nullable(),
  peopleByJurisdiction: z.record(z.string(), countSchema).optional(),
  shareOfTotal: z.number().min(0).max(1).nullable(),
  exposuresByField: z.array(z.strictObject({ field: z.string().min(1), shipments: countSchema })).default([]),
  fieldsNotExposed: z.array(z.string().min(1)).default([]),
  firstExposureAt: instantSchema.nullable(),
  lastExposureAt: instantSchema.nullable(),
  notice: noticeProgressSchema.optional(),
  byRetailer: z
    .array(z.strictObject({ retailer: z.string().min(1), notice: noticeProgressSchema }))
    .optional()
    .meta({ description: "Of a carrier: the retailers to whose people it owes notice, and how far these were told" }),
  assessment: assessmentSchema.optional(),
  lawEnforcementDelay: z.boolean().optional(),
})
export type PartyFacts = z.infer<typeof partyFactsSchema>
export type PartyFactsInput = z.input<typeof partyFactsSchema>

/** Measures that have words in every language, fit for a notice. */
export const measureCodes = [
  "accessorRefused",
  "toolWithdrawn",
  "proofRequired",
  "fieldsRemoved",
  "referencesReplaced",
  "deletionConfirmed",
  "dataReturned",
  "finderAttested",
  "containmentAttested",
  "peopleSupported",
  "credentialsRotated",
  "policyChanged",
] as const
export const measureCodeSchema = z.enum(measureCodes)
export type MeasureCode = z.infer<typeof measureCodeSchema>

/** Measures of the contracts that documents have words for under another name. */
const codesInDocuments: Readonly<Record<string, MeasureCode>> = {
  toolSuspended: "toolWithdrawn",
  referencesReissued: "referencesReplaced",
  dataDestroyed: "deletionConfirmed",
}

/** The code under which documents have words for a recorded measure; undefined for one that they do not know. */
export const documentedMeasureCode = (code: string): MeasureCode | undefined =>
  measureCodeSchema.safeParse(codesInDocuments[code] ?? code).data

export const measureFactsSchema = z.strictObject({
  at: instantSchema,
  by: z.string().min(1).meta({ description: "Party id, or hub" }),
  kind: z.enum(["containment", "mitigation", "prevention"]),
  code: measureCodeSchema.optional(),
  description: remarkSchema,
})
export type MeasureFacts = z.infer<typeof measureFactsSchema>

export const caseFactsSchema = z.strictObject({
  openedAt: instantSchema,
  closedAt: instantSchema.optional(),
  state: z.enum(["open", "closed", "falseAlarm"]).default("open"),
  origin: z.enum(["anomaly", "report", "import"]),
  discoveredAt: instantSchema.meta({ description: "When anybody in the exchange first discovered it" }),
  finder: z
    .strictObject({
      kind: z.enum(["finder", "recipient", "staff", "regulator", "hub"]),
      told: z.string().min(1).optional().meta({ description: "Party id to whom the finder spoke" }),
      receivedAt: instantSchema,
    })
    .optional(),
  tool: z.strictObject({
    description: z
      .string()
      .min(1)
      .optional()
      .meta({ description: "In the officers’ words; absent: named by its mode" }),
    mode: z.enum(["guarded", "observed", "imported"]),
    operatedBy: z.string().min(1).meta({ description: "Party id, or hub" }),
  }),
  causes: z.array(breachCause).default([]),
  cause: remarkSchema.nullable().meta({ description: "In the officers’ words, beside the codes" }),
  circumstances: remarkSchema.nullable().meta({ description: "In the officers’ words, beside the findings" }),
  findings: z.array(toldFindingSchema).default([]).meta({ description: "What the detector found, in order of time" }),
  accessor: z.strictObject({
    subjects: z.array(z.string()).default([]).meta({ description: "Fingerprints, never raw values" }),
    networks: z.array(z.string()).default([]).meta({ description: "Fingerprints, never raw values" }),
    references: countSchema.optional(),
    pattern: z.string().min(1).optional().meta({ description: "Chart code, such as walk, or words" }),
    restrictedSince: instantSchema.optional(),
  }),
  containment: z.strictObject({
    contained: z.boolean(),
    at: instantSchema.optional(),
    attestedBy: z.string().min(1).optional(),
    statement: remarkSchema.optional(),
  }),
  measures: z.array(measureFactsSchema).default([]),
  writtenIn: z.enum(documentLanguages).default("en").meta({ description: "Language of the officers’ prose" }),
  parties: z.array(partyFactsSchema).min(1),
})
export type CaseFacts = z.infer<typeof caseFactsSchema>
export type CaseFactsInput = z.input<typeof caseFactsSchema>
