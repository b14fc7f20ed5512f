import type { Party } from "../../parties/party.ts"
import { refreshedSide } from "../alerts/refreshed-side.ts"
import type { CaseRow, PartyRow } from "../cases/case-rows.ts"
import { coverageOfParty } from "../cases/coverage-of-party.ts"
import type { CaseSide } from "../cases/outbox-message.ts"
import type { ParticipantDetails } from "../cases/participant-details.ts"
import type { Duty } from "../duties/duty.ts"
import { dutyKey } from "../duties/duty-key.ts"
import { dutyLine, mostUrgent } from "../duties/duty-line.ts"
import { mergeDuties } from "../duties/merge-duties.ts"
import type { Law } from "../law/law.ts"
import { dutyLines } from "../visibility.ts"
import { joinedParty } from "./move-parties.ts"

/** A party's side of the surviving case, and of the one that ends. */
export type BothSides = { leading: ParticipantDetails; ended: ParticipantDetails }

/** What a party of two cases owes, and its row with the counts of both. */
export type LeadingSide = { row: PartyRow; owed: readonly Duty[] }

/**
 * A party's side once that of the merged case has moved to the surviving one. A shipment of both cases counts twice
 * here; the duties are derived again when it has moved.
 *
 * @param of.at ISO instant of the merge
 */
export function leadingSide(
  { laws, survivor, at }: { laws: readonly Law[]; survivor: CaseRow; at: string },
  { leading, ended }: BothSides,
): LeadingSide {
  const duties = new Map<string, Duty>(leading.duties.map((duty) => [dutyKey(duty), duty]))
  for (const duty of ended.duties) {
    const same = duties.get(dutyKey(duty))
    duties.set(dutyKey(duty), same === undefined ? duty : mergeDuties(same, duty))
  }
  const row = withBothCounts(leading.row, ended.row)
  const side = { row, party: leading.party, duties: [...duties.values()] }
  return { row, owed: refreshedSide({ laws }, survivor, side, at).duties }
}

/** How a message says it, with the places that no configured law covers. @param known the parties it is owed to */
export function leadingDuties(
  laws: readonly Law[],
  { leading }: Pick<BothSides, "leading">,
  { row, owed }: LeadingSide,
  known: ReadonlyMap<string, Party>,
): Pick<CaseSide, "duties" | "lawCoverage"> {
  return {
    duties: mostUrgent(dutyLines(known, row, owed)).map(dutyLine),
    lawCoverage: coverageOfParty(laws, leading.party, row),
  }
}

function withBothCounts(leading: PartyRow, ended: PartyRow): PartyRow {
  return {
    ...joinedParty(leading, ended),
    shipments: leading.shipments + ended.shipments,
    exposures: leading.exposures + ended.exposures,
    shipmentsByField: summed(leading.shipmentsByField, ended.shipmentsByField),
    shipmentsByRegion: summed(leading.shipmentsByRegion ?? {}, ended.shipmentsByRegion ?? {}),
  }
}

function summed<Counts extends Readonly<Record<string, number>>>(one: Counts, other: Counts): Counts {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])]
  return { ...one, ...Object.fromEntries(names.map((name) => [name, (one[name] ?? 0) + (other[name] ?? 0)])) }
}
