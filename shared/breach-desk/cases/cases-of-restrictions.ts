import type { Restriction } from "../../detection/restrictions/restriction.ts"
import { pointersAt } from "./case-pointers.ts"
import { pointerKeys } from "./case-rows.ts"
import type { CaseDesk } from "./change-case.ts"

/** The case that each restriction belongs to, by restriction id: that of its anomaly, or of its accessor where it has none. */
export async function casesOfRestrictions(
  desk: { cases: Pick<CaseDesk["cases"], "items"> },
  restrictions: readonly Pick<Restriction, "restrictionId" | "accessorKey" | "anomalyId">[],
): Promise<Map<string, string>> {
  const pointerOf = ({ accessorKey, anomalyId }: (typeof restrictions)[number]) =>
    anomalyId === undefined ? pointerKeys.accessor(accessorKey) : pointerKeys.anomaly(anomalyId)
  const pointers = await pointersAt(desk, restrictions.map(pointerOf))
  return new Map(
    restrictions.flatMap((one) => {
      const pointer = pointers.get(pointerOf(one).pk)
      return pointer === undefined ? [] : [[one.restrictionId, pointer.caseId] as const]
    }),
  )
}
