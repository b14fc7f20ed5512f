import type { Restrictions } from "../../detection/restrictions/restriction.ts"
import { restrictedKeyOf } from "../../detection/retailers/number-blocks.ts"
import { keysOfCase } from "../cases/accessor-keys.ts"
import type { BreachCases } from "../cases/breach-cases.ts"
import type { BreachCaseItem } from "../cases/case-rows.ts"
import { casesOfRestrictions } from "../cases/cases-of-restrictions.ts"

/**
 * Releases the restrictions of a case that was closed as a false alarm. It follows the closed row, so it releases
 * nothing while the case is open. Restrictions with later evidence, or of another case, stay. Safe to repeat.
 */
export function makeReleaseRestrictions(options: {
  cases: Pick<BreachCases, "items" | "list">
  restrictions: Pick<Restrictions, "of" | "release">
}): (change: { after?: BreachCaseItem }) => Promise<"nothing" | "released" | "unchanged"> {
  const { cases, restrictions } = options
  return async ({ after: row }) => {
    if (row?.type !== "case" || row.state !== "falseAlarm" || row.closedAt === undefined) return "nothing"
    const keys: string[] = []
    for await (const { accessorKey } of keysOfCase({ cases }, row.caseId)) keys.push(restrictedKeyOf(accessorKey))
    const found = await restrictions.of(keys)
    const caseIds = await casesOfRestrictions({ cases }, found)
    let outcome: "released" | "unchanged" = "unchanged"
    for (const { accessorKey, restrictionId } of found) {
      if ((caseIds.get(restrictionId) ?? row.caseId) !== row.caseId) continue
      const by = { kind: "falseAlarm", caseId: row.caseId } as const
      const released = await restrictions.release(accessorKey, by, row.closedAt)
      if (released === "released") outcome = "released"
    }
    return outcome
  }
}
