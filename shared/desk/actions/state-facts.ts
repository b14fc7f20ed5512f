import { caseKeys } from "../cases/case-keys.ts"
import { type CaseDesk, changeCase, type KindOfChange } from "../cases/change-case.ts"
import { dutiesOf } from "../cases/duty-rows.ts"
import { knowledgeIn } from "../watch-of-case.ts"
import { act, type KindOfAct } from "./act.ts"
import type { Action } from "./action.ts"
import {
  decideSettling,
  decideStatement,
  type PartyStatement,
  type SettlingRows,
  type StatementRows,
} from "./decide-statement.ts"

/** Records what a party states for itself, and updates its duties; see {@link decideStatement}. */
export async function stateFacts(desk: CaseDesk, action: Action, statement: PartyStatement) {
  const result = await act(desk, action, stating, statement)
  if (!("refused" in result) && statement.assessment !== undefined) {
    const of = { caseId: result.caseId, by: action.party.id }
    for (let isLeft = true; isLeft; ) isLeft = await changeCase(desk, settling, of)
  }
  return result
}

const stating: KindOfAct<CaseDesk, PartyStatement, StatementRows, { duties: number }> = {
  async read(desk, { current, own }) {
    const known = await knowledgeIn(desk, current, own)
    return { known, duties: await dutiesOf(desk, current.caseId, own.partyId) }
  },
  decide: decideStatement,
}

const settling: KindOfChange<CaseDesk, { caseId: string; by: string }, SettlingRows, boolean> = {
  side: ({ by }) => by,
  async read(desk, { caseId, by }) {
    const current = await desk.cases.get(caseId)
    if (current?.state !== "open") return undefined
    const [own] = await desk.cases.items([caseKeys.party(caseId, by)])
    if (own?.type !== "party" || own.settling === undefined) return undefined
    return { current, own, duties: await dutiesOf(desk, caseId, by), at: desk.clock().toISOString() }
  },
  decide: decideSettling,
}
