import * as z from "zod"

/** Closed lists of words about legal tests and the facts that duties depend on, as in `words.ts`. */

/** Why a party knows of a time before the first lookup that is recorded. */
export const earlyDateReason = z.enum(["knownFromElsewhere", "lookupsNotRecorded", "clocksDiffered"])

export type EarlyDateReason = z.infer<typeof earlyDateReason>

/** What a party can take back that it stated. */
export const withdrawableFact = z.enum([
  "discoveredAt",
  "determinedAt",
  "lawEnforcementDelay",
  "causes",
  "cause",
  "falseAlarm",
])

export type WithdrawableFact = z.infer<typeof withdrawableFact>

/** What a report asks and only the party can say, in the words of its officer. */
export const reportDetail = z.enum([
  "safeguards",
  "relationships",
  "location",
  "informationBanks",
  "delayReason",
  "noNoticeReason",
  "unlawfulActs",
  "crossBorderImpact",
  "intendedNotices",
  "intendedMeasures",
])

export type ReportDetail = z.infer<typeof reportDetail>

/** What laws ask before they ask for a notice. An answer to one test says nothing of another. */
export const legalTestSchema = z.enum([
  "realRiskOfSignificantHarm",
  "significantHarm",
  "seriousHarm",
  "riskOfSeriousInjury",
  "materialPrivacyBreach",
  "riskToRightsAndFreedoms",
  "highRiskToRightsAndFreedoms",
  "definedPersonalInformation",
  "canReduceHarm",
  "onOrderOfRegulator",
  "significantIncident",
])

export type LegalTest = z.infer<typeof legalTestSchema>

/** What laws tell a party to weigh when it assesses a breach. */
export const assessmentFactorSchema = z.enum([
  "sensitivity",
  "probabilityOfMisuse",
  "anticipatedConsequences",
  "stepsOfTheIndividual",
  "guidance",
  "securityMeasures",
  "whoObtainedIt",
  "harm",
])

export type AssessmentFactor = z.infer<typeof assessmentFactorSchema>

/**
 * The party's role for the information. `inControl` decides about it: organisation in control, controller, owner,
 * public body. `holder` keeps it for another organisation: processor, service provider.
 */
export const controlRoleSchema = z.enum(["inControl", "holder"])

export type ControlRole = z.infer<typeof controlRoleSchema>

/** The event that starts a clock. It is always the event of the party that owes the duty. */
export const clockEventSchema = z.enum([
  "awareness",
  "determination",
  "discovery",
  "individualsNotified",
  "growth",
  "report",
])

export type ClockEvent = z.infer<typeof clockEventSchema>
