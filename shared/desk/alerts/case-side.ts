import { isReportedByCarrier } from "../../parties/counterparty-id.ts"
import type { Party } from "../../parties/party.ts"
import { shareOfOrders } from "../../parties/share-of-orders.ts"
import type { CaseRow } from "../cases/case-rows.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import { coverageOfParty } from "../cases/coverage-of-party.ts"
import type { CaseSide } from "../cases/outbox-message.ts"
import type { ParticipantDetails } from "../cases/participant-details.ts"
import { isCountUnknown, possibleCount } from "../cases/party-counts.ts"
import { dutyLine, mostUrgent } from "../duties/duty-line.ts"
import { knownExposure } from "../known-exposure.ts"
import type { Law } from "../law/law.ts"
import { readWatch, unwatchedIn, type Watch, type WatchReader } from "../unwatched-of-case.ts"
import { dutyLines, partiesOwed, seenBy } from "../visibility.ts"

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
  laws: readonly Law[],
  current: CaseRow,
  { row, party, duties, reading }: ParticipantDetails & { reading: SideReading },
): CaseSide {
  const share = isCountUnknown(row) ? null : shareOfOrders(party, row.shipments)
  const { origin, tool, openedAt } = seenBy(row, current)
  const exposure = knownExposure(row, unwatchedIn(reading.watch, current, row))
  return {
    caseAlias: row.alias,
    origin,
    tool,
    ...(row.vouchedBy === undefined ? {} : { vouchedBy: row.vouchedBy }),
    openedAt,
    counts: {
      shipments: row.shipments,
      ...(share === null ? {} : { shareOfTotal: share }),
      ...possibleCount(row),
      ...(exposure.isAtLeast ? { atLeast: true as const } : {}),
    },
    fieldsExposed: [...exposure.fieldsExposed],
    fieldsNotExposed: [...exposure.fieldsNotExposed],
    ...(exposure.unwatched.length === 0 ? {} : { unwatched: [...exposure.unwatched] }),
    ...(row.firstAt === undefined ? {} : { firstExposureAt: row.firstAt }),
    ...(row.lastAt === undefined ? {} : { lastExposureAt: row.lastAt }),
    reportedByCarrier: isReportedByCarrier(tool),
    lawCoverage: coverageOfParty(laws, party, row),
    duties: mostUrgent(dutyLines(reading.named, row, duties)).map(dutyLine),
    caseUrl: `/v1/cases/${row.alias}`,
  }
}
