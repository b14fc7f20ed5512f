import type { CaseRow, PartyRow } from "../cases/case-rows.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import { dutiesOf, dutyIdOf, dutyRow } from "../cases/duty-rows.ts"
import type { ForwardedMessage, MessageContent } from "../cases/outbox-message.ts"
import { assertNotMerging } from "../cases/participant.ts"
import type { Duty } from "../duties/duty.ts"
import { applyDutyAction } from "../duties/duty-actions.ts"
import { type ActionOf, type DutyAction, type DutyOperation, dutyOperations } from "../duties/duty-operations.ts"
import { progressOfDuty } from "../duties/duty-progress.ts"
import { noticesOf } from "../notices/notice-progress.ts"
import type { TimelineData } from "../timeline.ts"
import { dutiesToldTo } from "../visibility.ts"
import { act, entryAndMessages } from "./act.ts"
import type { Action } from "./action.ts"
import type { Refusal } from "./refusal.ts"

/** Names a duty: its id, or law and kind where those fit one duty alone. */
export type DutyReference = { dutyId?: string | undefined; law?: string | undefined; kind?: string | undefined }

/** A party does something about a duty, its own or, where the state machine allows, another's of the case. */
export function actOnDuty(desk: CaseDesk, action: Action, reference: DutyReference, step: DutyAction, at: string) {
  return act<{ dutyId: string; state: Duty["state"] }>(desk, action, async (participant) => {
    const { current, own, others } = participant
    const { caseId } = current
    const known = (await Promise.all([own, ...others].map((row) => dutiesOf(desk, caseId, row.partyId)))).flat()
    const visible = dutiesToldTo(known, own.partyId).filter(
      (duty) => reference.dutyId === undefined || idsOf(current, [own, ...others], duty).includes(reference.dutyId),
    )
    const chosen = chosenDuty(visible, own.partyId, reference, step.operation)
    if ("refused" in chosen) {
      assertNotMerging(current)
      return chosen
    }
    const { duty } = chosen
    const owner = [own, ...others].find((row) => row.partyId === duty.party)
    const progress = owner === undefined ? undefined : progressOfDuty(noticesOf(owner), duty)
    const decision = applyDutyAction(duty, step, {
      by: own.partyId,
      at,
      parties: current.parties,
      ...(progress === undefined ? {} : { progress }),
    })
    if (!decision.ok) return { refused: decision.refusal }
    const after = decision.duty
    const told = others.filter(({ partyId }) => concerns(duty, known, step, { by: own.partyId, reader: partyId }))
    const dutyId = dutyIdOf(current, after)
    const { type } = dutyOperations[step.operation].entry
    const data = { ...dutyData(after, dutyId, owner?.alias), ...detailsOf(step, after, own.partyId) }
    const named = { duty: { dutyId, law: after.law, kind: after.kind }, at }
    const entry = entryAndMessages(participant, action, { type, data, concerned: told }, (beginning) =>
      dutyMessage(duty, step, { ...beginning, ...named }),
    )
    return { items: [dutyRow(caseId, after)], entries: [entry], more: { dutyId, state: after.state } }
  })
}

/** The ids under which a duty was told: that of this case, and those of the cases that were taken into it. */
function idsOf({ caseId, aliases }: CaseRow, parties: readonly PartyRow[], duty: Duty): string[] {
  const owner = parties.find(({ partyId }) => partyId === duty.party)
  const former = (owner?.formerAliases ?? []).map((alias) => ({ caseId, aliases: { [duty.party]: alias } }))
  return [{ caseId, aliases }, ...former].map((of) => dutyIdOf(of, duty))
}

function chosenDuty(
  visible: readonly Duty[],
  ownId: string,
  { law, kind }: DutyReference,
  operation: DutyOperation,
): { duty: Duty } | Refusal {
  const named = visible.filter(
    (duty) => (law === undefined || duty.law === law) && (kind === undefined || duty.kind === kind),
  )
  if (named.length === 0) return { refused: "unknownDuty" }
  const mine = named.filter((duty) => duty.party === ownId)
  const standingIn = named.filter((duty) => duty.takenOver?.by === ownId || duty.offered?.by === ownId)
  const theirs = named.filter((duty) => duty.party !== ownId)
  const { on } = dutyOperations[operation]
  const candidates = on === "others" ? theirs : on === "standIn" && standingIn.length > 0 ? standingIn : mine
  // Somebody else's duty that was named on purpose is refused by the state machine, which says why.
  const [chosen, ...further] = candidates.length === 0 ? named : candidates
  if (chosen === undefined) return { refused: "unknownDuty" }
  return further.length > 0 ? { refused: "ambiguousDuty" } : { duty: chosen }
}

/** Whether what one party does about a duty concerns another: its owner, or, of what the owner does, whoever may know of the duty and, of an answer, offered. */
function concerns(
  duty: Duty,
  known: readonly Duty[],
  { operation }: DutyAction,
  { by, reader }: { by: string; reader: string },
): boolean {
  if (reader === duty.party) return true
  if (by !== duty.party) return false
  if (operation === "acceptOffer" || operation === "refuseOffer") return duty.offered?.by === reader
  return dutiesToldTo(known, reader).includes(duty)
}

function dutyData({ law, kind, state }: Duty, dutyId: string, owner = ""): TimelineData {
  return { dutyId, law, kind, owner, state }
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
