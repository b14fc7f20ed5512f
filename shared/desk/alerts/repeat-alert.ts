import { acknowledgeHours, asAlerted, wasAlertedOfAll } from "../cases/alert-steps.ts"
import type { CaseChanges } from "../cases/case-changes.ts"
import type { PlannedEntry } from "../cases/case-draft.ts"
import type { CaseRow, PartyRow } from "../cases/case-rows.ts"
import type { CaseSide } from "../cases/outbox-message.ts"
import type { ParticipantDetails } from "../cases/participant-details.ts"
import { possibleCount } from "../cases/party-counts.ts"
import type { Law } from "../law/law.ts"
import { caseSide, type SideReading } from "./case-side.ts"

/** How often an alert that nobody acknowledges goes to the escalation contacts. */
const escalationsAtMost = 3

/** After a case has not grown for this long, its parties receive what the last alert left out. */
const quietMinutes = 60

/** Whether the last alert of a party is due again: nobody acknowledged it, or it is out of date. */
export const isDueAgain = (current: CaseRow, row: PartyRow, at: string): boolean =>
  isIgnored(row, at) || isOutdated(current, row, at)

const isOutdated = (current: CaseRow, row: PartyRow, at: string): boolean =>
  row.alertedAt !== undefined && isQuiet(current, at) && !wasAlertedOfAll(row)

/** The alert that is due again, see {@link isDueAgain}. @param at ISO instant */
export function repeatedAlert(
  { laws, current, at }: { laws: readonly Law[]; current: CaseRow; at: string },
  side: ParticipantDetails & { reading: SideReading },
): CaseChanges {
  const alerted = asAlerted(side.row)
  const saying = (row: PartyRow) => caseSide(laws, current, { ...side, row })
  if (isIgnored(side.row, at)) {
    const row = { ...alerted, acknowledgeEscalations: side.row.acknowledgeEscalations + 1 }
    return changesOf(row, escalationEntry(row, saying(row), at))
  }
  return changesOf(alerted, growthEntry(alerted, saying(alerted), at))
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
