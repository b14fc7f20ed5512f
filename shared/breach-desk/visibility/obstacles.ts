import type { ClosingObstacle } from "../duties/duty-closing.ts"
import { relationTo, type Viewer } from "./relation.ts"
import { isShown, visibilityTable } from "./table.ts"

/** What keeps a case open, as one party may see it. `untold`: people of the party whom nobody has notified. */
export type VisibleObstacle = { code: string; law?: string; kind?: string; untold?: number; laws?: readonly string[] }

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
  const mine = obstacles.flatMap((one): VisibleObstacle[] => {
    if (!("party" in one)) return [one]
    return relationTo(viewer, one.party) === "self" ? [ownObstacle(one)] : []
  })
  const elsewhere = obstacles.flatMap((one): VisibleObstacle[] => {
    if (!("party" in one) || one.party === viewer.partyId) return []
    const isHidden = !isShown(visibilityTable.duty.state, relationTo(viewer, one.party))
    if (isHidden || (one.code === "peopleToldByNobody" && isOthersPeople)) return []
    // What a party owes to one other party tells a third nothing but that there is another.
    if ("towards" in one && one.towards !== undefined && one.towards !== viewer.partyId) return []
    return [{ code: `${one.code}Elsewhere` }]
  })
  const visible = [...mine, ...elsewhere]
  return visible.length > 0 ? visible : [{ code: "heldByHub" }]
}

function ownObstacle(obstacle: Extract<ClosingObstacle, { party: string }>): VisibleObstacle {
  if (obstacle.code === "peopleToldByNobody")
    return { code: obstacle.code, untold: obstacle.notNotified, laws: obstacle.laws }
  return { code: obstacle.code, law: obstacle.law, kind: obstacle.kind }
}
