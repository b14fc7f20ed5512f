import { type Assessment, assessmentKey } from "../assessment.ts"
import type { Duty } from "./duty.ts"
import { isSettled } from "./duty.ts"

/** What the desk knows when a party asks to close a case. */
export type ClosingFacts = {
  /** How many exposed shipments of each party have nobody notified, directly or by public notice. */
  readonly notNotifiedByParty: readonly {
    readonly party: string
    readonly notNotified: number
    readonly assessments?: Readonly<Record<string, Assessment>> | undefined
  }[]
  readonly duties: readonly Duty[]
  readonly contained: boolean
  /** Whether all exposures are counted, all cases to merge are merged and all parties are alerted. */
  readonly counted: boolean
}

export type ClosingObstacle =
  | {
      readonly code: "peopleToldByNobody"
      readonly party: string
      readonly notNotified: number
      /** Laws of the party under which a notice is owed, or not assessed. Empty: no law binds it. */
      readonly laws: readonly Duty["law"][]
    }
  | {
      readonly code: "dutyOutstanding" | "dutyDeclined"
      readonly party: string
      readonly law: Duty["law"]
      readonly kind: Duty["kind"]
      /** The one party to which it is owed apart. */
      readonly towards?: string | undefined
    }
  | { readonly code: "containmentNotAttested" }
  | { readonly code: "exposuresNotCounted" }

export type ClosingDecision = {
  readonly closable: boolean
  /** Why not. Empty if closable. */
  readonly refusals: readonly ClosingObstacle[]
}

/**
 * Whether a case may be closed as resolved. It stays open in four situations:
 * - an affected person was notified by nobody, unless the party whose person it is has assessed, under each law that
 *   binds it, that no notice is owed;
 * - any other duty is neither done nor assessed as not owed. One that was declined stays open until somebody does it;
 * - containment is not attested;
 * - exposures are still being counted.
 *
 * Once everybody was notified, an unsettled duty to notify people does not matter. For a false alarm see
 * {@link canCloseAsFalseAlarm}.
 */
export const canCloseCase = (facts: ClosingFacts): ClosingDecision => {
  const toldByNobody = facts.notNotifiedByParty.flatMap((one): ClosingObstacle[] => {
    if (one.notNotified === 0) return []
    const telling = facts.duties.filter(({ party, kind }) => party === one.party && kind === "tellIndividuals")
    const owed = telling.filter(({ state }) => state !== "notOwed")
    const isExcused = telling.length === 0 ? isExcusedWithoutLaw(one) : owed.length === 0
    const laws = [...new Set(owed.map(({ law }) => law))]
    return isExcused ? [] : [{ code: "peopleToldByNobody", party: one.party, notNotified: one.notNotified, laws }]
  })
  const outstanding = facts.duties
    .filter((duty) => duty.kind !== "tellIndividuals" && !isSettled(duty))
    .map(({ party, law, kind, towards, state }): ClosingObstacle => {
      const code = state === "declined" ? "dutyDeclined" : "dutyOutstanding"
      return { code, party, law, kind, ...(towards === undefined ? {} : { towards }) }
    })
  const refusals: ClosingObstacle[] = [
    ...toldByNobody,
    ...outstanding,
    ...(facts.contained ? [] : [{ code: "containmentNotAttested" } as const]),
    ...(facts.counted ? [] : [{ code: "exposuresNotCounted" } as const]),
  ]
  return { closable: refusals.length === 0, refusals }
}

/** A party that no law binds says with its own assessment why nobody has to be notified. */
const isExcusedWithoutLaw = ({ assessments }: ClosingFacts["notNotifiedByParty"][number]): boolean =>
  assessments?.[assessmentKey({})]?.met === "no"

/** A case cannot close as a false alarm once a party has notified people, a regulator or another organisation. */
export const canCloseAsFalseAlarm = (duties: readonly Duty[]): boolean =>
  duties.every((duty) => duty.state !== "discharged" || duty.kind === "keepRecord")
