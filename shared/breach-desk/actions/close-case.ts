import { chunksOf } from "../../platform/chunks-of.ts"
import { caseSideOf, partiesPerEntry } from "../alerts/case-side.ts"
import type { CaseRow, PartyRow } from "../cases/case-rows.ts"
import type { CaseDesk, PlannedEntry } from "../cases/change-case.ts"
import type { PlannedMessage } from "../cases/outbox-message.ts"
import { participantOf } from "../cases/participant.ts"
import { type PartySide, partiesOfCase, partySides } from "../cases/party-sides.ts"
import { measuresOf } from "../cases/rows-of-case.ts"
import { canCloseAsFalseAlarm } from "../duties/duty-closing.ts"
import { heldByHub, partyInWords, stateFalseAlarmToo, waitForCounting } from "../duties/obstacle-remedies.ts"
import { actorsInPlace, publicNameOfRow, readersOf, relationTo, visibleMeasures } from "../visibility.ts"
import { type Acted, act, type Decision } from "./act.ts"
import type { ActingParticipant, Action } from "./action.ts"
import { closingObstacles, isMerging, type Obstacle } from "./closing-obstacles.ts"
import type { Refusal } from "./refusal.ts"

type Outcome = "resolved" | "falseAlarm"
type State = { state: CaseRow["state"]; obstacles?: Obstacle[] }

/**
 * Closes a case for all its parties.
 *
 * - `resolved`: once every affected person is notified by some party, or the law does not ask for it, and nothing
 *   else is left to do.
 * - `falseAlarm`: once every party has stated it. Restrictions of the case are released afterwards.
 */
export async function closeCase(desk: CaseDesk, action: Action, outcome: Outcome): Promise<Refusal | Acted<State>> {
  const result = await act<State>(desk, action, async (participant) => {
    const sides = await partySides(desk, participant.current, participant.current.parties)
    const waiting =
      outcome === "falseAlarm"
        ? await stateFalseAlarm(desk, participant, sides)
        : await obstacleTo(desk, participant, sides)
    return waiting ?? closing(desk, participant, sides, outcome)
  })
  if ("refused" in result) return result
  if (result.more !== undefined) return { outcome: result.outcome, ...result.more }
  const found = await participantOf(desk, action.party, action.caseAlias)
  return { outcome: result.outcome, state: found?.current.state ?? "open" }
}

/** Records that the party calls it a false alarm, while others have not; `undefined` once all have. */
async function stateFalseAlarm(
  desk: CaseDesk,
  participant: ActingParticipant,
  sides: readonly PartySide[],
): Promise<Decision<State> | undefined> {
  const { current, own, viewer } = participant
  // Exposures of a case that is being merged must arrive before this one can end.
  if (isMerging(current))
    return { refused: "notClosable", obstacles: [{ code: "exposuresNotCounted", remedy: waitForCounting }] }
  const duties = sides.flatMap((side) => side.duties)
  const known = duties.filter(({ party }) => relationTo(viewer, party) !== "stranger")
  if (!canCloseAsFalseAlarm(known)) return { refused: "alreadyToldOthers" }
  const others = sides.filter(({ row }) => row.partyId !== own.partyId)
  if (canCloseAsFalseAlarm(duties) && others.every(({ row }) => row.saysFalseAlarmAt !== undefined)) return undefined
  const stated: PartyRow = { ...own, saysFalseAlarmAt: own.saysFalseAlarmAt ?? desk.clock().toISOString() }
  const visibleTo = readersOf("FalseAlarmStated", viewer)
  const entry: PlannedEntry = { actor: own.alias, type: "FalseAlarmStated", data: {}, visibleTo }
  return {
    items: [stated],
    entries: [entry],
    more: { state: "open", obstacles: await othersToState(desk, participant) },
  }
}

/** The parties that the party deals with, each of which has to state a false alarm too. */
async function othersToState(desk: CaseDesk, { others }: ActingParticipant): Promise<Obstacle[]> {
  const known = await desk.parties.byIds(others.map(({ partyId }) => partyId))
  const waitsFor = others.map((row): Obstacle => {
    const by = publicNameOfRow(known, row)
    return { code: "falseAlarmElsewhere", by, remedy: stateFalseAlarmToo(partyInWords(by)) }
  })
  return waitsFor.length > 0 ? waitsFor : [{ code: "heldByHub", remedy: heldByHub }]
}

/** What keeps the case from being closed as resolved, as the party may see it. */
async function obstacleTo(
  desk: CaseDesk,
  participant: ActingParticipant,
  sides: readonly PartySide[],
): Promise<Refusal | undefined> {
  const { current, viewer } = participant
  const obstacles = await closingObstacles(desk, participant, {
    // People of a party that left the directory count too.
    rows: await partiesOfCase(desk, current),
    duties: sides.flatMap((side) => side.duties),
    measures: visibleMeasures(await measuresOf(desk, current.caseId), viewer),
  })
  return obstacles.length === 0 ? undefined : { refused: "notClosable", obstacles }
}

/** The closed case, with a message to each of its parties. */
async function closing(
  desk: CaseDesk,
  { current, own, viewer }: ActingParticipant,
  sides: readonly PartySide[],
  outcome: Outcome,
): Promise<Decision<State>> {
  const state = outcome === "falseAlarm" ? "falseAlarm" : "closed"
  const closedAt = desk.clock().toISOString()
  const closed: CaseRow = { ...current, state, closedAt }
  const readers = readersOf("BreachCaseClosed", viewer, current.parties)
  const entry: PlannedEntry = {
    actor: own.alias,
    type: "BreachCaseClosed",
    data: { outcome },
    visibleTo: readers,
    shown: actorsInPlace(viewer, readers),
  }
  const messages: PlannedMessage[] = []
  for (const side of sides) {
    const facts = { ...(await caseSideOf(desk, closed, side)), closedAt, outcome }
    messages.push({ audience: side.row.partyId, kind: "CaseClosed", facts })
  }
  return {
    case: { state, closedAt, closedBy: own.partyId, partyId: "hub#closed", toAlert: [] },
    entries: [entry, ...closedMessages(messages, outcome)],
    more: { state },
  }
}

/** Entries that alert the parties of a closed case, each for a limited number of parties. */
function closedMessages(messages: readonly PlannedMessage[], outcome: Outcome): PlannedEntry[] {
  return chunksOf(messages, partiesPerEntry).map((some): PlannedEntry => {
    const visibleTo = some.map(({ audience }) => audience)
    return { actor: "hub", type: "PartyTold", data: { outcome }, visibleTo, messages: some }
  })
}
