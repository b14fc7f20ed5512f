import { type Assessment, assessmentKey, saysOtherwise } from "../assessment.ts"
import type { PlannedEntry } from "../cases/case-draft.ts"
import type { PartyRow } from "../cases/case-rows.ts"
import { dutyIdOf, dutyRow, idsOfDuty } from "../cases/duty-rows.ts"
import type { ForwardedMessage, MessageContent } from "../cases/outbox-message.ts"
import { assertNotMerging } from "../cases/participant.ts"
import { fieldsExposed } from "../cases/party-counts.ts"
import { type Duty, progressOfDuty } from "../duties/duty.ts"
import { applyDutyAction, type DutyDecision } from "../duties/duty-actions.ts"
import { type ActionOf, type DutyAction, type DutyOperation, dutyOperations } from "../duties/duty-operations.ts"
import { assessmentProblem, contraryProblem, outgrownProblem } from "../duties/legal-questions.ts"
import { factsForDuties } from "../facts-of-case.ts"
import { noticesOf } from "../notices/notice-progress.ts"
import { isInFuture } from "../time-in-future.ts"
import type { TimelineData } from "../timeline.ts"
import { viewerOf, visibleDuties } from "../visibility.ts"
import type { ActingParticipant } from "./action.ts"
import { type Acting, type Decision, entryAndMessages } from "./decide-act.ts"
import type { Refusal, RefusalCode } from "./refusal.ts"
import { isBeforeBreach } from "./stated-times.ts"

/** Names a duty: by its id, or by law and kind if they fit only one duty. */
export type DutyReference = { dutyId?: string | undefined; law?: string | undefined; kind?: string | undefined }

/** What a party does about which duty. `at`: ISO instant. */
export type DutyRequest = { duty: DutyReference; step: DutyAction; at: string }

/** What came of a step: the duty, and its state. */
export type DutyStepDone = { dutyId: string; state: Duty["state"] }

/**
 * A party acts on a duty: its own or, where the state machine allows it, another party's.
 *
 * @param known the duties of the party and of those that it deals with
 * @throws CaseBusy while cases are merged into this one, of a duty that is not known yet
 */
export function decideDutyStep(acting: Acting, request: DutyRequest, known: readonly Duty[]): Decision<DutyStepDone> {
  const { current, own, others, viewer, action, at: now } = acting
  const { step } = request
  const chosen = chosenDuty(referredTo(visibleDuties(known, viewer), acting, request.duty), own.partyId, step)
  if ("refused" in chosen) {
    assertNotMerging(current)
    return chosen
  }
  const refused = timeProblem(request, own, now) ?? answerProblem(acting, step)
  if (refused !== undefined) return { refused }
  const decision = decided(acting, chosen.duty, request, now)
  if (!decision.ok) return { refused: decision.refusal }
  const after = decision.duty
  const dutyId = dutyIdOf(ownerOf(acting, after)?.alias ?? "", after)
  if (action.signed !== undefined && request.duty.dutyId !== dutyId) return { refused: "signedUnderFormerId" }
  const concerned = others.filter((row) => concerns(chosen.duty, { known, step, own, reader: row }))
  const entry = dutyEntry(acting, { before: chosen.duty, after, request, dutyId, concerned })
  const items = [
    dutyRow(current.caseId, after),
    ...assessedParty(own, step, now),
    ...reportingParty(ownerOf(acting, after), after),
  ]
  return { items, entries: [entry], more: { dutyId, state: after.state } }
}

/** Why a time that the request states cannot be right. @param now ISO instant of the hub's clock */
function timeProblem({ at, step }: DutyRequest, own: PartyRow, now: string): RefusalCode | undefined {
  if (isInFuture(at, now)) return "actedInFuture"
  if (step.operation === "assessNotOwed" && isInFuture(step.assessment.assessedAt, now)) return "assessedInFuture"
  if (step.operation !== "discharge") return undefined
  if (isInFuture(step.receipt.at, now)) return "receiptInFuture"
  return isBeforeBreach(step.receipt.at, own) ? "receiptBeforeBreach" : undefined
}

/** Why an assessment is not taken, if the step is one. */
function answerProblem({ laws, action, own }: Acting, step: DutyAction): RefusalCode | undefined {
  if (step.operation !== "assessNotOwed") return undefined
  const { assessment } = step
  // An answer against all factors is confirmed by name where the whole question is answered, and not duty by duty.
  return (
    assessmentProblem(laws, factsForDuties(own, action.party, laws), assessment) ??
    contraryProblem(assessment, confirmerOf(own, assessment)) ??
    outgrownProblem(assessment, own)
  )
}

/** Who confirmed the same answer before, for the whole question. */
function confirmerOf({ assessments = {}, confirmations = {} }: PartyRow, assessment: Assessment): string | undefined {
  const key = assessmentKey(assessment)
  return saysOtherwise(assessment, assessments[key]) ? undefined : confirmations[key]?.by
}

/** The party's row with the answer to a legal test, if the step is one. An answer can correct an earlier one. */
function assessedParty(own: PartyRow, step: DutyAction, at: string): PartyRow[] {
  if (step.operation !== "assessNotOwed") return []
  const { assessment } = step
  const key = assessmentKey(assessment)
  const assessments = { ...own.assessments, [key]: assessment }
  if (!saysOtherwise(assessment, own.assessments?.[key])) return [{ ...own, assessments }]
  // Whoever stands for the earlier answer does not stand for this one.
  const { [key]: _, ...confirmations } = own.confirmations ?? {}
  return [{ ...own, correctedAt: at, assessments, confirmations }]
}

