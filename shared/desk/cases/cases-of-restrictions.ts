import type { Restriction } from "../../watch/detection/restrictions/restriction.ts"
import { pointerKeys } from "./case-keys.ts"
import { pointersAt } from "./case-pointers.ts"
import type { CaseDesk } from "./change-case.ts"

/** Case ids by restriction id: the case of the anomaly, or the case of the accessor if there is no anomaly. */
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
