import { type Interrupt, memoryTable, type Observable } from "../../platform/memory-table.ts"
import {
  type Restriction,
  type Restrictions,
  restrictionAfter,
  restrictionReleased,
  restrictionRenewed,
  restrictionRestarted,
} from "./restriction.ts"

/** Restrictions in memory. */
export function memoryRestrictions(options: { interrupt?: Interrupt } = {}): Restrictions & Observable<Restriction> {
  const table = memoryTable<Restriction, "byRestrictionId">("restrictions", options.interrupt, {
    byRestrictionId: { partition: ({ restrictionId }) => restrictionId, place: ({ accessorKey }) => accessorKey },
  })
  return {
    ...table.observable,
    restrict: (asked) =>
      table.effect("restrict", () => {
        const current = table.get(asked.accessorKey)
        const after = restrictionAfter(current, asked)
        if (after !== undefined) table.put(asked.accessorKey, after)
        return after ?? current ?? { ...asked, revision: 1, expiresAt: 0 }
      }),
    release: (key, by, at) =>
      table.effect("release", () => {
        const current = table.get(key)
        const after = current && restrictionReleased(current, by, at)
        if (after === undefined) return "unchanged" as const
        table.put(key, after)
        return "released" as const
      }),
    renew: (key, until, at) =>
      table.effect("renew", () => {
        const current = table.get(key)
        const after = current && restrictionRenewed(current, until, at)
        if (after === undefined) return "unchanged" as const
        table.put(key, after)
        return "renewed" as const
      }),
    restart: (key, at) =>
      table.effect("restart", () => {
        const current = table.get(key)
        const after = current && restrictionRestarted(current, at)
        if (after === undefined) return "unchanged" as const
        table.put(key, after)
        return "restarted" as const
      }),
    of: (keys) => table.effect("of", () => [...new Set(keys)].flatMap((key) => table.get(key) ?? [])),
    async withId(restrictionId) {
      for await (const row of table.query("withId", "byRestrictionId", { partition: restrictionId })) return row
      return undefined
    },
  }
}
