import { acknowledgeHours, asAlerted, wasAlertedOfAll } from "../cases/alert-steps.ts"
import type { CaseChanges } from "../cases/case-changes.ts"
import type { CaseRow, PartyRow } from "../cases/case-rows.ts"
import type { ParticipantDetails } from "../cases/participant-details.ts"
import { possibleCount } from "../cases/party-counts.ts"
import { caseSide, isCountUnknown, type SideReading } from "./case-side.ts"

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
  { current, at }: { current: CaseRow; at: string },
  side: ParticipantDetails & { reading: SideReading },
): CaseChanges {
  const alerted = asAlerted(side.row)
  if (!isIgnored(side.row, at)) return again(alerted, { type: "BreachCaseUpdated", kind: "CaseGrew", more: {} })
  const escalation = side.row.acknowledgeEscalations + 1
  const type = "AlertNotAcknowledged"
  return again({ ...alerted, acknowledgeEscalations: escalation }, { type, kind: type, more: { escalation } })

  function again(row: PartyRow, { type, kind, more }: Repetition): CaseChanges {
    const { partyId, alias } = row
    const facts = { ...caseSide(current, { ...side, row }), updatedAt: at }
    const data = {
      party: alias,
      ...(isCountUnknown(facts) ? {} : { shipments: row.shipments }),
      ...possibleCount(row),
      ...more,
    }
    const messages = [{ audience: partyId, kind, once: row.alerts, facts }]
    return { items: [row], removed: [], entries: [{ actor: "hub", type, data, visibleTo: [partyId], messages }] }
  }
}

type Repetition = {
  readonly type: "BreachCaseUpdated" | "AlertNotAcknowledged"
  readonly kind: "CaseGrew" | "AlertNotAcknowledged"
  readonly more: { readonly escalation?: number }
}

function isIgnored({ alertedAt, acknowledgedAt, acknowledgeEscalations }: PartyRow, at: string): boolean {
  if (alertedAt === undefined || acknowledgedAt !== undefined) return false
  const next = acknowledgeEscalations + 1
  return next <= escalationsAtMost && Date.parse(at) >= Date.parse(alertedAt) + next * acknowledgeHours * 3_600_000
}

function isQuiet({ lastGrowthAt, openedAt }: CaseRow, at: string): boolean {
  return Date.parse(at) >= Date.parse(lastGrowthAt ?? openedAt) + quietMinutes * 60_000
}
