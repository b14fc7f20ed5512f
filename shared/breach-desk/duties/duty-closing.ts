import type { Assessment } from "../assessment.ts"
import type { Duty } from "./duty.ts"
import { isSettled } from "./duty.ts"

/** What the desk knows when a party asks to close a case. */
export type ClosingFacts = {
  /** How many exposed shipments of each party have nobody notified, directly or by public notice. */
  readonly notNotifiedByParty: readonly {
    readonly party: string
    readonly notNotified: number
    readonly assessment?: Assessment
  }[]
  readonly duties: readonly Duty[]
  readonly contained: boolean
  /** Whether all exposures are counted, all cases to merge are merged and all parties are alerted. */
  readonly counted: boolean
}

export type ClosingObstacle =
  | { readonly code: "peopleToldByNobody"; readonly party: string; readonly notNotified: number }
  | { readonly code: "dutyOutstanding"; readonly party: string; readonly law: string; readonly kind: Duty["kind"] }
  | { readonly code: "containmentNotAttested" }
  | { readonly code: "exposuresNotCounted" }

export type ClosingDecision = {
  readonly closable: boolean
  /** Why not. Empty if closable. */
  readonly refusals: readonly ClosingObstacle[]
}

/**
 * Whether a case may be closed as resolved. It stays open in four situations:
 * - an affected person was notified by nobody, and no assessment says why the law does not require it;
 * - a duty to notify a regulator or to keep a record is neither done, assessed as not owed, nor declined;
 * - containment is not attested;
 * - exposures are still being counted.
 *
 * Once everybody was notified, an unsettled duty to notify people does not matter. For a false alarm see
 * {@link canCloseAsFalseAlarm}.
 */
export const canCloseCase = (facts: ClosingFacts): ClosingDecision => {
  const notifiedByNobody = facts.notNotifiedByParty
    .filter(
      ({ notNotified, assessment }) => notNotified > 0 && !(assessment !== undefined && excusesSilence(assessment)),
    )
    .map(({ party, notNotified }) => ({ code: "peopleToldByNobody", party, notNotified }) as const)
  const outstanding = facts.duties
    .filter(({ kind }) => kind === "tellRegulator" || kind === "keepRecord")
    .filter((duty) => !isSettled(duty) && duty.state !== "declined")
    .map(({ party, law, kind }) => ({ code: "dutyOutstanding", party, law, kind }) as const)
  const refusals: ClosingObstacle[] = [
    ...notifiedByNobody,
    ...outstanding,
    ...(facts.contained ? [] : [{ code: "containmentNotAttested" } as const]),
    ...(facts.counted ? [] : [{ code: "exposuresNotCounted" } as const]),
  ]
  return { closable: refusals.length === 0, refusals }
}

/** An assessment excuses silence if it finds no real risk, or says that the law does not require notice. */
export const excusesSilence = (assessment: Assessment): boolean =>
  assessment.realRiskOfSignificantHarm === "no" ||
  assessment.reasons.some((reason) => reason === "outsideLegalDefinition" || reason === "lawDoesNotBind")

/** A case cannot close as a false alarm once a party has notified people, a regulator or another organisation. */
export const canCloseAsFalseAlarm = (duties: readonly Duty[]): boolean =>
  duties.every((duty) => duty.state !== "discharged" || duty.kind === "keepRecord")
