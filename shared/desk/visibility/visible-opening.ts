import { isShown } from "../../parties/relation-rule.ts"
import type { CaseRow, PartyRow } from "../cases/case-rows.ts"
import { relationTo, viewerOf } from "./relation.ts"
import { visibilityTable } from "./table.ts"

/** How a case began, as one party sees it: when it came into the case, through which tool, and why there is a case. */
export type VisibleOpening = {
  readonly openedAt: string
  readonly origin: CaseRow["origin"]
  readonly tool: CaseRow["tool"]
}

export function openingVisibleTo(own: PartyRow, row: CaseRow): VisibleOpening {
  const isToldWhy = own.atHub !== undefined || mayKnowFinder(own, row)
  return { openedAt: own.openedAt, origin: isToldWhy ? row.origin : "anomaly", tool: own.tool }
}

/** Whether a party may know who reported the breach, to whom and when. */
export function mayKnowFinder(own: PartyRow, { finder }: CaseRow): boolean {
  if (finder?.reportedTo === undefined) return false
  return isShown(visibilityTable.case.finder, relationTo(viewerOf(own), finder.reportedTo))
}
