import type { CaseRow, PartyRow } from "../cases/case-rows.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import { dutiesOf, dutyIdOf, dutyRow } from "../cases/duty-rows.ts"
import type { ForwardedMessage, MessageContent } from "../cases/outbox-message.ts"
import { assertNotMerging } from "../cases/participant.ts"
import type { Duty } from "../duties/duty.ts"
import { applyDutyAction, type DutyAction, progressOfDuty } from "../duties/duty-actions.ts"
import { noticesOf } from "../notices/notice-progress.ts"
import type { TimelineData } from "../timeline.ts"
import { dutiesToldTo } from "../visibility.ts"
import { act, entryAndMessages } from "./act.ts"
import type { Action } from "./action.ts"
import type { Refusal } from "./refusal.ts"

/** Names a duty: its id, or law and kind where those fit one duty alone. */
export type DutyReference = { dutyId?: string | undefined; law?: string | undefined; kind?: string | undefined }

const operationsOnOthers = new Set<DutyAction["operation"]>(["request", "offer", "takeOver"])

/** What the timeline calls each operation; those that an event tells are called as that event. */
const dutyEntryTypes: Record<DutyAction["operation"], string> = {
  request: "DutyRequested",
  accept: "DutyAccepted",
  decline: "DutyDeclined",
  markUnanswered: "DutyUnanswered",
  offer: "DutyOffered",
  acceptOffer: "DutyTakenOver",
  refuseOffer: "DutyOfferRefused",
  withdrawOffer: "DutyOfferWithdrawn",
  takeOver: "DutyTakenOver",
  handBack: "DutyHandedBack",
  discharge: "DutyDischarged",
  assessNotOwed: "DutyAssessedNotOwed",
  reopen: "DutyReopened",
}

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
    const type = dutyEntryTypes[step.operation]
    const data = dutyData(after, step, dutyId, { owner: owner?.alias ?? "", by: own.partyId })
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
  operation: DutyAction["operation"],
): { duty: Duty } | Refusal {
  const named = visible.filter(
    (duty) => (law === undefined || duty.law === law) && (kind === undefined || duty.kind === kind),
  )
  if (named.length === 0) return { refused: "unknownDuty" }
  const mine = named.filter((duty) => duty.party === ownId)
  const standing = named.filter((duty) => duty.takenOver?.by === ownId || duty.offered?.by === ownId)
  const theirs = named.filter((duty) => duty.party !== ownId)
  const candidates = operationsOnOthers.has(operation)
    ? theirs
    : operation === "discharge" || operation === "handBack" || operation === "withdrawOffer"
      ? standing.length > 0
        ? standing
        : mine
      : mine
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

function dutyData(
  duty: Duty,
  step: DutyAction,
  dutyId: string,
  { owner, by }: { owner: string; by: string },
): TimelineData {
  return {
    dutyId,
    law: duty.law,
    kind: duty.kind,
    owner,
    state: duty.state,
    ...(step.operation === "request" ? { nth: duty.requests.filter((one) => one.by === by).length } : {}),
    ...(step.operation === "decline" ? { reason: step.reason } : {}),
    ...(step.operation === "discharge" ? { receipt: { kind: step.receipt.kind, at: step.receipt.at } } : {}),
    ...(step.operation === "assessNotOwed" ? { reasons: [...step.assessment.reasons] } : {}),
  }
}

/** The message by which other parties learn of a step; `undefined` for steps that they see only in the case. */
function dutyMessage(
  before: Duty,
  step: DutyAction,
  facts: Extract<ForwardedMessage, { kind: "DutyRequested" }>["facts"],
): MessageContent<ForwardedMessage> | undefined {
  switch (step.operation) {
    case "request":
      return { kind: "DutyRequested", facts }
    case "accept":
      return { kind: "DutyAccepted", facts }
    case "decline":
      return { kind: "DutyDeclined", facts: { ...facts, reason: step.reason } }
    case "offer":
      return { kind: "DutyOffered", facts }
    case "acceptOffer":
      return { kind: "DutyTakenOver", facts: { ...facts, reason: "agreed" } }
    case "refuseOffer":
      return { kind: "DutyOfferAnswered", facts: { ...facts, answer: "refused" } }
    case "withdrawOffer":
      return { kind: "DutyOfferAnswered", facts: { ...facts, answer: "withdrawn" } }
    case "takeOver":
      return {
        kind: "DutyTakenOver",
        facts: { ...facts, reason: before.state === "declined" ? "declined" : "unanswered" },
      }
    case "handBack":
      return { kind: "DutyHandedBack", facts }
    case "discharge": {
      const { kind, at } = step.receipt
      return { kind: "DutyDischarged", facts: { ...facts, receipt: { kind, at } } }
    }
    case "assessNotOwed":
      return { kind: "DutyAssessed", facts }
    case "markUnanswered":
    case "reopen":
      return undefined
  }
}
