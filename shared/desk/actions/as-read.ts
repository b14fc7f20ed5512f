import { caseKeys } from "../cases/case-keys.ts"
import type { MarkerRow } from "../cases/case-rows.ts"
import { type CaseDesk, changeCase, type KindOfChange } from "../cases/change-case.ts"
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
  if (action.isAsRead === undefined || (await hasBegun(desk, action, participant))) return undefined
  return (await action.isAsRead(participant)) ? undefined : { refused: "caseChanged" }
}

/** Whether the case is closed for an action. One that has begun goes on: others closed the case by what it did. */
export async function isClosedTo(
  desk: Pick<CaseDesk, "cases">,
  action: Action,
  participant: Participant,
): Promise<boolean> {
  return participant.current.state !== "open" && !(await hasBegun(desk, action, participant))
}

async function hasBegun({ cases }: Pick<CaseDesk, "cases">, action: Action, participant: Participant) {
  const [begun] = await cases.items([begunKey(action, participant)])
  return begun !== undefined
}

/**
 * For the first of several changes that one action makes: the note that it has begun.
 *
 * @param at ISO instant
 */
export function begunRow(action: Action, participant: Participant, at: string): MarkerRow {
  return { ...begunKey(action, participant), caseId: participant.current.caseId, type: "marker", at }
}

/** Notes that an action begins whose first effect is not on the case. */
export async function begin(desk: CaseDesk, action: Action): Promise<Refusal | undefined> {
  return action.isAsRead === undefined ? undefined : changeCase(desk, beginning, action)
}

const beginning: KindOfChange<CaseDesk, Action, Refusal | { found: Participant; at: string }, Refusal | undefined> = {
  side: ({ party }) => party.id,
  async read(desk, action) {
    const found = await participantToAct(desk, action)
    if (found === undefined) return { refused: "unknownCase" }
    return (await refusedAsStale(desk, action, found)) ?? { found, at: desk.clock().toISOString() }
  },
  decide(rows, action) {
    if ("refused" in rows) return { result: rows }
    const { found, at } = rows
    return { draft: { case: found.current, items: [begunRow(action, found, at)], entries: [] }, result: undefined }
  },
}

/** The key begins as that of a command, so that a merge moves it too. */
function begunKey({ party, actionId }: Action, { current: { caseId } }: Participant) {
  return caseKeys.command(caseId, party.id, `${actionId}#begun`)
}
