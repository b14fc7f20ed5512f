import { type Interrupt, memoryTable, type Observable } from "../../platform/memory-table.ts"
import type {
  AccessProfileErasure,
  AccessProfileReader,
  AccessProfileSamples,
  AccessProfiles,
  StoredProfile,
} from "./access-profiles.ts"
import { compareValues } from "./profile-encoding.ts"

type Row = {
  profileKey: string
  expiresAt: number
  trimmed: boolean
  entries: Record<string, Uint8Array>
  vouchedBy?: string
}

/** Access profiles in memory, with the table's condition on each write. `updates` counts what would be UpdateItems. */
export function memoryAccessProfiles(
  options: { interrupt?: Interrupt } = {},
): AccessProfiles &
  AccessProfileReader &
  AccessProfileErasure &
  AccessProfileSamples &
  Observable<Row> & { updates(): number } {
  const table = memoryTable<Row>("accessProfiles", options.interrupt)
  let updates = 0
  const profileOf = (row: Row): StoredProfile => ({
    attributes: Object.entries(row.entries).map(([name, value]) => ({ name, value })),
    trimmed: row.trimmed,
  })
  return {
    ...table.observable,
    updates: () => updates,
    record: (profileKey, entry, expiresAt, vouchedBy) =>
      table.effect("record", () => {
        updates += 1
        const row = table.get(profileKey) ?? { profileKey, expiresAt, trimmed: false, entries: {} }
        const known = row.entries[entry.name]
        if (known !== undefined && compareValues(known, entry.value) < 0) {
          return { outcome: "refresh" as const, profile: profileOf(row) }
        }
        const noted = vouchedBy === undefined ? {} : { vouchedBy }
        const after = { ...row, ...noted, expiresAt, entries: { ...row.entries, [entry.name]: entry.value } }
        table.put(profileKey, after)
        return { outcome: "recorded" as const, profile: profileOf(after) }
      }),
    read: (profileKey) =>
      table.effect("read", () => {
        const row = table.get(profileKey)
        return row === undefined ? { attributes: [], trimmed: false } : profileOf(row)
      }),
    forget: (profileKey, names) =>
      table.effect("forget", () => {
        const row = table.get(profileKey)
        if (row === undefined) return
        const left = Object.entries(row.entries).filter(([name]) => !names.includes(name))
        table.put(profileKey, { ...row, entries: Object.fromEntries(left) })
      }),
    async *sample({ limit }) {
      for (const row of await table.effect("sample", () => table.all())) {
        if (limit-- <= 0) return
        yield { profileKey: row.profileKey, profile: profileOf(row), vouchedBy: row.vouchedBy }
      }
    },
    trim: (profileKey, entries, forgetsPlaces) =>
      table.effect("trim", () => {
        updates += 1
        const row = table.get(profileKey)
        const unchanged = entries.every((entry) => {
          const known = row?.entries[entry.name]
          return known !== undefined && compareValues(known, entry.value) === 0
        })
        if (row === undefined || !unchanged) return "changed" as const
        const gone = new Set(entries.map((entry) => entry.name))
        const left = Object.entries(row.entries).filter(([name]) => !gone.has(name))
        table.put(profileKey, { ...row, trimmed: row.trimmed || forgetsPlaces, entries: Object.fromEntries(left) })
        return "trimmed" as const
      }),
  }
}
