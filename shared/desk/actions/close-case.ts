import { chunksOf } from "../../base/platform/chunks-of.ts"
import { isReservedId } from "../../parties/counterparty-id.ts"
import { caseSideOf, partiesPerEntry } from "../alerts/case-side.ts"
import type { CaseRow, PartyRow } from "../cases/case-rows.ts"
import type { CaseDesk, PlannedEntry } from "../cases/change-case.ts"
import type { PlannedMessage } from "../cases/outbox-message.ts"
import { participantOf, shownCase } from "../cases/participant.ts"
import { type ParticipantDetails, participantDetails, partiesOfCase } from "../cases/participant-details.ts"
import { measuresOf } from "../cases/rows-of-case.ts"
import { isNobodyTold } from "../duties/duty-closing.ts"
import { heldByHub, partyInWords, stateFalseAlarmToo, waitForCounting } from "../duties/obstacle-remedies.ts"
import { noticeProgress } from "../notices/notice-progress.ts"
import { readOnce } from "../unwatched-of-case.ts"
import { actorsInPlace, publicNameOfRow, readersOf, relationTo, visibleMeasures } from "../visibility.ts"
import { type Acted, act, type Decision } from "./act.ts"
import type { ActingParticipant, Action } from "./action.ts"
import { type ClosingSources, closingObstacles, isCounted, isMerging, type Obstacle } from "./closing-obstacles.ts"
import type { Refusal } from "./refusal.ts"

type Outcome = "resolved" | "falseAlarm"
type State = { state: Exclude<CaseRow["state"], "merged">; obstacles?: Obstacle[] }

/**
 * Closes a case for all its parties.
 *
 * - `resolved`: once every affected person is notified by some party, or the law does not ask for it, and nothing
 *   else is left to do.
 * - `falseAlarm`: once every party that takes part has stated it of all that is known, and each party whose shipments
 *   were exposed, or possibly so, has assessed under each law that nobody is to be told. Restrictions of the case are
 *   released then.
 */
export async function closeCase(desk: CaseDesk, action: Action, outcome: Outcome): Promise<Refusal | Acted<State>> {
  const result = await act<State>(desk, action, async (participant) => {
    const sides = await participantDetails(desk, participant.current, participant.current.parties)
    const waiting =
      outcome === "falseAlarm"
        ? await stateFalseAlarm(desk, participant, sides)
        : await obstacleTo(desk, participant, sides)
    return waiting ?? closing(desk, participant, sides, outcome)
  })
  if ("refused" in result) return result
  if (result.outcome === "awaitsApproval") return { ...result, state: "open" }
  if (result.more !== undefined) return { outcome: result.outcome, ...result.more }
  const found = await participantOf(desk, action.party, action.caseAlias)
  return { outcome: result.outcome, state: found === undefined ? "open" : shownCase(found.current).state }
}

/**
 * Records that the party calls it a false alarm, while others have not or the case is not counted yet; `undefined` once
 * all have. A party cannot state it while its own assessments are missing. A statement lapses when the case grows for
 * its party.
 */
async function stateFalseAlarm(
  desk: CaseDesk,
  participant: ActingParticipant,
  sides: readonly ParticipantDetails[],
): Promise<Decision<State> | undefined> {
  const { current, own, viewer } = participant
  // Exposures of a case that is being merged must arrive before this one can end.
  if (isMerging(current))
    return { refused: "notClosable", obstacles: [{ code: "exposuresNotCounted", remedy: waitForCounting }] }
  const rows = await partiesOfCase(desk, current)
  const known = rows.filter(({ partyId }) => relationTo(viewer, partyId) !== "stranger")
  if (!nobodyToldOf(known, sides)) return { refused: "alreadyToldOthers" }
  const obstacles = await closingObstacles(desk, participant, await sourcesOf(desk, participant, { rows, sides }))
  if (obstacles.toFalseAlarm.length > 0) return { refused: "notClosable", obstacles: obstacles.toFalseAlarm }
  const present = sides.map(({ row }) => row)
  const counted = await isCounted(desk, current, present)
  // A party that left the directory can state nothing any more. Its people must be notified, if it has any.
  const left = rows.filter((row) => hasPart(row) && !present.some(({ partyId }) => partyId === row.partyId))
  const others = [...present, ...left].filter(({ partyId }) => partyId !== own.partyId && !isReservedId(partyId))
  const isSaidByAll = others.every(saysFalseAlarm) && !obstacles.isFalseAlarmHeldElsewhere
  if (counted && isSaidByAll && nobodyToldOf(rows, sides)) return undefined
  const stated: PartyRow = { ...own, saysFalseAlarmAt: desk.clock().toISOString() }
  const visibleTo = readersOf("FalseAlarmStated", viewer)
  const entry: PlannedEntry = { actor: own.alias, type: "FalseAlarmStated", data: {}, visibleTo }
  return {
    items: [stated],
    entries: [entry],
    more: { state: "open", obstacles: await othersToState(desk, participant, counted) },
  }
}

