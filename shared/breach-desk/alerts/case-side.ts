import { fieldsNotExposed } from "../../tracking/fields.ts"
import { type CaseRow, type PartyRow, shareOfTotal } from "../cases/case-rows.ts"
import { fieldsExposed, possibleCount } from "../cases/party-counts.ts"
import { type DutyLine, dutyLine, mostUrgent } from "../duties/duty-line.ts"
import { seenBy } from "../visibility.ts"

/** What every event about a case tells a party: its own side alone. The head of the timeline is added when it is sent. */
export function caseSideOf(
  row: CaseRow,
  party: PartyRow,
  duties: readonly DutyLine[],
  ordersInAll: number | undefined,
) {
  const share = shareOfTotal(party.shipments, ordersInAll)
  const { origin, tool, openedAt } = seenBy(party, row)
  return {
    caseAlias: party.alias,
    origin,
    tool,
    openedAt,
    counts: {
      shipments: party.shipments,
      ...(share === null ? {} : { shareOfTotal: share }),
      ...possibleCount(party),
    },
    fieldsExposed: fieldsExposed(party),
    fieldsNotExposed: fieldsNotExposed(fieldsExposed(party)),
    ...(party.firstAt === undefined ? {} : { firstExposureAt: party.firstAt }),
    ...(party.lastAt === undefined ? {} : { lastExposureAt: party.lastAt }),
    reportedByCarrier: tool.startsWith("observed:"),
    duties: mostUrgent(duties).map(dutyLine),
    caseUrl: `/v1/cases/${party.alias}`,
  }
}
