import { acknowledgeHours, asAlerted, wasAlertedOfAll } from "../cases/alert-steps.ts"
import { type CaseChanges, noChanges } from "../cases/case-changes.ts"
import type { CaseRow, PartyRow } from "../cases/case-rows.ts"
import type { CaseDesk, PlannedEntry } from "../cases/change-case.ts"
import type { CaseSide } from "../cases/outbox-message.ts"
import type { ParticipantDetails } from "../cases/participant-details.ts"
import { possibleCount } from "../cases/party-counts.ts"
import type { WatchReader } from "../unwatched-of-case.ts"
import { caseSideOf } from "./case-side.ts"

/** How often an alert that nobody acknowledges goes to the escalation contacts. */
const escalationsAtMost = 3

/** After a case has not grown for this long, its parties receive what the last alert left out. */
const quietMinutes = 60

/** The alert that is due again: nobody acknowledged the last one, or it is out of date. */
export async function repeatedAlert(
  desk: Pick<CaseDesk, "laws" | "parties"> & WatchReader,
  current: CaseRow,
  side: ParticipantDetails,
  at: string,
): Promise<CaseChanges> {
  if (side.row.alertedAt === undefined) return noChanges
  if (isIgnored(side.row, at)) {
    const row = { ...asAlerted(side.row), acknowledgeEscalations: side.row.acknowledgeEscalations + 1 }
    return changesOf(row, escalationEntry(row, await caseSideOf(desk, current, { ...side, row }), at))
  }
  if (isQuiet(current, at) && !wasAlertedOfAll(side.row)) {
    const row = asAlerted(side.row)
    return changesOf(row, growthEntry(row, await caseSideOf(desk, current, { ...side, row }), at))
  }
  return noChanges
}

function isIgnored({ alertedAt, acknowledgedAt, acknowledgeEscalations }: PartyRow, at: string): boolean {
  if (alertedAt === undefined || acknowledgedAt !== undefined) return false
  const next = acknowledgeEscalations + 1
  return next <= escalationsAtMost && Date.parse(at) >= Date.parse(alertedAt) + next * acknowledgeHours * 3_600_000
}

function isQuiet({ lastGrowthAt, openedAt }: CaseRow, at: string): boolean {
  return Date.parse(at) >= Date.parse(lastGrowthAt ?? openedAt) + quietMinutes * 60_000
}

function changesOf(row: PartyRow, entry: PlannedEntry): CaseChanges {
  return { items: [row], removed: [], entries: [entry] }
}

function escalationEntry(row: PartyRow, side: CaseSide, updatedAt: string): PlannedEntry {
  const { partyId, alias, shipments, acknowledgeEscalations: escalation } = row
  return {
    actor: "hub",
    type: "AlertNotAcknowledged",
    data: { party: alias, shipments, ...possibleCount(row), escalation },
    visibleTo: [partyId],
    messages: [{ audience: partyId, kind: "AlertNotAcknowledged", once: row.alerts, facts: { ...side, updatedAt } }],
  }
}

function growthEntry(row: PartyRow, side: CaseSide, updatedAt: string): PlannedEntry {
  const { partyId, alias, shipments } = row
  return {
    actor: "hub",
    type: "BreachCaseUpdated",
    data: { party: alias, shipments, ...possibleCount(row) },
    visibleTo: [partyId],
    messages: [{ audience: partyId, kind: "CaseGrew", once: row.alerts, facts: { ...side, updatedAt } }],
  }
}
