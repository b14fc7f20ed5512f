import { isReportedByCarrier } from "../../parties/counterparty-id.ts"
import type { Party } from "../../parties/party.ts"
import { shareOfOrders } from "../../parties/share-of-orders.ts"
import type { CaseRow } from "../cases/case-rows.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import { coverageOfParty } from "../cases/coverage-of-party.ts"
import type { CaseSide } from "../cases/outbox-message.ts"
import type { ParticipantDetails } from "../cases/participant-details.ts"
import { possibleCount } from "../cases/party-counts.ts"
import { dutiesOfEvent } from "../duties/duty-line.ts"
import { fieldsThatAre, knowledge } from "../knowledge.ts"
import { dutyLines, partiesOwed, seenBy } from "../visibility.ts"
import { readWatch, type Watch, type WatchReader, watchOfSide } from "../watch-of-case.ts"

/** Most parties that one timeline entry alerts, so that the entry stays small. */
export const partiesPerEntry = 20

/** What was read for a party's side: the watch over its tool, and the parties that its duties name. */
export type SideReading = { readonly watch: Watch; readonly named: ReadonlyMap<string, Party> }

/** Reads what {@link caseSide} takes. */
export async function readSide(
  desk: Pick<CaseDesk, "parties"> & WatchReader,
  current: CaseRow,
  { row, duties }: Pick<ParticipantDetails, "row" | "duties">,
): Promise<SideReading> {
  const named = await desk.parties.byIds(partiesOwed(duties))
  return { named, watch: await readWatch(desk, current, row) }
}

/** What every event about a case says to a party: its own side and nothing of another party. */
export function caseSide(
  current: CaseRow,
  { row, party, duties, laws, reading }: ParticipantDetails & { reading: SideReading },
): CaseSide {
  const known = knowledge(row, watchOfSide(reading.watch, current, row))
  const share = known.isCountUnknown ? null : shareOfOrders(party, row.shipments)
  const perhaps = fieldsThatAre(known, "possibly")
  const { origin, tool, openedAt } = seenBy(row, current)
  return {
    caseAlias: row.alias,
    origin,
    tool,
    ...(row.vouchedBy === undefined ? {} : { vouchedBy: row.vouchedBy }),
    ...(row.atHub === undefined ? {} : { atHub: true as const, breachAtHub: row.atHub }),
    ...(row.closedAtHub === undefined ? {} : { closedAtHub: row.closedAtHub }),
    openedAt,
    counts: {
      shipments: row.shipments,
      ...(share === null ? {} : { shareOfTotal: share }),
      ...possibleCount(row),
      ...(known.isAtLeast ? { atLeast: true as const } : {}),
    },
    fieldsExposed: fieldsThatAre(known, "shown"),
    fieldsNotExposed: fieldsThatAre(known, "notShown"),
    ...(perhaps.length === 0 ? {} : { fieldsPossiblyExposed: perhaps }),
    ...(known.unknownBecause.length === 0 ? {} : { unknownBecause: [...known.unknownBecause] }),
    ...(known.unwatched.length === 0 ? {} : { unwatched: [...known.unwatched] }),
    ...(row.firstAt === undefined ? {} : { firstExposureAt: row.firstAt }),
    ...(row.lastAt === undefined ? {} : { lastExposureAt: row.lastAt }),
    reportedByCarrier: isReportedByCarrier(tool),
    lawCoverage: coverageOfParty(laws, party, row),
    ...dutiesOfEvent(dutyLines(reading.named, row, duties), laws),
    caseUrl: `/v1/cases/${row.alias}`,
  }
}

/** Whether nobody knows how many shipments are affected: none is known so far, and more may have been shown. */
export const isCountUnknown = ({ counts, unknownBecause = [] }: Pick<CaseSide, "counts" | "unknownBecause">): boolean =>
  counts.shipments === 0 && unknownBecause.length > 0
