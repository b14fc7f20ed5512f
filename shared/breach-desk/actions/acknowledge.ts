import type { CaseDesk } from "../cases/change-case.ts"
import type { Action } from "../cases/seat.ts"
import { act, entryAndMessages } from "./act.ts"

/** A party has taken note of its alert. Only the first time counts. */
export function acknowledge(desk: CaseDesk, action: Action, at: string) {
  return act(desk, action, (seat) => {
    const { own, others } = seat
    if (own.acknowledgedAt !== undefined) return { entries: [], more: { acknowledgedAt: own.acknowledgedAt } }
    const items = [{ ...own, acknowledgedAt: at }]
    const entries = [
      entryAndMessages(
        seat,
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
