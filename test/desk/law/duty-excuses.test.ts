import { describe, expect, it } from "@jest/globals"
import { type AssessmentReason, assessmentReasonSchema } from "../../../shared/base/contracts/words.ts"
import type { Assessment } from "../../../shared/desk/assessment.ts"
import { deriveDuties } from "../../../shared/desk/duties/derive-duties.ts"
import type { Duty } from "../../../shared/desk/duties/duty.ts"
import { applyDutyAction } from "../../../shared/desk/duties/duty-actions.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { retailerFacts, scenarioFacts } from "../dossier/dossier-scenario.ts"

/**
 * What excuses a duty although its test is met, written by hand from the statutes: law, kind of duty, reasons. Besides,
 * no duty is owed under a law that does not bind or without a breach. Only a record of every breach is always owed: it
 * has no reason at all.
 */
const excuses = `
ca-pipeda tellRegulator:
ca-pipeda tellIndividuals: lawEnforcementProhibits
ca-pipeda tellOtherOrganisation:
ca-pipeda keepRecord: always owed
ca-privacy-act tellRegulator:
ca-privacy-act tellIndividuals: lawEnforcementProhibits noticeWouldEndanger
ca-privacy-act tellOtherOrganisation:
ca-privacy-act keepRecord: always owed
ca-on-fippa tellRegulator:
ca-on-fippa tellIndividuals: lawEnforcementProhibits
ca-on-fippa keepRecord: always owed
ca-qc-access-act tellRegulator:
ca-qc-access-act supplementReport:
ca-qc-access-act tellIndividuals: lawEnforcementProhibits
ca-qc-access-act tellOtherOrganisation:
ca-qc-access-act keepRecord: always owed
ca-qc-private-sector-act tellRegulator:
ca-qc-private-sector-act supplementReport:
ca-qc-private-sector-act tellIndividuals: lawEnforcementProhibits
ca-qc-private-sector-act tellOtherOrganisation:
ca-qc-private-sector-act keepRecord: always owed
ca-ab-pipa tellRegulator:
ca-ab-pipa tellIndividuals:
ca-bc-foippa tellRegulator:
ca-bc-foippa tellIndividuals: noticeWouldEndanger
eu-gdpr tellRegulator:
eu-gdpr supplementReport:
eu-gdpr tellIndividuals: encryptedOrUnintelligible recoveredBeforeUse
eu-gdpr tellOtherOrganisation:
eu-gdpr keepRecord: always owed
eu-nis2 tellRegulator:
eu-nis2 tellOtherOrganisation:
uk-gdpr tellRegulator:
uk-gdpr supplementReport:
uk-gdpr tellIndividuals: encryptedOrUnintelligible recoveredBeforeUse
uk-gdpr tellOtherOrganisation:
uk-gdpr keepRecord: always owed
ch-fadp tellRegulator:
ch-fadp supplementReport:
ch-fadp tellIndividuals: lawEnforcementProhibits
ch-fadp tellOtherOrganisation:
ch-fadp keepRecord: always owed
au-privacy-act tellRegulator: toldByOtherOrganisation recoveredBeforeUse
au-privacy-act tellIndividuals: toldByOtherOrganisation recoveredBeforeUse
us-ca-civil-1798-82 tellRegulator: outsideLegalDefinition encryptedOrUnintelligible belowResidentThreshold
us-ca-civil-1798-82 tellIndividuals: outsideLegalDefinition encryptedOrUnintelligible lawEnforcementProhibits belowResidentThreshold
us-ca-civil-1798-82 tellOtherOrganisation: outsideLegalDefinition encryptedOrUnintelligible
us-tx-bcc-521-053 tellRegulator: outsideLegalDefinition encryptedOrUnintelligible belowResidentThreshold
us-tx-bcc-521-053 tellIndividuals: outsideLegalDefinition encryptedOrUnintelligible lawEnforcementProhibits
us-tx-bcc-521-053 tellOtherOrganisation: outsideLegalDefinition encryptedOrUnintelligible
us-ny-gbl-899-aa tellRegulator: outsideLegalDefinition encryptedOrUnintelligible belowResidentThreshold
us-ny-gbl-899-aa tellIndividuals: outsideLegalDefinition encryptedOrUnintelligible lawEnforcementProhibits belowResidentThreshold
us-ny-gbl-899-aa tellOtherOrganisation: outsideLegalDefinition encryptedOrUnintelligible
`
  .trim()
  .split("\n")
  .map((line) => line.split(":").map((part) => part.trim()))

