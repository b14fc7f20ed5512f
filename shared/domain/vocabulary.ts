import * as z from "zod"

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
