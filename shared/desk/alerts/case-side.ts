import { isReportedByCarrier } from "../../parties/counterparty-id.ts"
import { shareOfOrders } from "../../parties/share-of-orders.ts"
import type { CaseRow } from "../cases/case-rows.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import { coverageOfParty } from "../cases/coverage-of-party.ts"
import type { CaseSide } from "../cases/outbox-message.ts"
import type { ParticipantDetails } from "../cases/participant-details.ts"
import { isCountUnknown, possibleCount } from "../cases/party-counts.ts"
import { dutyLine, mostUrgent } from "../duties/duty-line.ts"
import { knownExposure } from "../known-exposure.ts"
import { unwatchedOf, type WatchReader } from "../unwatched-of-case.ts"
import { dutyLines, partiesOwed, seenBy } from "../visibility.ts"

/** Most parties that one timeline entry alerts, so that the entry stays small. */
export const partiesPerEntry = 20

/** What every event about a case says to a party: its own side and nothing of another party. */
export async function caseSideOf(
  desk: Pick<CaseDesk, "laws" | "parties"> & WatchReader,
  current: CaseRow,
  { row, party, duties }: ParticipantDetails,
): Promise<CaseSide> {
  const share = isCountUnknown(row) ? null : shareOfOrders(party, row.shipments)
  const { origin, tool, openedAt } = seenBy(row, current)
  const known = await desk.parties.byIds(partiesOwed(duties))
  const exposure = knownExposure(row, await unwatchedOf(desk, current, row))
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
    lawCoverage: coverageOfParty(desk.laws, party, row),
    duties: mostUrgent(dutyLines(known, row, duties)).map(dutyLine),
    caseUrl: `/v1/cases/${row.alias}`,
  }
}
