import type { CaseDesk } from "../cases/change-case.ts"
import { isInFuture } from "../time-in-future.ts"
import { act, type KindOfAct, readNothing } from "./act.ts"
import type { Action } from "./action.ts"
import { entryAndMessages } from "./decide-act.ts"

/** Records that a party received its alert. Only the first acknowledgement counts. */
export function acknowledge(desk: CaseDesk, action: Action, at: string) {
  return act(desk, action, acknowledging, at)
}

const acknowledging: KindOfAct<CaseDesk, string, undefined, { acknowledgedAt: string }> = {
  read: readNothing,
  decide(acting, at) {
    const { own, others } = acting
    if (isInFuture(at, acting.at)) return { refused: "actedInFuture" }
    if (own.acknowledgedAt !== undefined) return { entries: [], more: { acknowledgedAt: own.acknowledgedAt } }
    const entry = entryAndMessages(
      acting,
      { type: "BreachAlertAcknowledged", data: { at }, concerned: others },
      (beginning) => ({ kind: "BreachAlertAcknowledged", facts: { ...beginning, at } }),
    )
    return { items: [{ ...own, acknowledgedAt: at }], entries: [entry], more: { acknowledgedAt: at } }
  },
}
