import type { CaseDesk } from "../cases/change-case.ts"
import { act } from "./act.ts"
import type { Action } from "./action.ts"
import { approvalEntry, approvalOf, decidedRow } from "./approvals.ts"

/** Declines an action that waits, or takes it back. Nothing is done then. */
export function declineApproval(desk: CaseDesk, action: Action, approvalId: string) {
  return act<{ approvalId: string }>(
    desk,
    action,
    async ({ own, viewer }) => {
      const row = await approvalOf(desk, own, approvalId)
      if (row === undefined) return { refused: "unknownApproval" }
      if (row.state !== "waiting") return { refused: "approvalDecided" }
      const how = { state: "declined", decidedBy: action.officer, decidedAt: desk.clock().toISOString() } as const
      const entry = approvalEntry("ApprovalDeclined", { own, viewer }, { approvalId, kind: row.kind })
      return { items: [decidedRow(row, how)], entries: [entry], more: { approvalId } }
    },
    { alsoWhenClosed: true },
  )
}
