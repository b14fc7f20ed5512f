import { chunksOf } from "../../base/platform/chunks-of.ts"
import type { Party } from "../../parties/party.ts"
import { caseSide, partiesPerEntry, type SideReading } from "../alerts/case-side.ts"
import type { Decided, PlannedEntry } from "../cases/case-draft.ts"
import type { CaseRow } from "../cases/case-rows.ts"
import type { PlannedMessage } from "../cases/outbox-message.ts"
import type { ParticipantDetails } from "../cases/participant-details.ts"
import type { Law } from "../law/law.ts"
import { type LeadingSide, leadingDuties } from "./leading-duties.ts"

/** A party's side of the surviving case, and the parties that it owes something there. */
type Leading = { side: ParticipantDetails; after: LeadingSide; known: ReadonlyMap<string, Party> }

/**
 * A party's side of the case that ends, and what is read to tell it so. A party that was never alerted of the case does
 * not need to learn that it ended.
 */
export type EndingSide = ParticipantDetails & {
  readonly leadingAlias: string
  readonly told: { reading: SideReading; leading: Leading | undefined } | undefined
}

/** What the end of a merged case is decided on; or the case, if it ended as merged before. */
export type EndRows =
  | { ended: CaseRow | undefined }
  | { current: CaseRow; survivorId: string; sides: readonly EndingSide[]; laws: readonly Law[]; at: string }

/** Ends a case as merged, with a message to those of these parties that were alerted of it. */
export function decideEnd(rows: EndRows): Decided<CaseRow | undefined> {
  if ("ended" in rows) return { result: rows.ended }
  const { current, survivorId, sides, laws, at } = rows
  const merged: CaseRow = {
    ...current,
    state: "merged",
    mergedInto: survivorId,
    closedAt: at,
    partyId: "hub#closed",
    toAlert: [],
  }
  const entries = chunksOf(sides, partiesPerEntry).map((some) => mergedEntry(laws, merged, some))
  return { draft: { case: merged, items: [], entries }, result: merged }
}

function mergedEntry(laws: readonly Law[], merged: CaseRow, sides: readonly EndingSide[]): PlannedEntry {
  return {
    actor: "hub",
    type: "CaseMerged",
    data: {},
    visibleTo: sides.map(({ row }) => row.partyId),
    shown: Object.fromEntries(
      sides.map(({ row, leadingAlias }) => [row.partyId, { data: { party: row.alias, into: leadingAlias } }]),
    ),
    messages: sides.flatMap((side) => messageTo(laws, merged, side)),
  }
}

function messageTo(laws: readonly Law[], merged: CaseRow, side: EndingSide): PlannedMessage[] {
  const { told, leadingAlias, row } = side
  if (told === undefined) return []
  const { reading, leading } = told
  const updatedAt = merged.closedAt ?? merged.openedAt
  const ended = caseSide(laws, merged, { ...side, reading })
  const owed =
    leading === undefined
      ? {}
      : { ...leadingDuties(laws, { leading: leading.side }, leading.after, leading.known), endedDuties: ended.duties }
  const facts = { ...ended, ...owed, caseUrl: `/v1/cases/${leadingAlias}`, leadingAlias, updatedAt }
  return [{ audience: row.partyId, kind: "CaseMerged", facts }]
}
