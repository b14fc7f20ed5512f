import type { Assessment } from "../assessment.ts"
import type { Duty } from "./duty.ts"
import { isSettled } from "./duty.ts"

/** What the desk knows when somebody asks to close a case. */
export type ClosingFacts = {
  /** Exposed shipments of which no party has told the addressee, directly or by public notice. */
  readonly notNotifiedByParty: readonly {
    readonly party: string
    readonly notNotified: number
    readonly assessment?: Assessment
  }[]
  readonly duties: readonly Duty[]
  readonly contained: boolean
  /** Whether all that was seen is counted, every case that turned out to be this one is taken in, and every party was alerted. */
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
 * Whether a case may be closed as dealt with. Refused while any affected person has been told by nobody, unless the
 * party's assessment says why the law does not ask for it; while a duty towards a regulator or to keep a record is
 * neither done nor assessed nor declined; while containment is not attested; and while it is not known yet who is
 * affected. An unsettled duty to tell individuals does not matter once everybody was told by somebody. For a false
 * alarm see {@link canCloseAsFalseAlarm}.
 */
export const canCloseCase = (facts: ClosingFacts): ClosingDecision => {
  const nobodyTold = facts.notNotifiedByParty
    .filter(
      ({ notNotified, assessment }) => notNotified > 0 && !(assessment !== undefined && excusesSilence(assessment)),
    )
    .map(({ party, notNotified }) => ({ code: "peopleToldByNobody", party, notNotified }) as const)
  const outstanding = facts.duties
    .filter(({ kind }) => kind === "tellRegulator" || kind === "keepRecord")
    .filter((duty) => !isSettled(duty) && duty.state !== "declined")
    .map(({ party, law, kind }) => ({ code: "dutyOutstanding", party, law, kind }) as const)
  const refusals: ClosingObstacle[] = [
    ...nobodyTold,
    ...outstanding,
    ...(facts.contained ? [] : [{ code: "containmentNotAttested" } as const]),
    ...(facts.counted ? [] : [{ code: "exposuresNotCounted" } as const]),
  ]
  return { closable: refusals.length === 0, refusals }
}

/** An assessment excuses silence only if it says that there is no real risk, or that the law does not ask for it. */
export const excusesSilence = (assessment: Assessment): boolean =>
  assessment.realRiskOfSignificantHarm === "no" ||
  assessment.reasons.some((reason) => reason === "outsideLegalDefinition" || reason === "lawDoesNotBind")

/** A false alarm can be closed only if every party that acted has not already told people or a regulator of it. */
export const canCloseAsFalseAlarm = (duties: readonly Duty[]): boolean =>
  duties.every((duty) => duty.state !== "discharged" || duty.kind === "keepRecord")
