import { type Accessor, subjectKeys } from "../../detection/accessor.ts"
import { type Restriction, type Restrictions, restrictionRestarted } from "../../detection/restrictions/restriction.ts"

/**
 * Restarts the restrictions of a visitor that looked up a new reference without proof, and that of the reference's
 * neighbourhood. One of the visitor's network does not restart, because strangers share it. A visitor whom a party
 * names restarts no neighbourhood, because everybody's lookups need proof there.
 * @param of `at` (ISO) is the time of the lookup
 * @param current what was read of the restrictions of the visitor and of the neighbourhood; what would stay is not
 *   written
 */
export async function restartRestrictions(
  restrictions: Pick<Restrictions, "restart">,
  of: { accessor: Pick<Accessor, "subject" | "network" | "rotation" | "vouchedBy">; at: string },
  current: readonly Restriction[],
): Promise<void> {
  const { accessor, at } = of
  const keys = subjectKeys(accessor)
  const isSeenByHub = accessor.vouchedBy === undefined
  const restarted = current.filter(
    (row) =>
      ((row.scope === "neighbourhood" && isSeenByHub) || keys.includes(row.accessorKey)) &&
      restrictionRestarted(row, at) !== undefined,
  )
  await Promise.all(restarted.map(({ accessorKey }) => restrictions.restart(accessorKey, at)))
}
