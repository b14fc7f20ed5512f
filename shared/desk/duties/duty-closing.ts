import { isReservedId } from "../../parties/counterparty-id.ts"
import { type Assessment, assessmentKey, isOutgrown } from "../assessment.ts"
import type { NoticeProgress } from "../facts.ts"
import type { Duty } from "./duty.ts"
import { isSettled } from "./duty.ts"

/** What the desk knows when a party asks to close a case. */
export type ClosingFacts = {
  /**
   * How many exposed shipments of each party have nobody notified, directly or by public notice, how many further
   * shipments were possibly exposed, and when more was last found.
   */
  readonly notNotifiedByParty: readonly {
    readonly party: string
    readonly notNotified: number
    readonly possible?: number
    readonly assessments?: Readonly<Record<string, Assessment>> | undefined
    readonly grownAt?: string | undefined
    /** Whether the party gave public notices and has not said why these stand for direct ones. */
    readonly isUnexplained?: boolean
    /** Whether the party promised people to write to them again, and has not done so. */
    readonly hasPromised?: boolean
    /** Whether a regulator waits for an answer of the party. */
    readonly isAsked?: boolean
    /** Whether the hub itself was breached. Then nobody can count who is affected. */
    readonly isAtHub?: boolean
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
      readonly stage?: string | undefined
    }
  | {
      readonly code: "exposureNotAssessed"
      readonly party: string
      readonly law: Duty["law"]
      readonly kind: Duty["kind"]
      readonly towards?: string | undefined
      readonly stage?: string | undefined
    }
  | { readonly code: "exposureUnexplained"; readonly party: string }
  | { readonly code: "carrierTakesNoPart"; readonly party: string }
  | { readonly code: "publicNoticeUnexplained"; readonly party: string }
  | { readonly code: "promisedNoticeOpen"; readonly party: string }
  | { readonly code: "regulatorUnanswered"; readonly party: string }
  | { readonly code: "containmentNotAttested" }
  | { readonly code: "exposuresNotCounted" }

export type ClosingDecision = {
  readonly closable: boolean
  /** Why not. Empty if closable. */
  readonly refusals: readonly ClosingObstacle[]
}

/**
 * Whether a case may be closed as resolved. It stays open in eight situations:
 * - an affected person was notified by nobody, unless the party whose person it is has assessed, under each law that
 *   asks it for a notice, that none is owed; or, if no law does, has said why nobody has to be notified;
 * - people were possibly affected, and a duty of their party to notify people is neither done nor assessed as not owed;
 * - any other duty is neither done nor assessed as not owed. One that was declined stays open until somebody does it;
 * - people were notified by public notice only, and the party that gave it has not said why;
 * - a party promised people to write to them again, and has not done so;
 * - a regulator waits for an answer of a party;
 * - containment is not attested;
 * - exposures are still being counted.
 *
 * A duty of a carrier that takes no part holds the case until its retailer has asked for it. Once it declined or did
 * not answer, nobody else can do what it owes: that stays on record, and its people count among those above.
 *
 * Once everybody was notified, and nobody else was possibly affected, an unsettled duty to notify people does not
 * matter. For a false alarm see {@link falseAlarmObstacles} and {@link isNobodyTold}.
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
  // Nobody can tell whether people were notified of whom it is not known whether they are affected.
  const uncertain = new Set(facts.notNotifiedByParty.filter(isPerhapsAffected).map(({ party }) => party))
  const outstanding = facts.duties
    .filter((duty) => (duty.kind !== "tellIndividuals" || uncertain.has(duty.party)) && !isSettled(duty))
    .filter((duty) => !isBeyondReach(duty))
    .map(({ party, law, kind, towards, stage, state }): ClosingObstacle => {
      const code = state === "declined" ? "dutyDeclined" : "dutyOutstanding"
      return { code, party, law, kind, ...whichOf({ towards, stage }) }
    })
  const promised = facts.notNotifiedByParty.flatMap(({ party, hasPromised }): ClosingObstacle[] =>
    hasPromised === true ? [{ code: "promisedNoticeOpen", party }] : [],
  )
  const unexplained = facts.notNotifiedByParty.flatMap(({ party, isUnexplained }): ClosingObstacle[] =>
    isUnexplained === true ? [{ code: "publicNoticeUnexplained", party }] : [],
  )
  const refusals: ClosingObstacle[] = [
    ...toldByNobody,
    ...outstanding,
    ...unexplained,
    ...promised,
    ...facts.notNotifiedByParty.flatMap(questionsOpen),
    ...(facts.contained ? [] : [{ code: "containmentNotAttested" } as const]),
    ...(facts.counted ? [] : [{ code: "exposuresNotCounted" } as const]),
  ]
  return { closable: refusals.length === 0, refusals }
}

const isPerhapsAffected = ({ possible = 0, isAtHub }: Pick<CalledFalse, "possible" | "isAtHub">): boolean =>
  possible > 0 || isAtHub === true

const questionsOpen = ({ party, isAsked }: Pick<CalledFalse, "party" | "isAsked">): ClosingObstacle[] =>
  isAsked === true ? [{ code: "regulatorUnanswered", party }] : []

/** Which of several duties of one law and kind it is. */
const whichOf = ({ towards, stage }: Pick<Duty, "towards" | "stage">) => ({
  ...(towards === undefined ? {} : { towards }),
  ...(stage === undefined ? {} : { stage }),
})

/** Whether a carrier that takes no part was asked for the duty, and declined or did not answer. */
const isBeyondReach = ({ party, state }: Duty): boolean =>
  isReservedId(party) && (state === "unanswered" || state === "declined")

/** A party that no law asks for a notice says with its own assessment why nobody has to be notified. */
function isExcusedWithoutLaw({ assessments, grownAt }: Pick<CalledFalse, "assessments" | "grownAt">): boolean {
  const assessment = assessments?.[assessmentKey({})]
  return assessment?.met === "no" && !isOutgrown(assessment, grownAt)
}

/** What is known of one party of a case that is called a false alarm. */
export type CalledFalse = Pick<
  ClosingFacts["notNotifiedByParty"][number],
  "party" | "possible" | "assessments" | "grownAt" | "isAsked" | "isAtHub"
> & {
  /** How many of its shipments were exposed. */
  readonly exposed: number
}

/**
 * What keeps a case from being a false alarm, whoever says so. Where no shipment was exposed or possibly exposed, only
 * a regulator that waits for an answer does. Otherwise each party of such shipments must have
 *
 * - assessed each of its duties to tell somebody as not owed, by an answer to the law's test or a reason that excuses;
 * - said why nobody has to be notified, if no law asks it for a notice;
 * - kept each record that a law asks for.
 *
 * What the tool of a carrier showed that takes no part nobody can know. So a case of such a carrier is never one.
 */
export function falseAlarmObstacles(parties: readonly CalledFalse[], duties: readonly Duty[]): ClosingObstacle[] {
  return parties.flatMap((one): ClosingObstacle[] => {
    const { party, exposed } = one
    if (isReservedId(party)) return [{ code: "carrierTakesNoPart", party }]
    if (exposed === 0 && !isPerhapsAffected(one)) return questionsOpen(one)
    const own = duties.filter((duty) => duty.party === party)
    const isAsked = own.some(({ kind }) => kind === "tellIndividuals")
    return [
      ...questionsOpen(one),
      ...(isAsked || isExcusedWithoutLaw(one) ? [] : [{ code: "exposureUnexplained", party } as const]),
      ...own.flatMap((duty): ClosingObstacle[] => {
        if (isSettled(duty)) return []
        const { law, kind } = duty
        const code = kind === "keepRecord" ? "dutyOutstanding" : "exposureNotAssessed"
        return [{ code, party, law, kind, ...whichOf(duty) }]
      }),
    ]
  })
}

/**
 * Whether neither people, nor a regulator, nor another organisation were notified. Otherwise a case is no false alarm.
 *
 * @param notices of the parties of these duties
 */
export const isNobodyTold = (duties: readonly Duty[], notices: readonly NoticeProgress[]): boolean =>
  duties.every((duty) => duty.state !== "discharged" || duty.kind === "keepRecord") &&
  notices.every(({ notified, notifiedByPublicNotice }) => notified + notifiedByPublicNotice === 0)
