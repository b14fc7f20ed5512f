import type { PlannedEntry } from "../cases/case-draft.ts"
import type { PartyRow, ViewRow } from "../cases/case-rows.ts"
import type { TimelineData } from "../timeline.ts"
import { readersOf, type Viewer } from "../visibility.ts"

type ViewEntryType = "RegulatorViewOpened" | "RegulatorViewRead" | "RegulatorViewRevoked"

/**
 * An entry about a view: in the timeline of its party, and of the party next to whose view it may stand, as far as the
 * table of visibility lets it see such an entry.
 */
export function viewEntry(
  { own, viewer }: { readonly own: PartyRow; readonly viewer: Viewer },
  { viewId, regulator, endsAt, besideOf }: ViewRow,
  { type, data = {} }: { type: ViewEntryType; data?: TimelineData },
): PlannedEntry {
  return {
    actor: type === "RegulatorViewRead" ? "hub" : own.alias,
    type,
    data: { viewId, regulator, endsAt, ...data },
    visibleTo: readersOf(type, viewer, besideOf === undefined ? [] : [besideOf]),
  }
}
