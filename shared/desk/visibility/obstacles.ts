import { isShown } from "../../parties/relation-rule.ts"
import type { ClosingObstacle } from "../duties/duty-closing.ts"
import { relationTo, type Viewer } from "./relation.ts"
import { visibilityTable } from "./table.ts"

/** An obstacle of one party. */
type OfParty = Extract<ClosingObstacle, { party: string }>

/**
 * What keeps a case open, as one party may see it: an obstacle of its own, one of a party that it deals with
 * (`elsewhere`), one of the whole case, or only that the hub holds it.
 */
export type VisibleObstacle =
  | { readonly whose: "own"; readonly obstacle: OfParty }
  | { readonly whose: "elsewhere"; readonly obstacle: Exclude<OfParty, { code: "regulatorUnanswered" }> }
  | { readonly whose: "case"; readonly code: Exclude<ClosingObstacle, OfParty>["code"] | "heldByHub" }

/**
 * What keeps a case open, as one party may see it: its own obstacles in full, those of its counterparties by code, and
 * only that the hub holds the case if all obstacles are strangers'. A retailer whose people are all notified does not
 * see that people of its carrier wait, because those are another retailer's.
 */
export function visibleObstacles(
  obstacles: readonly ClosingObstacle[],
  viewer: Viewer,
  own: { kind: "retailer" | "carrier"; notNotified: number },
): VisibleObstacle[] {
  const isOthersPeople = own.kind === "retailer" && own.notNotified === 0
  const mine = obstacles.flatMap((obstacle): VisibleObstacle[] => {
    if (!("party" in obstacle)) return [{ whose: "case", code: obstacle.code }]
    return relationTo(viewer, obstacle.party) === "self" ? [{ whose: "own", obstacle }] : []
  })
  const elsewhere = obstacles.flatMap((obstacle): VisibleObstacle[] => {
    if (!("party" in obstacle) || obstacle.party === viewer.partyId) return []
    // That a regulator asks another party is that party's own.
    if (obstacle.code === "regulatorUnanswered") return []
    const isHidden = !isShown(visibilityTable.duty.state, relationTo(viewer, obstacle.party))
    if (isHidden || (obstacle.code === "peopleToldByNobody" && isOthersPeople)) return []
    // What a party owes to one other party tells a third nothing but that there is another.
    const { towards } = "towards" in obstacle ? obstacle : {}
    if (towards !== undefined && towards !== viewer.partyId) return []
    return [{ whose: "elsewhere", obstacle }]
  })
  const visible = [...mine, ...elsewhere]
  return visible.length > 0 || obstacles.length === 0 ? visible : [{ whose: "case", code: "heldByHub" }]
}
