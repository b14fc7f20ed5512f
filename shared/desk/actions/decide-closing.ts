import { chunksOf } from "../../base/platform/chunks-of.ts"
import { isReservedId } from "../../parties/counterparty-id.ts"
import { caseSide, partiesPerEntry, type SideReading } from "../alerts/case-side.ts"
import type { PlannedEntry } from "../cases/case-draft.ts"
import type { CaseRow, MeasureRow, PartyRow } from "../cases/case-rows.ts"
import type { PlannedMessage } from "../cases/outbox-message.ts"
import { isMerging } from "../cases/participant.ts"
import type { ParticipantDetails } from "../cases/participant-details.ts"
import { isNobodyTold } from "../duties/duty-closing.ts"
import { heldByHub, partyInWords, stateFalseAlarmToo, waitForCounting } from "../duties/obstacle-remedies.ts"
import { noticeProgress } from "../notices/notice-progress.ts"
import { actorsInPlace, publicNameOfRow, readersOf, relationTo, visibleMeasures } from "../visibility.ts"
import type { ActingParticipant } from "./action.ts"
import {
  type ClosingSources,
  isCounted,
  type Obstacle,
  type ObstacleReading,
  obstaclesIn,
} from "./closing-obstacles.ts"
import type { Acting, Decision } from "./decide-act.ts"
import type { Refusal } from "./refusal.ts"

export type Outcome = "resolved" | "falseAlarm"
export type ClosingState = { state: Exclude<CaseRow["state"], "merged">; obstacles?: Obstacle[] }

/** What says whether a case can close: the rows of all its parties, the sides of those in the directory, measures. */
export type WaitingRows = {
  readonly rows: readonly PartyRow[]
  readonly sides: readonly ParticipantDetails[]
  readonly measures: readonly MeasureRow[]
  readonly reading: ObstacleReading
}

/** `readings`: of each side, by party id, for what the parties are told of a case that closes. */
export type ClosingRows = WaitingRows & { readonly readings: ReadonlyMap<string, SideReading> }

/** Closes a case for all its parties, or records or refuses what one of them asks; see `closeCase`. */
export function decideClosing(acting: Acting, outcome: Outcome, found: ClosingRows): Decision<ClosingState> {
  return waitingFor(acting, outcome, found) ?? closing(acting, outcome, found)
}

/** Why a case does not close yet, and what is recorded of it; `undefined` if nothing keeps it open. */
export function waitingFor(
  participant: ActingParticipant,
  outcome: Outcome,
  found: WaitingRows,
): Decision<ClosingState> | undefined {
  return outcome === "falseAlarm" ? stateFalseAlarm(participant, found) : obstacleTo(participant, found)
}

/**
 * Records that the party calls it a false alarm, while others have not or the case is not counted yet; `undefined` once
 * all have. A party cannot state it while its own assessments are missing. A statement lapses when the case grows for
 * its party.
 */
function stateFalseAlarm(participant: ActingParticipant, found: WaitingRows): Decision<ClosingState> | undefined {
  const { current, own, viewer } = participant
  const { rows, sides, reading } = found
  // Exposures of a case that is being merged must arrive before this one can end.
  if (isMerging(current))
    return { refused: "notClosable", obstacles: [{ code: "exposuresNotCounted", remedy: waitForCounting }] }
  const known = rows.filter(({ partyId }) => relationTo(viewer, partyId) !== "stranger")
  if (!nobodyToldOf(known, sides)) return { refused: "alreadyToldOthers" }
  const obstacles = obstaclesIn(reading, participant, sourcesOf(participant, found))
  if (obstacles.toFalseAlarm.length > 0) return { refused: "notClosable", obstacles: obstacles.toFalseAlarm }
  const present = sides.map(({ row }) => row)
  const counted = isCounted(reading, current, present)
  // A party that left the directory can state nothing any more. Its people must be notified, if it has any.
  const left = rows.filter((row) => hasPart(row) && !present.some(({ partyId }) => partyId === row.partyId))
  const others = [...present, ...left].filter(({ partyId }) => partyId !== own.partyId && !isReservedId(partyId))
  const isSaidByAll = others.every(saysFalseAlarm) && !obstacles.isFalseAlarmHeldElsewhere
  if (counted && isSaidByAll && nobodyToldOf(rows, sides)) return undefined
  const stated: PartyRow = { ...own, saysFalseAlarmAt: reading.at }
  const visibleTo = readersOf("FalseAlarmStated", viewer)
  const entry: PlannedEntry = { actor: own.alias, type: "FalseAlarmStated", data: {}, visibleTo }
  return {
    items: [stated],
    entries: [entry],
    more: { state: "open", obstacles: othersToState(reading, participant, counted) },
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
function othersToState({ parties }: ObstacleReading, { others }: ActingParticipant, counted: boolean): Obstacle[] {
  const waitsFor = others
    .filter(({ partyId }) => !isReservedId(partyId))
    .map((row): Obstacle => {
      const by = publicNameOfRow(parties, row)
      return { code: "falseAlarmElsewhere", by, remedy: stateFalseAlarmToo(partyInWords(by)) }
    })
  if (!counted) return [{ code: "exposuresNotCounted", remedy: waitForCounting }, ...waitsFor]
  return waitsFor.length > 0 ? waitsFor : [{ code: "heldByHub", remedy: heldByHub }]
}

/** What keeps the case from being closed as resolved, as the party may see it. */
function obstacleTo(participant: ActingParticipant, found: WaitingRows): Refusal | undefined {
  const { obstacles } = obstaclesIn(found.reading, participant, sourcesOf(participant, found))
  return obstacles.length === 0 ? undefined : { refused: "notClosable", obstacles }
}

// People of a party that left the directory count too.
const sourcesOf = ({ viewer }: ActingParticipant, { rows, sides, measures }: WaitingRows): ClosingSources => ({
  rows,
  duties: sides.flatMap((side) => side.duties),
  measures: visibleMeasures(measures, viewer),
})

/** The closed case, with a message to each of its parties. */
function closing(acting: Acting, outcome: Outcome, { sides, readings }: ClosingRows): Decision<ClosingState> {
  const { current, own, viewer, at: closedAt } = acting
  const state = outcome === "falseAlarm" ? "falseAlarm" : "closed"
  const closed: CaseRow = { ...current, state, closedAt }
  const readers = readersOf("BreachCaseClosed", viewer, current.parties)
  const entry: PlannedEntry = {
    actor: own.alias,
    type: "BreachCaseClosed",
    data: { outcome },
    visibleTo: readers,
    shown: actorsInPlace(viewer, readers),
  }
  const messages = sides.flatMap((side): PlannedMessage[] => {
    const reading = readings.get(side.row.partyId)
    if (reading === undefined) return []
    const facts = { ...caseSide(closed, { ...side, reading }), closedAt, outcome }
    return [{ audience: side.row.partyId, kind: "CaseClosed", facts }]
  })
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
