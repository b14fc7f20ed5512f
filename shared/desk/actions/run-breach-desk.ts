import type { deskContracts } from "../../base/contracts/desk-contracts.ts"
import { type Handled, inFull, type ReceivedEvent, rejected } from "../../parties/received-event.ts"
import { actionIdOf } from "../cases/action-id.ts"
import { caseKeys } from "../cases/case-keys.ts"
import { eventContentOf, idReused, isOfOtherContent } from "../cases/event-content.ts"
import { participantToAct } from "../cases/participant.ts"
import { actionOfEvent } from "../duties/duty-operations.ts"
import { acknowledge } from "./acknowledge.ts"
import { actOnDuty } from "./act-on-duty.ts"
import type { Action } from "./action.ts"
import { type Asked, approvalKindOf } from "./asked-action.ts"
import { closeCase } from "./close-case.ts"
import type { Acted } from "./decide-act.ts"
import type { NoticeDesk, Notified, NotifiedRecipients } from "./notification.ts"
import { recordMeasure } from "./record-measure.ts"
import { recordNotified } from "./record-notified.ts"
import { type Refusal, refusals, ruleOf } from "./refusal.ts"
import { type DecidingDesk, renewOrRelease } from "./renew-or-release.ts"
import { stateFacts } from "./state-facts.ts"

/** Events by which parties act on a case or a restriction. */
export type DeskEvent = ReceivedEvent<(typeof deskContracts)[number]>

type AboutCase = Exclude<DeskEvent, { detailType: RestrictionEvent["detailType"] }>
type RestrictionEvent = Extract<
  DeskEvent,
  { detailType: "RestrictionRenewalRequested" | "RestrictionReleaseRequested" }
>

/**
 * Runs what parties send about their cases and restrictions. Each acts on its own side; the parties concerned get a
 * message.
 */
export function makeRunBreachDesk(desk: NoticeDesk & DecidingDesk): (event: DeskEvent) => Promise<Handled> {
  return async (event) => {
    if (event.detailType === "RestrictionRenewalRequested" || event.detailType === "RestrictionReleaseRequested")
      return handled(await renewOrRelease(desk, event.party, event.data, event.receivedAt))
    return runOnCase(desk, event)
  }
}

async function runOnCase(desk: NoticeDesk, event: AboutCase): Promise<Handled> {
  if (needsPerson(event)) return rejected(refusals.approvalNeedsPerson.problem)
  const { party, data, metadata } = event
  const actionId = actionIdOf(desk, party.id, metadata.id)
  const action = { party, caseAlias: data.caseAlias, actionId, content: eventContentOf(desk, party.id, event) }
  const done = await takeStep(desk, event, action)
  return inFull(done).outcome === "repeated" && (await isIdReused(desk, action)) ? rejected(idReused) : done
}

/** Whether the party did something else under the id of this action. */
async function isIdReused(desk: NoticeDesk, action: Action & { content: string }): Promise<boolean> {
  const found = await participantToAct(desk, action)
  if (found === undefined) return false
  const [marker] = await desk.cases.items([caseKeys.command(found.current.caseId, action.party.id, action.actionId)])
  return isOfOtherContent(marker, action.content)
}

/** What an event asks for, if it is an action that a party can have approved by a second person. */
function askedBy(event: AboutCase): Asked | undefined {
  switch (event.detailType) {
    case "BreachFactsStated":
      return { action: "facts", facts: event.data }
    case "CaseClosingRequested":
      return { action: "closing" }
    case "BreachAlertAcknowledged":
    case "MeasureRecorded":
    case "IndividualsNotified":
      return undefined
    default:
      return { action: "duty", step: actionOfEvent(event) }
  }
}

/** Whether a person has to ask for it, and another to approve it. No person sends an event. */
function needsPerson(event: AboutCase): boolean {
  const asked = askedBy(event)
  const kind = asked && approvalKindOf(asked)
  return kind !== undefined && (event.party.approvals ?? []).includes(kind)
}

async function takeStep(desk: NoticeDesk, event: AboutCase, action: Action): Promise<Handled> {
  switch (event.detailType) {
    case "BreachAlertAcknowledged":
      return handled(await acknowledge(desk, action, event.data.at))
    case "BreachFactsStated": {
      const { caseAlias: _alias, at: _at, ...statement } = event.data
      return handled(await stateFacts(desk, action, statement))
    }
    case "CaseClosingRequested":
      return handled(await closeCase(desk, action, event.data.outcome))
    case "MeasureRecorded":
      return handled(await recordMeasure(desk, action, event.data.measure))
    case "IndividualsNotified":
      return handledReceipts(await recordNotified(desk, action, event.data), event.data.recipients.kind)
    default: {
      const { duty, at } = event.data
      return handled(await actOnDuty(desk, action, { duty, step: actionOfEvent(event), at }))
    }
  }
}

function handled(result: Refusal | { outcome: string }): Handled {
  return "refused" in result ? rejected(ruleOf(result).problem) : result.outcome
}

/** Receipts are taken even if some shipments are unknown; a problem names the place of each of those. */
function handledReceipts(result: Refusal | Acted<Notified>, kind: NotifiedRecipients["kind"]): Handled {
  if ("refused" in result || result.unknown.length === 0) return handled(result)
  const path = `data.recipients.${kind}[]`
  return {
    outcome: result.outcome,
    problems: result.unknown.map((index) => ({ path, rule: "unknownReference", index })),
  }
}
