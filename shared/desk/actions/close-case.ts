import { readSide, type SideReading } from "../alerts/case-side.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import { participantOf, shownCase } from "../cases/participant.ts"
import { participantDetails, partiesOfCase } from "../cases/participant-details.ts"
import { measuresOf } from "../cases/rows-of-case.ts"
import { readOnce } from "../watch-of-case.ts"
import { act, type KindOfAct } from "./act.ts"
import type { Action } from "./action.ts"
import { readObstacles } from "./closing-obstacles.ts"
import type { Acted } from "./decide-act.ts"
import { type ClosingRows, type ClosingState, decideClosing, type Outcome, waitingFor } from "./decide-closing.ts"
import type { Refusal } from "./refusal.ts"

/**
 * Closes a case for all its parties.
 *
 * - `resolved`: once every affected person is notified by some party, or the law does not ask for it, and nothing
 *   else is left to do.
 * - `falseAlarm`: once every party that takes part has stated it of all that is known, and each party whose shipments
 *   were exposed, or possibly so, has assessed under each law that nobody is to be told. Restrictions of the case are
 *   released then.
 */
export async function closeCase(
  desk: CaseDesk,
  action: Action,
  outcome: Outcome,
): Promise<Refusal | Acted<ClosingState>> {
  const result = await act(desk, action, closing, outcome)
  if ("refused" in result) return result
  if (result.outcome === "awaitsApproval") return { ...result, state: "open" }
  if (result.more !== undefined) return { outcome: result.outcome, ...result.more }
  const found = await participantOf(desk, action.party, action.caseAlias)
  return { outcome: result.outcome, state: found === undefined ? "open" : shownCase(found.current).state }
}

const closing: KindOfAct<CaseDesk, Outcome, ClosingRows, ClosingState> = {
  async read(desk, participant, outcome) {
    const { current } = participant
    const sides = await participantDetails(desk, current, current.parties)
    const rows = await partiesOfCase(desk, current)
    const measures = await measuresOf(desk, current.caseId)
    const found = { rows, sides, measures, reading: await readObstacles(desk, participant, rows) }
    const readings = new Map<string, SideReading>()
    if (waitingFor(participant, outcome, found) !== undefined) return { ...found, readings }
    const reader = { ...desk, streams: readOnce(desk.streams) }
    for (const side of sides) readings.set(side.row.partyId, await readSide(reader, current, side))
    return { ...found, readings }
  },
  decide: decideClosing,
}
