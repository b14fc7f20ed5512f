import type { PlannedEntry } from "../cases/case-draft.ts"
import type { PartyRow } from "../cases/case-rows.ts"

/** Who acted in the name of a party: opaque ids of persons. */
export type Persons = { readonly officer?: string | undefined; readonly approves?: { readonly by: string } | undefined }

/**
 * The entries of what a party did, with the persons in the copy of that party's own timeline. Neither the hub's record
 * nor another party's copy has them.
 */
export function withPersons(
  entries: readonly PlannedEntry[],
  { partyId, alias }: Pick<PartyRow, "partyId" | "alias">,
  { officer, approves }: Persons,
): PlannedEntry[] {
  if (officer === undefined) return [...entries]
  const persons = { officer, ...(approves === undefined ? {} : { approvedBy: approves.by }) }
  return entries.map((entry) => {
    if (entry.actor !== alias) return entry
    const { data, shown = {} } = entry
    const own = shown[partyId]
    return { ...entry, shown: { ...shown, [partyId]: { ...own, data: { ...(own?.data ?? data), ...persons } } } }
  })
}
