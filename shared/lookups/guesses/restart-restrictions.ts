import { type Accessor, subjectKeys } from "../../detection/accessor.ts"
import { type Restriction, type Restrictions, restrictionRestarted } from "../../detection/restrictions/restriction.ts"

/**
 * Restarts the restrictions of a visitor that looked up a new reference without proof, and that of the reference's
 * neighbourhood. One of the visitor's network does not restart, because strangers share it.
 * @param of `at` (ISO) is the time of the lookup
 * @param current what was read of the restrictions of the visitor and of the neighbourhood; what would stay is not
 *   written
 */
export async function restartRestrictions(
  restrictions: Pick<Restrictions, "restart">,
  of: { accessor: Pick<Accessor, "subject" | "network" | "rotation">; at: string },
  current: readonly Restriction[],
): Promise<void> {
  const { accessor, at } = of
  const keys = subjectKeys(accessor)
  const restarted = current.filter(
    (row) =>
      (row.scope === "neighbourhood" || keys.includes(row.accessorKey)) && restrictionRestarted(row, at) !== undefined,
  )
  await Promise.all(restarted.map(({ accessorKey }) => restrictions.restart(accessorKey, at)))
}
