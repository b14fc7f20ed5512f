import { refreshedSide } from "../alerts/refreshed-side.ts"
import type { CaseRow, PartyRow } from "../cases/case-rows.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import { coverageOfParty } from "../cases/coverage-of-party.ts"
import type { CaseSide } from "../cases/outbox-message.ts"
import type { ParticipantDetails } from "../cases/participant-details.ts"
import type { Duty } from "../duties/duty.ts"
import { dutyKey } from "../duties/duty-key.ts"
import { dutyLine, mostUrgent } from "../duties/duty-line.ts"
import { mergeDuties } from "../duties/merge-duties.ts"
import { dutyLines, partiesOwed } from "../visibility.ts"
import { joinedParty } from "./move-parties.ts"

/**
 * What a party of two cases owes, and which places no configured law covers, once its side of the merged one has moved
 * to the surviving one. A shipment of both cases counts twice here; the duties are derived again when it has moved.
 *
 * @param at ISO instant of the merge
 */
export async function leadingDuties(
  desk: Pick<CaseDesk, "laws" | "parties">,
  survivor: CaseRow,
  { leading, ended }: { leading: ParticipantDetails; ended: ParticipantDetails },
  at: string,
): Promise<Pick<CaseSide, "duties" | "lawCoverage">> {
  const duties = new Map<string, Duty>(leading.duties.map((duty) => [dutyKey(duty), duty]))
  for (const duty of ended.duties) {
    const same = duties.get(dutyKey(duty))
    duties.set(dutyKey(duty), same === undefined ? duty : mergeDuties(same, duty))
  }
  const side = { row: withBothCounts(leading.row, ended.row), party: leading.party, duties: [...duties.values()] }
  const { duties: owed } = refreshedSide(desk, survivor, side, at)
  const known = await desk.parties.byIds(partiesOwed(owed))
  return {
    duties: mostUrgent(dutyLines(known, side.row, owed)).map(dutyLine),
    lawCoverage: coverageOfParty(desk.laws, side.party, side.row),
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
