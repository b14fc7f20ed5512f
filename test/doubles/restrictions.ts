import {
  type Restriction,
  type Restrictions,
  restrictionAfter,
  restrictsAt,
} from "../../shared/storage/restrictions.ts"
import { type Interrupt, memoryTable, type Observable } from "./memory-table.ts"

/** Restrictions in memory. */
export function memoryRestrictions(options: { interrupt?: Interrupt } = {}): Restrictions & Observable<Restriction> {
  const table = memoryTable<Restriction>("restrictions", options.interrupt)
  return {
    ...table.observable,
    restrict: (asked) =>
      table.effect("restrict", () => {
        const after = restrictionAfter(table.get(asked.accessorKey), asked)
        if (after === undefined) return "unchanged" as const
        table.put(asked.accessorKey, after)
        return "restricted" as const
      }),
    release: (key, by, at) =>
      table.effect("release", () => {
        const row = table.get(key)
        if (row === undefined || !restrictsAt(row, at)) return "unchanged" as const
        table.put(key, { ...row, releasedBy: by, releasedAt: at, revision: row.revision + 1 })
        return "released" as const
      }),
    renew: (key, until, at) =>
      table.effect("renew", () => {
        const row = table.get(key)
        if (row === undefined || !restrictsAt(row, at)) return "unchanged" as const
        table.put(key, { ...row, until, revision: row.revision + 1 })
        return "renewed" as const
      }),
    of: (keys) => table.effect("of", () => [...new Set(keys)].flatMap((key) => table.get(key) ?? [])),
    async *list() {
      yield* await table.effect("list", () => table.all())
    },
  }
}
