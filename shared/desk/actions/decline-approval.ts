import type { CaseDesk } from "../cases/change-case.ts"
import type { ApprovalRow } from "../cases/paper-rows.ts"
import { act, type KindOfAct } from "./act.ts"
import type { Action } from "./action.ts"
import { approvalEntry, approvalOf, decidedRow } from "./approvals.ts"

/** Declines an action that waits, or takes it back. Nothing is done then. */
export function declineApproval(desk: CaseDesk, action: Action, approvalId: string) {
  return act(desk, action, declining, approvalId)
}

const declining: KindOfAct<CaseDesk, string, ApprovalRow | undefined, { approvalId: string }> = {
  alsoWhenClosed: true,
  read: (desk, { own }, approvalId) => approvalOf(desk, own, approvalId),
  decide({ own, viewer, action, at }, approvalId, row) {
    if (row === undefined) return { refused: "unknownApproval" }
    if (row.state !== "waiting") return { refused: "approvalDecided" }
    const how = { state: "declined", decidedBy: action.officer, decidedAt: at } as const
    const entry = approvalEntry("ApprovalDeclined", { own, viewer }, { approvalId, kind: row.kind })
    return { items: [decidedRow(row, how)], entries: [entry], more: { approvalId } }
  },
}
