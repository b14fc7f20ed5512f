import type { CaseRow, PartyRow } from "../cases/case-rows.ts"
import { isToolUnreported } from "../cases/party-counts.ts"
import { openingVisibleTo } from "../visibility/visible-opening.ts"

/** One line of a party's list of cases. */
export function caseLine(current: CaseRow, own: PartyRow) {
  const { origin, tool, openedAt } = openingVisibleTo(own, current)
  return {
    caseAlias: own.alias,
    state: current.state,
    origin,
    tool,
    openedAt,
    ...(current.closedAt === undefined ? {} : { closedAt: current.closedAt }),
    shipments: own.shipments,
    ...(isToolUnreported(own) ? { atLeast: true } : {}),
    acknowledged: own.acknowledgedAt !== undefined,
    caseUrl: `/v1/cases/${own.alias}`,
  }
}
