import type { deskContracts } from "../../contracts/desk-contracts.ts"
import type { Party } from "../../parties/party.ts"
import { type Handled, type ReceivedEvent, rejected } from "../../parties/received-event.ts"
import { actionOfEvent } from "../duties/duty-operations.ts"
import { acknowledge } from "./acknowledge.ts"
import { actOnDuty } from "./act-on-duty.ts"
import type { Action } from "./action.ts"
import { closeCase } from "./close-case.ts"
import { decideRestriction, type RestrictionDesk } from "./decide-restriction.ts"
import { recordMeasure } from "./record-measure.ts"
import { type NoticeDesk, recordNotified } from "./record-notified.ts"
import { type Refusal, ruleOf } from "./refusal.ts"
import { stateFacts } from "./state-facts.ts"

/** What parties do about a case. */
export type DeskEvent = ReceivedEvent<(typeof deskContracts)[number]>

/** Takes what parties do about a case, each on its own side of it alone, and passes on to the other side what concerns it. */
export function makeRunBreachDesk(desk: NoticeDesk & RestrictionDesk): (event: DeskEvent) => Promise<Handled> {
  return async (event) => {
    if (event.detailType === "RestrictionRenewalRequested")
      return onRestriction(event.party, event.data, event.receivedAt)
    if (event.detailType === "RestrictionReleaseRequested")
      return onRestriction(event.party, event.data, event.receivedAt)
    const action: Action = { party: event.party, caseAlias: event.data.caseAlias, eventId: event.metadata.id }
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
        return receipts(action, event.data)
      default:
        return handled(await actOnDuty(desk, action, event.data.duty, actionOfEvent(event), event.data.at))
    }
  }

  async function onRestriction(
    party: Party,
    decision: Parameters<typeof decideRestriction>[2],
    at: string,
  ): Promise<Handled> {
    const decided = await decideRestriction(desk, party, decision, at)
    return handled(decided)
  }

  async function receipts(action: Action, data: Parameters<typeof recordNotified>[2]): Promise<Handled> {
    const result = await recordNotified(desk, action, data)
    if ("refused" in result || result.unknown.length === 0) return handled(result)
    const list = `data.recipients.${data.recipients.kind}[]`
    return {
      outcome: result.outcome,
      problems: result.unknown.map((index) => ({ path: list, rule: "unknownReference", index })),
    }
  }
}

function handled(result: Refusal | { outcome: string }): Handled {
  return "refused" in result ? rejected(ruleOf(result).problem) : result.outcome
}
