import { type Interrupt, memoryTable, type Observable } from "../../platform/memory-table.ts"
import type { ChangedSettings, SettingsChange, StoredSettings } from "./stored-settings.ts"

type Row = ChangedSettings | SettingsChange

/** Settings in memory. */
export function memorySettings(interrupt?: Interrupt): StoredSettings & Observable<Row> {
  const table = memoryTable<Row>("settings", interrupt)
  const current = () => table.all().filter((row) => "settings" in row)
  const ofParty = (partyId: string) => current().find((row) => row.partyId === partyId)
  return {
    ...table.observable,
    all: () => table.effect("all", current),
    of: (partyIds) => table.effect("of", () => partyIds.flatMap((partyId) => ofParty(partyId) ?? [])),
    get: (partyId) => table.effect("get", () => ofParty(partyId)),
    change: (to, change) =>
      table.effect("change", () => {
        if ((ofParty(to.partyId)?.version ?? 0) !== to.version - 1) return "outdated"
        table.put(to.partyId, to)
        table.put(`${change.partyId} ${change.version}`, change)
        return "changed"
      }),
    history: (partyId, { before = Number.POSITIVE_INFINITY, limit }) =>
      table.effect("history", () =>
        table
          .all()
          .filter((row) => "changes" in row)
          .filter((row) => row.partyId === partyId && row.version < before)
          .sort((one, other) => other.version - one.version)
          .slice(0, limit),
      ),
  }
}
