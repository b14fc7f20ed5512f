import { type Interrupt, memoryTable, type Observable } from "./memory-table.ts"
import type { SealingKeyRow, SealingKeys } from "./sealing.ts"

/** Wrapped keys in memory. */
export function memorySealingKeys(interrupt?: Interrupt): SealingKeys & Observable<SealingKeyRow> {
  const table = memoryTable<SealingKeyRow>("sealingKeys", interrupt)
  return {
    ...table.observable,
    get: (owner) => table.effect("get", () => table.get(owner)),
    create: (row) =>
      table.effect("create", () => {
        const kept = table.get(row.owner) ?? row
        table.put(row.owner, kept)
        return kept
      }),
    shred: (owner, at) =>
      table.effect("shred", () => {
        const { createdAt = at, shreddedAt = at } = table.get(owner) ?? {}
        table.put(owner, { owner, createdAt, shreddedAt })
      }),
  }
}
