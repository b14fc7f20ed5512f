import { chunksOf } from "../../base/platform/chunks-of.ts"
import type { Party } from "../../parties/party.ts"
import { caseSide, partiesPerEntry, type SideReading } from "../alerts/case-side.ts"
import { refreshedSide } from "../alerts/refreshed-side.ts"
import type { Decided, PlannedEntry } from "../cases/case-draft.ts"
import type { CaseRow, PartyRow } from "../cases/case-rows.ts"
import { coverageOfParty } from "../cases/coverage-of-party.ts"
import type { PlannedMessage } from "../cases/outbox-message.ts"
import type { ParticipantDetails } from "../cases/participant-details.ts"
import type { Duty } from "../duties/duty.ts"
import { dutyKey } from "../duties/duty-key.ts"
import { dutiesOfEvent } from "../duties/duty-line.ts"
import { mergeDuties } from "../duties/merge-duties.ts"
import { dutyLines } from "../visibility.ts"
import { joinedFields, joinedParty } from "./decide-party.ts"

/** A party's side of the case that ends, and of the one that leads on. */
export type BothSides = { readonly ended: ParticipantDetails; readonly leading: ParticipantDetails }

/** What a party of two cases owes, and its row with the counts of both. */
export type LeadingSide = { readonly row: PartyRow; readonly owed: readonly Duty[] }

/**
 * A party of both cases. `told`: what is read to tell it of the end. A party that was never alerted of the case does
 * not need to learn that it ended.
 */
export type EndingSide = BothSides & {
  readonly told?: { reading: SideReading; after: LeadingSide; known: ReadonlyMap<string, Party> }
}

/** What the end of a merged case is decided on; or the case, if it ended as merged before. */
export type EndRows =
  | { ended: CaseRow | undefined }
  | { current: CaseRow; survivorId: string; sides: readonly EndingSide[]; at: string }

/**
 * A party's side once that of the merged case has moved to the surviving one. A shipment of both cases counts twice
 * here; the duties are derived again when it has moved.
 *
 * @param of.at ISO instant of the merge
 */
export function leadingSide(
  { survivor, at }: { survivor: CaseRow; at: string },
  { leading, ended }: BothSides,
): LeadingSide {
  const duties = new Map<string, Duty>(leading.duties.map((duty) => [dutyKey(duty), duty]))
  for (const duty of ended.duties) {
    const same = duties.get(dutyKey(duty))
    duties.set(dutyKey(duty), same === undefined ? duty : mergeDuties(same, duty))
  }
  const row = {
    ...joinedParty(leading.row, ended.row),
    ...joinedFields(leading.row, ended.row, ["shipments", "exposures"], (one, other) => one + other),
    ...joinedFields(leading.row, ended.row, ["shipmentsByField", "shipmentsByRegion"], summed),
  }
  return { row, owed: refreshedSide(survivor, { ...leading, row, duties: [...duties.values()] }, at).duties }
}

function summed<Counts extends Readonly<Record<string, number>>>(one: Counts, other: Counts): Counts {
  const more = Object.entries(other).map(([name, count]) => [name, (one[name] ?? 0) + count])
  return { ...one, ...Object.fromEntries(more) }
}

/** Ends a case as merged, with a message to those of these parties that were alerted of it. */
export function decideEnd(rows: EndRows): Decided<CaseRow | undefined> {
  if ("ended" in rows) return { result: rows.ended }
  const { current, survivorId, sides, at } = rows
  const merged: CaseRow = {
    ...current,
    state: "merged",
    mergedInto: survivorId,
    closedAt: at,
    partyId: "hub#closed",
    toAlert: [],
  }
  const entries = chunksOf(sides, partiesPerEntry).map((some): PlannedEntry => {
    const shown = some.map(({ ended: { row }, leading }) => {
      const data = { party: row.alias, into: leading.row.alias }
      return [row.partyId, { data }]
    })
    return {
      actor: "hub",
      type: "CaseMerged",
      data: {},
      visibleTo: some.map(({ ended }) => ended.row.partyId),
      shown: Object.fromEntries(shown),
      messages: some.flatMap((side) => messageTo(merged, side, at)),
    }
  })
  return { draft: { case: merged, items: [], entries }, result: merged }
}

function messageTo(merged: CaseRow, side: EndingSide, updatedAt: string): PlannedMessage[] {
  const { ended, leading, told } = side
  if (told === undefined) return []
  const { reading, after, known } = told
  const { duties: endedDuties, alike: _, ...own } = caseSide(merged, { ...ended, reading })
  const facts = {
    ...own,
    ...dutiesOfEvent(dutyLines(known, after.row, after.owed), leading.laws),
    endedDuties,
    lawCoverage: coverageOfParty(leading.laws, leading.party, after.row),
    caseUrl: `/v1/cases/${leading.row.alias}`,
    leadingAlias: leading.row.alias,
    updatedAt,
  }
  return [{ audience: ended.row.partyId, kind: "CaseMerged", facts }]
}
