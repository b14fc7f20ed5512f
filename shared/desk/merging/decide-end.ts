import { chunksOf } from "../../base/platform/chunks-of.ts"
import type { Party } from "../../parties/party.ts"
import { caseSide, partiesPerEntry, type SideReading } from "../alerts/case-side.ts"
import { refreshedSide } from "../alerts/refreshed-side.ts"
import type { CaseDraft, PlannedEntry } from "../cases/case-draft.ts"
import type { CaseRow } from "../cases/case-rows.ts"
import { coverageOfParty } from "../cases/coverage-of-party.ts"
import type { PlannedMessage } from "../cases/outbox-message.ts"
import type { ParticipantDetails } from "../cases/participant-details.ts"
import type { Duty } from "../duties/duty.ts"
import { dutyKey } from "../duties/duty-key.ts"
import { dutiesOfEvent } from "../duties/duty-line.ts"
import { mergeDuties } from "../duties/merge-duties.ts"
import { dutyLines } from "../visibility.ts"
import { joinedFields, joinedParty } from "./decide-party.ts"

/** A party of both cases: its side of the one that ends, and {@link leadingSide} with the parties that this names. */
export type EndingSide = {
  readonly ended: ParticipantDetails & { readonly reading: SideReading }
  readonly leading: ParticipantDetails
  readonly named: ReadonlyMap<string, Party>
}

/**
 * A party's side of the surviving case once that of the merged case has moved to it. A shipment of both cases counts
 * twice here; the duties are derived again when it has moved.
 *
 * @param of.at ISO instant of the merge
 */
export function leadingSide(
  { survivor, at }: { survivor: CaseRow; at: string },
  leading: ParticipantDetails,
  ended: ParticipantDetails,
): ParticipantDetails {
  const merged = new Map<string, Duty>(leading.duties.map((duty) => [dutyKey(duty), duty]))
  for (const duty of ended.duties) {
    const same = merged.get(dutyKey(duty))
    merged.set(dutyKey(duty), same === undefined ? duty : mergeDuties(same, duty))
  }
  const row = {
    ...joinedParty(leading.row, ended.row),
    ...joinedFields(leading.row, ended.row, ["shipments", "exposures"], (one, other) => one + other),
    ...joinedFields(leading.row, ended.row, ["shipmentsByField", "shipmentsByRegion"], summed),
  }
  const { duties } = refreshedSide(survivor, { ...leading, row, duties: [...merged.values()] }, at)
  return { ...leading, row, duties }
}

function summed<Counts extends Readonly<Record<string, number>>>(one: Counts, other: Counts): Counts {
  const more = Object.entries(other).map(([name, count]) => [name, (one[name] ?? 0) + count])
  return { ...one, ...Object.fromEntries(more) }
}

/** Ends a case as merged, with a message to those of these parties that were alerted of it. */
export function decideEnd(
  current: CaseRow,
  { survivorId, sides, at }: { survivorId: string; sides: readonly EndingSide[]; at: string },
): CaseDraft {
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
  return { case: merged, items: [], entries }
}

/** A party that was never alerted of the case does not need to learn that it ended. */
function messageTo(merged: CaseRow, { ended, leading, named }: EndingSide, updatedAt: string): PlannedMessage[] {
  if (ended.row.alertedAt === undefined) return []
  const { duties: endedDuties, alike: _, ...own } = caseSide(merged, ended)
  const { alias } = leading.row
  const facts = {
    ...own,
    ...dutiesOfEvent(dutyLines(named, leading.row, leading.duties), leading.laws),
    endedDuties,
    lawCoverage: coverageOfParty(leading.laws, leading.party, leading.row),
    caseUrl: `/v1/cases/${alias}`,
    leadingAlias: alias,
    updatedAt,
  }
  return [{ audience: ended.row.partyId, kind: "CaseMerged", facts }]
}
