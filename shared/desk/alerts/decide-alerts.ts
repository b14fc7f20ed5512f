import { findingFor } from "../../watch/detection/anomalies/finding-for.ts"
import { voucherKindOf } from "../../watch/detection/anomalies/voucher.ts"
import { asAlerted } from "../cases/alert-steps.ts"
import { type CaseChanges, changeSize, combineChanges } from "../cases/case-changes.ts"
import { commitItems, type Decided, type PlannedEntry } from "../cases/case-draft.ts"
import type { AnomalyOfCase, CaseRow, PartyRow } from "../cases/case-rows.ts"
import { findingData } from "../cases/finding-data.ts"
import type { CaseSide, PlannedMessage } from "../cases/outbox-message.ts"
import type { ParticipantDetails } from "../cases/participant-details.ts"
import { possibleCount } from "../cases/party-counts.ts"
import { visibleAnomalies } from "../visibility.ts"
import { caseSide, isCountUnknown, type SideReading } from "./case-side.ts"
import { type RefreshedSide, refreshedSide } from "./refreshed-side.ts"

/** A transaction takes no further party once it has this many rows. */
const fullAt = 60
/** Most duties of one party that a transaction changes or removes; `watch-duties` writes the others within a minute. */
export const changedDuties = 20
export const removedDuties = 10
/** Anomalies that the timeline of a party begins with at most. */
const anomaliesTold = 10

/** A case whose parties are alerted. `at`: ISO instant. */
export type Alerting = { readonly current: CaseRow; readonly at: string }

/** A party that is alerted: its row before and after, its duties as they are then, and how its timeline begins. */
export type SideToAlert = Omit<ParticipantDetails, "duties"> & {
  readonly before: PartyRow
  readonly refreshed: RefreshedSide
  readonly introduction: readonly PlannedEntry[]
}

/**
 * What the alerts of a case are decided on: the parties that one transaction alerts, and the carriers that deal with
 * retailers among them. `done`: the parties that wait no longer.
 */
export type AlertRows = Alerting & {
  readonly done: ReadonlySet<string>
  readonly alerted: readonly (SideToAlert & { reading: SideReading })[]
  readonly carriers: readonly ParticipantDetails[]
}

/** How many parties were looked at, and how many still wait. */
export type Alerted = { done: number; waiting: number }

/** A party's side once it is alerted. @param anomalies those of the case, if the party has no timeline of it yet */
export function sideToAlert(
  { current, at }: Alerting,
  side: ParticipantDetails,
  anomalies: readonly AnomalyOfCase[],
): SideToAlert {
  const before = side.row
  const { entries, ...vouched } = introductionOf(current, before, anomalies)
  const aware = { awareAt: before.awareAt ?? at, alertedAt: before.alertedAt ?? at }
  const row: PartyRow = { ...asAlerted(before), ...vouched, ...aware }
  const refreshed = refreshedSide(current, { ...side, row }, at)
  return { ...side, row: refreshed.row, before, refreshed, introduction: entries }
}

/** Whether a transaction takes no further party. */
export const isFull = (rows: Alerting & Pick<AlertRows, "alerted">): boolean => changeSize(alertsOf(rows)) >= fullAt

/** Carriers of the retailers that are alerted, apart from those that are done. */
export function carriersToRefresh({ alerted, done }: Pick<AlertRows, "alerted" | "done">): string[] {
  const retailers = alerted.flatMap(({ row }) => (row.kind === "retailer" ? [row] : []))
  return [...new Set(retailers.flatMap((row) => row.counterparties))].filter((partyId) => !done.has(partyId))
}

/** Alerts parties of a case, and brings the duties up to date of those that owe something because of it. */
export function decideAlerts(rows: AlertRows | undefined): Decided<Alerted> {
  if (rows === undefined) return { result: { done: 0, waiting: 0 } }
  const { current, done, carriers, at } = rows
  let changes = alertsOf(rows)
  // A carrier owes a notice to the people of a retailer from the time when that retailer is alerted.
  for (const side of carriers) {
    const hasRoom = 1 + changeSize(changes) + changedDuties <= commitItems
    if (side.row.alertedAt === undefined || !hasRoom) continue
    const { row, changed, removed } = refreshedSide(current, side, at)
    const kept = row === side.row ? [] : [row]
    const duties = {
      items: [...kept, ...changed.slice(0, removedDuties)],
      removed: removed.slice(0, removedDuties),
      entries: [],
    }
    changes = combineChanges(changes, duties)
  }
  const toAlert = current.toAlert.filter((partyId) => !done.has(partyId))
  const next: CaseRow = { ...current, toAlert, alertedAt: current.alertedAt ?? at }
  return { draft: { case: next, ...changes }, result: { done: done.size, waiting: toAlert.length } }
}

const alertsOf = (rows: Alerting & Pick<AlertRows, "alerted">): CaseChanges =>
  combineChanges(...rows.alerted.map((side) => alertOf(rows, side)))

/** The alert of one party, and its duties as they are from now on. */
function alertOf({ current, at }: Alerting, side: AlertRows["alerted"][number]): CaseChanges {
  const { before, row, refreshed, introduction } = side
  const seen = caseSide(current, { ...side, duties: refreshed.duties })
  return {
    items: [row, ...refreshed.changed.slice(0, changedDuties)],
    removed: refreshed.removed.slice(0, removedDuties),
    entries: [...introduction, before.alertedAt === undefined ? openedEntry(row, seen) : grownEntry(row, seen, at)],
  }
}

function openedEntry(row: PartyRow, seen: CaseSide): PlannedEntry {
  return alertEntry("PartyAlerted", row, seen, { audience: row.partyId, kind: "CaseOpened", facts: seen })
}

function grownEntry(row: PartyRow, seen: CaseSide, updatedAt: string): PlannedEntry {
  const facts = { ...seen, updatedAt }
  return alertEntry("BreachCaseUpdated", row, seen, {
    audience: row.partyId,
    kind: "CaseGrew",
    once: row.alerts,
    facts,
  })
}

function alertEntry(
  type: "PartyAlerted" | "BreachCaseUpdated",
  row: PartyRow,
  seen: CaseSide,
  message: PlannedMessage,
): PlannedEntry {
  return {
    actor: "hub",
    type,
    data: {
      party: row.alias,
      kind: row.kind,
      ...(isCountUnknown(seen) ? {} : { shipments: row.shipments, exposures: row.exposures }),
      ...possibleCount(row),
      fields: seen.fieldsExposed,
    },
    visibleTo: [row.partyId],
    messages: [message],
  }
}

/** How the timeline of a party begins that comes into a case late: with what was found that concerns it. */
type Introduction = { readonly vouchedBy?: PartyRow["vouchedBy"]; readonly entries: readonly PlannedEntry[] }

/** Nothing for a party that no finding concerns. */
function introductionOf(
  { origin }: CaseRow,
  { partyId, vouchedBy }: PartyRow,
  anomalies: readonly AnomalyOfCase[],
): Introduction {
  const own = visibleAnomalies(anomalies, partyId)
    .sort((one, other) => Date.parse(one.detectedAt) - Date.parse(other.detectedAt))
    .slice(0, anomaliesTold)
  const [first] = own
  const voucher = vouchedBy ?? (first && voucherKindOf(first))
  return {
    ...(voucher === undefined ? {} : { vouchedBy: voucher }),
    entries: own.map((one) => ({
      actor: "hub",
      type: one === first && origin === "anomaly" ? "BreachCaseOpened" : "AnomalyJoined",
      data: { origin: "anomaly", ...findingData(one, findingFor(one, partyId)) },
      visibleTo: [partyId],
    })),
  }
}