const at = "2026-11-10T12:00:00Z"

/** Every duty that a party can have, in control or as a holder. */
const duties: readonly Duty[] = (["inControl", "holder"] as const).flatMap((role) => {
  const laws = lawCatalogue.map(({ id }) => id)
  // The report of one parcel, so that a supplement is owed where the law asks for one.
  const reported = Object.fromEntries(laws.map((law) => [law, { at, shipments: 1, fields: [] }]))
  const party = { ...retailerFacts, roles: [{ role }], laws, reported }
  return deriveDuties(scenarioFacts({ parties: [party] }), lawCatalogue)
})
const named = (name: string): readonly Duty[] => duties.filter(({ law, kind }) => `${law} ${kind}` === name)

/** What comes of the owner saying that its test is met and the duty is not owed all the same, for this reason. */
function outcome(duty: Duty, reason: AssessmentReason): string {
  const { law, test, party } = duty
  const assessment: Assessment = {
    law,
    test,
    met: "yes",
    reasons: [reason],
    until: "2027-01-01T00:00:00Z",
    assessedBy: "privacy officer",
    assessedAt: at,
  }
  const decision = applyDutyAction(
    duty,
    { operation: "assessNotOwed", assessment },
    { by: party, at, parties: [party] },
  )
  return decision.ok ? "excused" : decision.refusal
}

describe("a reason why a duty is not owed", () => {
  it("is judged for every duty of every law", () => {
    const every = new Set(duties.map(({ law, kind }) => `${law} ${kind}`))
    expect(excuses.map(([name]) => name).sort()).toEqual([...every].sort())
  })

  it.each(excuses)("of %s is: %s", (name = "", reasons = "") => {
    const expected = (reason: AssessmentReason): string => {
      if (reasons === "always owed") return "recordAlwaysOwed"
      const general = ["lawDoesNotBind", "notABreach"]
      return [...general, ...reasons.split(" ")].includes(reason) ? "excused" : "assessmentSaysOwed"
    }
    expect(named(name)).not.toEqual([])
    for (const duty of named(name)) {
      expect(assessmentReasonSchema.options.map((reason) => [reason, outcome(duty, reason)])).toEqual(
        assessmentReasonSchema.options.map((reason) => [reason, expected(reason)]),
      )
    }
  })

  it("of law enforcement frees from telling people only, and encryption from no record", () => {
    const freed = (reason: AssessmentReason) =>
      new Set(duties.filter((duty) => outcome(duty, reason) === "excused").map(({ kind }) => kind))
    expect(freed("lawEnforcementProhibits")).toEqual(new Set(["tellIndividuals"]))
    expect(freed("noticeWouldEndanger")).toEqual(new Set(["tellIndividuals"]))
    expect(freed("encryptedOrUnintelligible").has("keepRecord")).toBe(false)
  })

  it("excuses what rests on the definition, if it was encrypted (Texas § 521.053(a), New York § 899-aa(1)(b))", () => {
    const american = duties.filter(({ law }) => law === "us-tx-bcc-521-053" || law === "us-ny-gbl-899-aa")
    expect(american).toHaveLength(6)
    for (const duty of american) expect(outcome(duty, "encryptedOrUnintelligible")).toBe("excused")
  })
})
