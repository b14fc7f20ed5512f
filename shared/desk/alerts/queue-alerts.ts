import { findingFor } from "../../watch/detection/anomalies/finding-for.ts"
import { voucherKindOf } from "../../watch/detection/anomalies/voucher.ts"
import { nextPending } from "../cases/accessor-keys.ts"
import { asAlerted, isToBeAlerted } from "../cases/alert-steps.ts"
import { commitItems } from "../cases/breach-cases.ts"
import { type CaseChanges, changeSize, combineChanges, noChanges } from "../cases/case-changes.ts"
import type { AnomalyOfCase, CaseRow, PartyRow } from "../cases/case-rows.ts"
import { type CaseDesk, changeCase, type PlannedEntry } from "../cases/change-case.ts"
import { findingData } from "../cases/finding-data.ts"
import type { CaseSide, PlannedMessage } from "../cases/outbox-message.ts"
import { type ParticipantDetails, participantDetails } from "../cases/participant-details.ts"
import { isCountUnknown, possibleCount } from "../cases/party-counts.ts"
import { headOf } from "../cases/timeline-heads.ts"
import { readOnce } from "../unwatched-of-case.ts"
import { visibleAnomalies } from "../visibility.ts"
import { caseSideOf } from "./case-side.ts"
import { refreshedSide } from "./refreshed-side.ts"

/** A transaction takes no further party once it has this many rows. */
const fullAt = 60
/** Most duties of one party that a transaction changes or removes; `watch-duties` writes the others within a minute. */
const changedDuties = 20
const removedDuties = 10

/**
 * Puts an alert into the outbox for every party of a case that waits for one: because it is new in the case, or because
 * its shipments reached another power of ten. Derives the duties of these parties from the current facts. Repeating the
 * call has no effect.
 *
 * @param options.afterFirst does nothing while the opening of the case counts, which alerts the parties itself
 * @returns how many parties were looked at, none if nobody waited
 */
export async function queueAlerts(
  desk: CaseDesk,
  caseId: string,
  { afterFirst = false }: { afterFirst?: boolean } = {},
): Promise<number> {
  let alerted = 0
  for (let waiting = 1; waiting > 0; ) {
    const some = await changeCase(desk, async () => {
      const current = await desk.cases.get(caseId)
      if (current?.state !== "open" || current.toAlert.length === 0) return { result: nobody }
      if (afterFirst && current.alertedAt === undefined && (await isBeingCounted(desk, caseId)))
        return { result: nobody }
      return queueSome({ ...desk, streams: readOnce(desk.streams) }, current)
    })
    alerted += some.done
    waiting = some.waiting
  }
  return alerted
}

const nobody = { done: 0, waiting: 0 }

async function isBeingCounted(desk: CaseDesk, caseId: string): Promise<boolean> {
  return (await nextPending(desk, caseId, desk.clock().toISOString())) !== undefined
}

/** Alerts as many parties as one transaction takes, and returns how many these are and how many still wait. */
async function queueSome(desk: CaseDesk, current: CaseRow) {
  const at = desk.clock().toISOString()
  let changes = noChanges
  const done = new Set<string>()
  for (const partyId of current.toAlert) {
    if (changeSize(changes) >= fullAt) break
    done.add(partyId)
    const [side] = await participantDetails(desk, current, [partyId])
    if (side !== undefined && isToBeAlerted(side.row))
      changes = combineChanges(changes, await alertOf(desk, current, side, at))
  }
  // A carrier owes a notice to the people of a retailer from the time when that retailer is alerted.
  for (const side of await participantDetails(desk, current, carriersOf(changes, done))) {
    const hasRoom = 1 + changeSize(changes) + changedDuties <= commitItems
    if (side.row.alertedAt === undefined || !hasRoom) continue
    const { changed, removed } = refreshedSide(desk, current, side, at)
    const duties = { items: changed.slice(0, removedDuties), removed: removed.slice(0, removedDuties), entries: [] }
    changes = combineChanges(changes, duties)
  }
  const toAlert = current.toAlert.filter((partyId) => !done.has(partyId))
  const next: CaseRow = { ...current, toAlert, alertedAt: current.alertedAt ?? at }
  return { draft: { case: next, ...changes }, result: { done: done.size, waiting: toAlert.length } }
}

/** The alert of one party, and its duties as they are from now on. */
async function alertOf(desk: CaseDesk, current: CaseRow, side: ParticipantDetails, at: string): Promise<CaseChanges> {
  const before = side.row
  const { entries, ...vouched } = await introductionOf(desk, current, before)
  const aware = { awareAt: before.awareAt ?? at, alertedAt: before.alertedAt ?? at }
  const row: PartyRow = { ...asAlerted(before), ...vouched, ...aware }
  const { changed, removed, duties } = refreshedSide(desk, current, { ...side, row }, at)
  const seen = await caseSideOf(desk, current, { ...side, row, duties })
  return {
    items: [row, ...changed.slice(0, changedDuties)],
    removed: removed.slice(0, removedDuties),
    entries: [...entries, before.alertedAt === undefined ? openedEntry(row, seen) : grownEntry(row, seen, at)],
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
      ...(isCountUnknown(row) ? {} : { shipments: row.shipments, exposures: row.exposures }),
      ...possibleCount(row),
      fields: seen.fieldsExposed,
    },
    visibleTo: [row.partyId],
    messages: [message],
  }
}

/** Carriers of the retailers that are alerted in these changes, apart from those that are done. */
function carriersOf({ items }: CaseChanges, done: ReadonlySet<string>): string[] {
  const retailers = items.flatMap((row) => (row.type === "party" && row.kind === "retailer" ? [row] : []))
  return [...new Set(retailers.flatMap((row) => row.counterparties))].filter((partyId) => !done.has(partyId))
}

/** Anomalies of a case that are read to introduce a party, and those of them that its timeline begins with at most. */
const [anomaliesRead, anomaliesTold] = [100, 10]

/** How the timeline of a party begins that comes into a case late: with what was found that concerns it. */
type Introduction = { readonly vouchedBy?: PartyRow["vouchedBy"]; readonly entries: readonly PlannedEntry[] }

/** Nothing for a party that has a timeline already, or that no finding concerns. */
async function introductionOf(
  desk: Pick<CaseDesk, "cases">,
  { caseId, origin }: CaseRow,
  { partyId, alertedAt, vouchedBy }: PartyRow,
): Promise<Introduction> {
  if (alertedAt !== undefined || (await headOf(desk, caseId, partyId)) !== undefined) return { entries: [] }
  const anomalies: AnomalyOfCase[] = []
  for await (const row of desk.cases.list(caseId, "ANOMALY#", { limit: anomaliesRead }))
    if (row.type === "anomaly") anomalies.push(row)
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
