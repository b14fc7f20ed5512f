import * as z from "zod"
import { boundedString } from "./bounded-string.ts"

/**
 * Every closed list of words that two rooms share. To add a value, start here. The compiler then names what must know
 * each value, and CONTRIBUTING.md what else does.
 */

/** Which parties take part in the exchange. The hub operates it. */
export const partyKind = z.enum(["retailer", "carrier"])

export type PartyKind = z.infer<typeof partyKind>

/** Actions that a party can have approved by a second person: see `asked-action.ts` of the breach desk. */
export const approvalKind = z.enum(["report", "assessment", "closing"])

export type ApprovalKind = z.infer<typeof approvalKind>

/** Who can act in a case. */
export const actorKind = z.enum([...partyKind.options, "hub"])

export type ActorKind = z.infer<typeof actorKind>

/**
 * What identifies a subject: a signed-in account, a cookie that the hub issued before this lookup, the network and
 * browser family only (`anonymous`), or the credential of a partner or a staff member.
 */
export const subjectKind = z.enum(["account", "cookie", "anonymous", "partner", "staff"])

export type SubjectKind = z.infer<typeof subjectKind>

/** What kind of connection an address belongs to. Many people share a mobile or hosting address. */
export const networkKind = z.enum(["mobile", "fixed", "hosting", "unknown"])

export type NetworkKind = z.infer<typeof networkKind>

/** How many lookups the detector expects of an accessor. Heavy readers are a setting of each party. */
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

/** Every field that a tracking tool can reveal about a shipment. The hub never holds the last three. */
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

/** What a visitor showed to prove a right to see a shipment. `houseNumber`: postal code and house number together. */
export const proof = z.enum(["none", "postalCode", "houseNumber", "linkToken", "account", "party"])

export type Proof = z.infer<typeof proof>

/** What a retailer sells, as far as it bears on what a name beside its deliveries can tell. */
export const goodsKind = z.enum(["ordinary", "health", "ageRestricted"])

export type GoodsKind = z.infer<typeof goodsKind>

/**
 * Where lookups were. `guarded`: the hub's own lookup API. `observed:<carrierId>`: the tracking tool of that carrier,
 * which reports it. `observed:<carrierId>--<key>-`: what a supplier of that carrier keeps for it, which nobody reports.
 */
export const tool = boundedString(256).regex(/^(guarded|observed:[a-z][a-z0-9-]{1,31})$/)

/** Why nobody watches a carrier's own tool. `shared/watch/lookups/reporting` decides it. */
export const interruptionReason = z.enum(["noCount", "reportsMissing", "countDiffers"])

/** The states of a duty. `duty-operations.ts` declares which operation leads from which state to which. */
export const dutyStateSchema = z.enum([
  "open",
  "requested",
  "accepted",
  "declined",
  "unanswered",
  "offered",
  "takenOver",
  "discharged",
  "notOwed",
])

export type DutyState = z.infer<typeof dutyStateSchema>

/** Why a party declines a duty. It is a code, because parties must not send each other free text. */
export const declineReasonSchema = z.enum([
  "notInControl",
  "lawDoesNotBind",
  "noRealRisk",
  "noContactDetails",
  "requesterShouldTell",
  "lawEnforcementProhibits",
  "alreadyTold",
])

export type DeclineReason = z.infer<typeof declineReasonSchema>

/** Why a party assessed a risk as it did. */
export const assessmentReasonSchema = z.enum([
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
  "noticeWouldEndanger",
  "notABreach",
])

export type AssessmentReason = z.infer<typeof assessmentReasonSchema>

/** Lower-case identifier of a party, used in event sources (`wayseal.<kind>.<partyId>`). */
export const partyId = boundedString(256)
  .regex(/^[a-z][a-z0-9-]{1,31}$/, "write 2 to 32 lower-case letters, digits and hyphens, a letter first")
  .meta({ title: "Party id", examples: ["leafline"] })

/** Id of a law, which begins with its country. Which laws there are is a matter of the deployment: each is a file. */
export const lawId = boundedString(64)
  .regex(/^[a-z]{2}(-[a-z0-9]+)+$/, "write the id of a law, such as ca-pipeda")
  .meta({ examples: ["ca-on-fippa"] })

/** What a duty rests on: a law, or a contract between two parties. */
export const lawOrContract = boundedString(64)
  .regex(/^([a-z]{2}(-[a-z0-9]+)+|contract)$/, "write the id of a law, such as ca-pipeda, or contract")
  .meta({ examples: ["ca-on-fippa"] })

/** Where a shipment is before its delivery, which is an event of its own. */
export const shipmentStatus = z.enum([
  "pre-transit",
  "in-transit",
  "out-for-delivery",
  "exception",
  "available-for-pickup",
  "returned",
])

export type ShipmentStatus = z.infer<typeof shipmentStatus>

/** What a retailer learns of its claim of a tracking number: whether the carrier has named it as the shipper. */
export const claimAnswer = z.enum(["claimPending", "claimConfirmed", "claimRefused"])

export type ClaimAnswer = z.infer<typeof claimAnswer>

