import type { NoticeRow, PendingRow, SearchRow } from "./case-rows.ts"
import { type CaseDesk, changeCase, whileOpen } from "./change-case.ts"

/** What a case still has to do: count a part of the ledger or of a report, or give the receipts of a notice. */
type ToDo = PendingRow | SearchRow | NoticeRow

type Desk = Pick<CaseDesk, "cases" | "write">
type Progress = { caseId: string; pending: ToDo; after: ToDo | undefined }

/**
 * Notes how far something has come that a case has to do, unless it was done meanwhile.
 *
 * @param after its row after this part; `undefined`: it is done
 * @returns whether the case is open
 */
export function noteProgress(desk: Desk, pending: ToDo, after: ToDo | undefined): Promise<boolean> {
  return changeCase(desk, progressing, { caseId: pending.caseId, pending, after })
}

const progressing = whileOpen({
  read: ({ cases }: Desk, { pending }: Progress) => cases.items([pending]),
  decide([known], { pending, after }) {
    if (known === undefined) return undefined
    return after === undefined ? { removed: [pending] } : { items: [after] }
  },
})