/** The owner's row with what its regulator was told, once a report or a supplement is done. */
function reportingParty(owner: PartyRow | undefined, { kind, law, stage, state, discharged }: Duty): PartyRow[] {
  const isReport = (kind === "tellRegulator" && stage === undefined) || kind === "supplementReport"
  if (owner === undefined || !isReport || state !== "discharged" || discharged === undefined) return []
  const { shipments, firstAt: firstExposureAt, lastAt: lastExposureAt, causes = [] } = owner
  const also = { firstExposureAt, lastExposureAt, causes }
  const told = { at: discharged.receipt.at, shipments, fields: fieldsExposed(owner), also }
  return [{ ...owner, reported: { ...owner.reported, [law]: told } }]
}

function ownerOf({ own, others }: ActingParticipant, { party }: Duty): PartyRow | undefined {
  return [own, ...others].find((row) => row.partyId === party)
}

function decided(participant: ActingParticipant, duty: Duty, { step, at }: DutyRequest, now: string): DutyDecision {
  const { current, own } = participant
  const owner = ownerOf(participant, duty)
  const progress = owner === undefined ? undefined : progressOfDuty(noticesOf(owner), duty)
  return applyDutyAction(duty, step, {
    by: own.partyId,
    at,
    now,
    parties: current.parties,
    ...(progress === undefined ? {} : { progress }),
  })
}

/** Those duties that a reference fits, by any id that they were published under. */
function referredTo(
  duties: readonly Duty[],
  participant: ActingParticipant,
  { dutyId, law, kind }: DutyReference,
): Duty[] {
  return duties.filter(
    (duty) =>
      (dutyId === undefined || hasId(ownerOf(participant, duty), duty, dutyId)) &&
      (law === undefined || duty.law === law) &&
      (kind === undefined || duty.kind === kind),
  )
}

function hasId(owner: PartyRow | undefined, duty: Duty, dutyId: string): boolean {
  return owner !== undefined && idsOfDuty(owner, duty).includes(dutyId)
}

function chosenDuty(named: readonly Duty[], ownId: string, { operation }: DutyAction): { duty: Duty } | Refusal {
  const mine = named.filter((duty) => duty.party === ownId)
  const steppedIn = named.filter((duty) => duty.takenOver?.by === ownId || duty.offered?.by === ownId)
  const theirs = named.filter((duty) => duty.party !== ownId)
  const { on } = dutyOperations[operation]
  const candidates = on === "others" ? theirs : on === "standIn" && steppedIn.length > 0 ? steppedIn : mine
  // If none fits, the state machine refuses the named duty and says why.
  const [chosen, ...further] = candidates.length === 0 ? named : candidates
  if (chosen === undefined) return { refused: "unknownDuty" }
  return further.length > 0 ? { refused: "ambiguousDuty" } : { duty: chosen }
}

/**
 * Whether an action on a duty concerns another party: the owner, or, if the owner acts, each party that may see the
 * duty. The answer to an offer concerns only the party that offered.
 */
function concerns(
  duty: Duty,
  of: { known: readonly Duty[]; step: DutyAction; own: PartyRow; reader: PartyRow },
): boolean {
  const { known, step, own, reader } = of
  if (reader.partyId === duty.party) return true
  if (own.partyId !== duty.party) return false
  if (step.operation === "acceptOffer" || step.operation === "refuseOffer") return duty.offered?.by === reader.partyId
  return visibleDuties(known, viewerOf(reader, [own])).includes(duty)
}

type ActedOnDuty = {
  before: Duty
  after: Duty
  request: DutyRequest
  dutyId: string
  concerned: readonly PartyRow[]
}

/** The timeline entry of an action on a duty, with a message to each party that it concerns. */
function dutyEntry(acting: Acting, acted: ActedOnDuty): PlannedEntry {
  const { before, after, request, dutyId, concerned } = acted
  const { own, others } = acting
  const { law, kind, state } = after
  const owner = [own, ...others].find((row) => row.partyId === after.party)?.alias ?? ""
  const data = { dutyId, law, kind, owner, state, ...detailsOf(request.step, after, own.partyId) }
  const { type } = dutyOperations[request.step.operation].entry
  const named = { duty: { dutyId, law, kind }, at: request.at }
  const entry = entryAndMessages(acting, { type, data, concerned }, (beginning) =>
    dutyMessage(before, request.step, { ...beginning, ...named }),
  )
  const hidden = ownDetailsOf(request.step)
  return hidden === undefined ? entry : { ...entry, shown: { [own.partyId]: { data: { ...data, ...hidden } } } }
}

function ownDetailsOf<Name extends DutyOperation>(step: ActionOf<Name>): TimelineData | undefined {
  return dutyOperations[step.operation].ownDetails?.(step)
}

function detailsOf<Name extends DutyOperation>(step: ActionOf<Name>, after: Duty, by: string): TimelineData {
  return dutyOperations[step.operation].details?.(step, after, by) ?? {}
}

/** The message by which other parties learn of a step; `undefined` for steps that they see only in the case. */
function dutyMessage<Name extends DutyOperation>(
  before: Duty,
  step: ActionOf<Name>,
  facts: Extract<ForwardedMessage, { kind: "DutyRequested" }>["facts"],
): MessageContent<ForwardedMessage> | undefined {
  return dutyOperations[step.operation].message?.(facts, step, before)
}