/** The result of a lookup: the reference exists, it does not exist, or the visitor gave a wrong proof. */
export const lookupOutcome = z.enum(["hit", "miss", "challengeFailed"])

export type LookupOutcome = z.infer<typeof lookupOutcome>

/** The detector's charts. All but `volume`, which is advisory, score one profile. */
export const chart = z.enum(["walk", "guess", "fanOut", "scope", "insider", "quota", "block", "blockMisses", "volume"])

export type Chart = z.infer<typeof chart>

export const profileChart = chart.exclude(["volume"])

export type ProfileChart = z.infer<typeof profileChart>

/** A `notice` informs the parties. An `alert` can restrict an accessor, and opens a case if something was shown. */
export const severity = z.enum(["notice", "alert"])

/**
 * What a restriction applies to: a part of an accessor, a neighbourhood of numbers, where lookups need proof, or a code
 * block, where a postal code needs a house number.
 */
export const restrictionScope = z.enum(["subject", "network", "neighbourhood", "codeBlock"])

export type RestrictionScope = z.infer<typeof restrictionScope>

/**
 * How whoever vouches for lookups knows of them: the hub saw them itself, a carrier reported them from its own tool, or
 * a party made them for visitors of its site.
 */
export const vouching = z.enum(["seen", "reported", "delegated"])

export type Vouching = z.infer<typeof vouching>

/** Why the hub restricted an accessor. */
export const restrictionReasonCode = z.enum(["anomaly", "case", "manual"])

/** How a case began: with an anomaly that the detector found, or with a report of a party. */
export const caseOrigin = z.enum(["anomaly", "report"])

/** `merged`: the case continues in another one. */
export const caseState = z.enum(["open", "closed", "falseAlarm", "merged"])

/** Who found a breach that a party reported. */
export const reportedFinderKind = z.enum(["finder", "recipient", "staff", "regulator"])

export type ReportedFinderKind = z.infer<typeof reportedFinderKind>

/** Who found a breach: one of the above, or the hub's detector. */
export const finderKind = z.enum([...reportedFinderKind.options, "hub"])

export type FinderKind = z.infer<typeof finderKind>

/** Whether the law sets the due time, or the deployment sets a target because the law names no term. */
export const dueIs = z.enum(["legalDeadline", "target"])

export type DueIs = z.infer<typeof dueIs>

/** Whether the receiver of an event owes the duty, or another party of the case. */
export const dutyOwner = z.enum(["self", "other"])

/** Whether a legal test is met. */
export const testIsMet = z.enum(["yes", "no"])

export const assessmentLevel = z.enum(["low", "medium", "high"])

export type AssessmentLevel = z.infer<typeof assessmentLevel>

/** Why a party takes over another party's duty. */
export const takeOverReason = z.enum(["declined", "unanswered", "agreed"])

/** What a party did to end a breach, reduce its harm or prevent the next one. */
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

export const measureKind = z.enum(["containment", "mitigation", "prevention"])

export type MeasureKind = z.infer<typeof measureKind>

/** Why a breach could happen, as a party states it. */
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

/** How an affected person was notified. */
export const noticeMethod = z.enum(["email", "letter", "telephone", "inPerson", "publicNotice"])

export type NoticeMethod = z.infer<typeof noticeMethod>

/** Why a law lets a party notify people by public notice and not directly. */
export const publicNoticeGround = z.enum(["noContactDetails", "furtherHarm", "undueHardship"])

export type PublicNoticeGround = z.infer<typeof publicNoticeGround>

/** Why a party puts an attempt away, in which nothing of it was shown. */
export const attemptReason = z.enum(["guessing", "ownTest", "knownProgram", "mistake"]).meta({
  description:
    "guessing: somebody tried out numbers or codes, and nothing more is to be done. ownTest: the party tested it, or " +
    "had it tested. knownProgram: a program that the party knows. mistake: a person who mistyped",
})

/** How a case ended. */
export const caseOutcome = z.enum(["resolved", "falseAlarm"])

/** The languages of dossiers and notices. */
export const documentLanguages = ["en", "fr"] as const

export type DocumentLanguage = (typeof documentLanguages)[number]

/** What a party can owe under a law. */
export const dutyKindSchema = z.enum([
  "tellRegulator",
  "supplementReport",
  "tellIndividuals",
  "tellOtherOrganisation",
  "keepRecord",
])

export type DutyKind = z.infer<typeof dutyKindSchema>

/** The order of the work, for duties that are due at one time: whom to notify, and the record last. */
export const byKind = (one: { readonly kind: DutyKind }, other: { readonly kind: DutyKind }): number =>
  dutyKindSchema.options.indexOf(one.kind) - dutyKindSchema.options.indexOf(other.kind)

/** What kind of proof shows that a duty is done. */
export const receiptKind = z.enum([
  "regulatorReceipt",
  "individualsNotified",
  "publicNotice",
  "organisationNotified",
  "recordEntry",
])

/** Who is outside of the exchange, may have to be told of a breach, and is no regulator. */
export const outsider = z.enum(["insurer", "bank", "paymentProcessor", "police", "other"])
export type Outsider = z.infer<typeof outsider>
