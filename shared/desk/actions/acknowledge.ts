import type { CaseDesk } from "../cases/change-case.ts"
import { isInFuture } from "../time-in-future.ts"
import { act, entryAndMessages } from "./act.ts"
import type { Action } from "./action.ts"

/** Records that a party received its alert. Only the first acknowledgement counts. */
export function acknowledge(desk: CaseDesk, action: Action, at: string) {
  return act(desk, action, (participant) => {
    const { own, others } = participant
    if (isInFuture(at, desk.clock().toISOString())) return { refused: "actedInFuture" }
    if (own.acknowledgedAt !== undefined) return { entries: [], more: { acknowledgedAt: own.acknowledgedAt } }
    const items = [{ ...own, acknowledgedAt: at }]
    const entries = [
      entryAndMessages(
        participant,
        action,
        { type: "BreachAlertAcknowledged", data: { at }, concerned: others },
        (beginning) => ({
          kind: "BreachAlertAcknowledged",
          facts: { ...beginning, at },
        }),
      ),
    ]
    return { items, entries, more: { acknowledgedAt: at } }
  })
}