/** Whether a party calls all that is known of its part a false alarm. */
const saysFalseAlarm = ({ saysFalseAlarmAt, grownAt }: PartyRow): boolean =>
  saysFalseAlarmAt !== undefined && (grownAt === undefined || Date.parse(saysFalseAlarmAt) >= Date.parse(grownAt))

/** Whether shipments of the party were exposed, or possibly so. */
const hasPart = ({ shipments, possible }: PartyRow): boolean => shipments > 0 || possible !== undefined

/** Whether none of these parties has notified anybody, and nobody has notified their people. */
function nobodyToldOf(rows: readonly PartyRow[], sides: readonly ParticipantDetails[]): boolean {
  const ids = new Set(rows.map(({ partyId }) => partyId))
  const duties = sides.flatMap((side) => (ids.has(side.row.partyId) ? side.duties : []))
  return isNobodyTold(duties, rows.map(noticeProgress))
}

/** What the party waits for: the parties that it deals with have to state a false alarm too. */
async function othersToState(desk: CaseDesk, { others }: ActingParticipant, counted: boolean): Promise<Obstacle[]> {
  const known = await desk.parties.byIds(others.map(({ partyId }) => partyId))
  const waitsFor = others
    .filter(({ partyId }) => !isReservedId(partyId))
    .map((row): Obstacle => {
      const by = publicNameOfRow(known, row)
      return { code: "falseAlarmElsewhere", by, remedy: stateFalseAlarmToo(partyInWords(by)) }
    })
  if (!counted) return [{ code: "exposuresNotCounted", remedy: waitForCounting }, ...waitsFor]
  return waitsFor.length > 0 ? waitsFor : [{ code: "heldByHub", remedy: heldByHub }]
}

/** What keeps the case from being closed as resolved, as the party may see it. */
async function obstacleTo(
  desk: CaseDesk,
  participant: ActingParticipant,
  sides: readonly ParticipantDetails[],
): Promise<Refusal | undefined> {
  // People of a party that left the directory count too.
  const rows = await partiesOfCase(desk, participant.current)
  const { obstacles } = await closingObstacles(desk, participant, await sourcesOf(desk, participant, { rows, sides }))
  return obstacles.length === 0 ? undefined : { refused: "notClosable", obstacles }
}

async function sourcesOf(
  desk: CaseDesk,
  { current, viewer }: ActingParticipant,
  { rows, sides }: { rows: readonly PartyRow[]; sides: readonly ParticipantDetails[] },
): Promise<ClosingSources> {
  return {
    rows,
    duties: sides.flatMap((side) => side.duties),
    measures: visibleMeasures(await measuresOf(desk, current.caseId), viewer),
  }
}

/** The closed case, with a message to each of its parties. */
async function closing(
  desk: CaseDesk,
  { current, own, viewer }: ActingParticipant,
  sides: readonly ParticipantDetails[],
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
  const reader = { ...desk, streams: readOnce(desk.streams) }
  for (const side of sides) {
    const facts = { ...(await caseSideOf(reader, closed, side)), closedAt, outcome }
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
