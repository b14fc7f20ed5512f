import { caseKeys } from "../cases/case-keys.ts"
import type { MarkerRow } from "../cases/case-rows.ts"
import { type CaseDesk, changeCase } from "../cases/change-case.ts"
import { type Participant, participantToAct } from "../cases/participant.ts"
import type { Action } from "./action.ts"
import type { Refusal } from "./refusal.ts"

/**
 * Refuses an action whose party read the case before it changed. Call it within the change, so that the version of the
 * case holds what was compared. An action that has begun goes on: the change may be its own.
 */
export async function refusedAsStale(
  desk: Pick<CaseDesk, "cases">,
  action: Action,
  participant: Participant,
): Promise<{ refused: "caseChanged" } | undefined> {
  if (action.isAsRead === undefined) return undefined
  const [begun] = await desk.cases.items([begunKey(action, participant)])
  return begun !== undefined || (await action.isAsRead(participant)) ? undefined : { refused: "caseChanged" }
}

/** For the first of several changes that one action makes: the note that it has begun, if it had to be as read. */
export function begunRows(desk: Pick<CaseDesk, "clock">, action: Action, participant: Participant): MarkerRow[] {
  if (action.isAsRead === undefined) return []
  const { caseId } = participant.current
  return [{ ...begunKey(action, participant), caseId, type: "marker", at: desk.clock().toISOString() }]
}

/** Notes that an action begins whose first effect is not on the case. */
export function begin(desk: CaseDesk, action: Action): Promise<Refusal | undefined> {
  return changeCase<Refusal | undefined>(desk, async () => {
    if (action.isAsRead === undefined) return { result: undefined }
    const found = await participantToAct(desk, action)
    if (found === undefined) return { result: { refused: "unknownCase" } }
    const refused = await refusedAsStale(desk, action, found)
    if (refused !== undefined) return { result: refused }
    const items = begunRows(desk, action, found)
    return { draft: { case: found.current, items, entries: [] }, result: undefined }
  })
}

/** The key begins as that of a command, so that a merge moves it too. */
function begunKey({ party, actionId }: Action, { current: { caseId } }: Participant) {
  return caseKeys.command(caseId, party.id, `${actionId}#begun`)
}
