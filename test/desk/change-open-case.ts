import type { CaseDraft } from "../../shared/desk/cases/case-draft.ts"
import type { CaseRow } from "../../shared/desk/cases/case-rows.ts"
import { type CaseDesk, changeCase, whileOpen } from "../../shared/desk/cases/change-case.ts"

/** Changes an open case as no kind of change does. */
export async function changeOpenCase(
  desk: Pick<CaseDesk, "cases" | "write">,
  caseId: string,
  decide: (current: CaseRow) => Partial<CaseDraft>,
): Promise<void> {
  const changing = whileOpen({
    read: async (_desk: typeof desk) => undefined,
    decide: (_rows, _of: { caseId: string }, current) => decide(current),
  })
  await changeCase(desk, changing, { caseId })
}
