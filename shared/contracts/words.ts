import * as z from "zod"

/**
 * How well somebody is told apart: a signed-in account, a cookie the hub minted before this lookup, nobody in particular
 * (network and browser family), a partner's or a staff member's credential.
 */
export const subjectKind = z.enum(["account", "cookie", "anonymous", "partner", "staff"])

export type SubjectKind = z.infer<typeof subjectKind>

/** What stands behind an address: one person rarely has a mobile or hosting address alone. */
export const networkKind = z.enum(["mobile", "fixed", "hosting", "unknown"])

export type NetworkKind = z.infer<typeof networkKind>

/** What the detector may expect of an accessor; heavy readers are registered in parties.json. */
export const accessorClass = z.enum([
  "public",
  "recipient",
  "partner",
  "partnerPoller",
  "staff",
  "aggregator",
  "verifiedBot",
  "mailScanner",
])

export type AccessorClass = z.infer<typeof accessorClass>

/** Every field that a tracking tool can reveal about a shipment; the last three are never held by the hub. */
export const fieldName = z.enum([
  "existence",
  "retailer",
  "phase",
  "dates",
  "delivery-date",
  "pickup-point",
  "signature-recorded",
  "signatory-name-or-initials",
  "postal-code",
  "nature-of-delivery",
  "address",
  "payment",
  "purchaser",
])

export type FieldName = z.infer<typeof fieldName>

/** What an accessor showed to be entitled to a shipment. */
export const proof = z.enum(["none", "postalCode", "linkToken", "account", "party"])

export type Proof = z.infer<typeof proof>

/** `guarded`: the hub's own lookup API; `observed:<carrierId>`: a carrier's tool that reported it. */
export const tool = z.string().regex(/^(guarded|observed:[a-z][a-z0-9-]{1,31})$/)

/**
 * A duty is something one party owes under one law. This file holds its shape and its state machine, which is data:
 * each operation declares who may do it, from which states and to which state. A store turns `from` into its write
 * condition; `applyDutyAction` decides.
 */
export const dutyStates = [
  "open",
  "requested",
  "accepted",
  "declined",
  "unanswered",
  "offered",
  "takenOver",
  "discharged",
  "notOwed",
] as const

export const dutyStateSchema = z.enum(dutyStates)

export type DutyState = z.infer<typeof dutyStateSchema>

/** Codes only: parties give each other no free text. */
export const declineReasons = [
  "notInControl",
  "lawDoesNotBind",
  "noRealRisk",
  "noContactDetails",
  "requesterShouldTell",
  "lawEnforcementProhibits",
  "alreadyTold",
] as const

export const declineReasonSchema = z.enum(declineReasons)

export type DeclineReason = z.infer<typeof declineReasonSchema>

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

/** Lower-case identifier of a party, used in event sources (`wayseal.<kind>.<partyId>`). */
export const partyId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,31}$/)
  .meta({ title: "Party id", examples: ["leafline"] })

/** Laws in the law pack that can bind a party. */
export const lawId = z.enum([
  "ca-pipeda",
  "ca-privacy-act",
  "ca-on-fippa",
  "ca-qc-access-act",
  "ca-qc-private-sector-act",
  "eu-gdpr",
  "us-ca-civil-1798-82",
])

export type LawId = z.infer<typeof lawId>

/** Closed lists of words that events, rows and answers share, where no other file of the domain owns them. */

/** Where a shipment is; delivery is an event of its own and the last. */
export const shipmentStatus = z.enum([
  "pre-transit",
  "in-transit",
  "out-for-delivery",
  "exception",
  "available-for-pickup",
  "returned",
])

export type ShipmentStatus = z.infer<typeof shipmentStatus>

/** What a lookup came to: the reference existed, did not, or the proof that was asked for was wrong. */
export const lookupOutcome = z.enum(["hit", "miss", "challengeFailed"])

export type LookupOutcome = z.infer<typeof lookupOutcome>

/** The detector's charts. */
export const chart = z.enum(["walk", "guess", "fanOut", "scope", "insider", "block", "blockMisses", "volume"])

export type Chart = z.infer<typeof chart>

/** `notice` informs and restricts nobody; `alert` opens a case. */
export const severity = z.enum(["notice", "alert"])

export type Severity = z.infer<typeof severity>

/** What a restriction falls on. */
export const restrictionScope = z.enum(["subject", "network"])

/** Why a restriction was made. */
export const restrictionReasonCode = z.enum(["anomaly", "case", "manual"])

/** Who noticed a breach that was reported rather than detected. */
export const finderKind = z.enum(["finder", "recipient", "staff", "regulator"])

export type FinderKind = z.infer<typeof finderKind>

/** Why a party takes over a duty of the other. */
export const takeOverReason = z.enum(["declined", "unanswered", "agreed"])

export type TakeOverReason = z.infer<typeof takeOverReason>

/** What a party did to end a breach, to lessen its harm or to stop the next one. */
export const measureCode = z.enum([
  "accessorRefused",
  "toolSuspended",
  "dataReturned",
  "dataDestroyed",
  "finderAttested",
  "containmentAttested",
  "peopleSupported",
  "referencesReissued",
  "credentialsRotated",
  "proofRequired",
  "policyChanged",
])

export type MeasureCode = z.infer<typeof measureCode>

/** What a measure is for. */
export const measureKind = z.enum(["containment", "mitigation", "prevention"])

/** Why a breach could happen, as far as a party knows. */
export const breachCause = z.enum([
  "proofNotAsked",
  "proofGuessable",
  "referencesGuessable",
  "moreShownThanNeeded",
  "credentialMisused",
  "entitlementMisused",
  "softwareFault",
  "configurationFault",
  "humanError",
])

export type BreachCause = z.infer<typeof breachCause>

/** How an affected person was told. */
export const noticeMethod = z.enum(["email", "letter", "telephone", "inPerson", "publicNotice"])

export type NoticeMethod = z.infer<typeof noticeMethod>

/** How a case ended. */
export const caseOutcome = z.enum(["resolved", "falseAlarm"])

export type CaseOutcome = z.infer<typeof caseOutcome>

export const documentLanguages = ["en", "fr"] as const

export type DocumentLanguage = (typeof documentLanguages)[number]

/** What a party can owe under a law. */
export const dutyKinds = ["tellRegulator", "tellIndividuals", "tellOtherOrganisation", "keepRecord"] as const

export const dutyKindSchema = z.enum(dutyKinds)

export type DutyKind = z.infer<typeof dutyKindSchema>

/** What proves that a duty was done. */
export const receiptKind = z.enum([
  "regulatorReceipt",
  "individualsNotified",
  "publicNotice",
  "organisationNotified",
  "recordEntry",
])
