import type { Disclosures } from "../lookups/ledger/disclosures.ts"
import { alertParties } from "./alerts/alert-parties.ts"
import { caseSideOf } from "./alerts/case-side.ts"
import { refreshedSide } from "./alerts/refreshed-side.ts"
import { asAlerted, wasToldOfAll } from "./cases/alert-steps.ts"
import type { ItemKey } from "./cases/breach-cases.ts"
import type { CaseItem, CaseRow, PartyRow } from "./cases/case-rows.ts"
import { changeCase, type PlannedEntry } from "./cases/change-case.ts"
import { dutyIdOf, dutyLines, dutyRow } from "./cases/duty-rows.ts"
import type { PlannedMessage } from "./cases/outbox-message.ts"
import { possibleCount } from "./cases/party-counts.ts"
import { type PartySide, partySides } from "./cases/party-sides.ts"
import { type Duty, dutyKey } from "./duties/duty.ts"
import { type DutyClockSettings, type DutySignal, defaultDutyClockSettings, dutyClock } from "./duties/duty-clock.ts"
import { basisOf } from "./duties/duty-line.ts"
import { countPending } from "./exposures/count-pending.ts"
import type { GrowthDesk } from "./exposures/growth-desk.ts"
import { mergeCases } from "./opening/merge-cases.ts"

export type WatchSettings = {
  duties: DutyClockSettings
  /** An alert that nobody acknowledged for so many hours goes to the escalation contacts, and again after as many. */
  acknowledgeHours: number
  acknowledgeEscalationsAtMost: number
  /** A case that has not grown for so long is told as it then stands, where the last alert said less. */
  quietMinutes: number
  /** Parties that are still to be told after so many seconds are told from here. */
  forgottenSeconds: number
}

export const defaultWatchSettings: WatchSettings = {
  duties: defaultDutyClockSettings,
  acknowledgeHours: 4,
  acknowledgeEscalationsAtMost: 3,
  quietMinutes: 60,
  forgottenSeconds: 60,
}

type WatchDesk = GrowthDesk & { disclosures: Disclosures }
type Change = { items: CaseItem[]; removed: ItemKey[]; entries: PlannedEntry[] }

/**
 * What time alone brings: exposures counted that an index had hidden, duties due, overdue and unanswered, alerts that nobody
 * acknowledged, cases that stopped growing, and whatever a crash left undone. Safe to run at any time and twice at once.
 *
 * @returns how many open cases changed
 */
export function makeWatchDuties(
  desk: WatchDesk,
  settings: WatchSettings = defaultWatchSettings,
): () => Promise<number> {
  return async () => {
    let changed = 0
    const failures: unknown[] = []
    for await (const listed of desk.cases.open()) {
      try {
        if (await watchCase(desk, listed.caseId, settings)) changed += 1
      } catch (error) {
        // One case that cannot be worked on keeps nobody else's duties from being watched.
        failures.push(error)
      }
    }
    if (failures.length > 0) throw failures[0]
    return changed
  }
}

async function watchCase(desk: WatchDesk, caseId: string, settings: WatchSettings): Promise<boolean> {
  const now = desk.clock().getTime()
  const current = await desk.cases.get(caseId)
  if (current === undefined || current.state !== "open") return false
  if ((current.merging ?? []).length > 0) await mergeCases(desk, caseId)
  if (current.pending.some((one) => Date.parse(one.dueAt) <= now)) await countPending(desk, caseId)
  const forgotten = now - Date.parse(current.lastGrowthAt ?? current.openedAt) >= settings.forgottenSeconds * 1000
  if (forgotten) await alertParties(desk, caseId)
  return tickCase(desk, caseId, settings)
}

function tickCase(desk: WatchDesk, caseId: string, settings: WatchSettings): Promise<boolean> {
  return changeCase(desk, async () => {
    const current = await desk.cases.get(caseId)
    if (current === undefined || current.state !== "open") return { result: false }
    const sides = await partySides(desk, current, current.parties)
    const at = desk.clock().toISOString()
    const change: Change = { items: [], removed: [], entries: [] }
    for (const side of sides) {
      tickDuties(desk, current, side, sides, at, settings, change)
      const told = hasRoom(change) ? tellOf(desk, current, side, at, settings) : undefined
      if (told === undefined) continue
      change.items.push(told.row)
      change.entries.push(told.entry)
    }
    if (change.items.length === 0 && change.removed.length === 0) return { result: false }
    return { draft: { case: current, ...change }, result: true }
  })
}

/** One transaction takes so many changes; the rest is found again a minute later. */
function hasRoom(change: Change): boolean {
  return change.items.length + change.removed.length < 40 && change.entries.length < 40
}

/** A party's duties as the facts are now, which have moved where the case grew or a transaction could not hold them all, and as time has left them. */
function tickDuties(
  desk: WatchDesk,
  current: CaseRow,
  { row, party, duties }: PartySide,
  sides: readonly PartySide[],
  at: string,
  settings: WatchSettings,
  change: Change,
): void {
  const side = row.alertedAt === undefined ? undefined : refreshedSide(desk, current, row, party, duties, at)
  const known = new Map(duties.map(({ duty }) => [dutyKey(duty), duty]))
  for (const duty of side?.duties ?? known.values()) {
    if (hasRoom(change)) tickDuty(current, known.get(dutyKey(duty)), duty, sides, at, settings, change)
  }
  for (const key of side?.removed ?? []) if (hasRoom(change)) change.removed.push(key)
}

function tickDuty(
  current: CaseRow,
  known: Duty | undefined,
  duty: Duty,
  sides: readonly PartySide[],
  at: string,
  settings: WatchSettings,
  change: Change,
): void {
  const ticked = dutyClock(duty, at, settings.duties)
  if (ticked.signals.length === 0 && JSON.stringify(ticked.duty) === JSON.stringify(known)) return
  change.items.push(dutyRow(current.caseId, ticked.duty))
  // A watch that was down for long tells the latest of what it missed.
  const latest = new Map(ticked.signals.map((signal) => [signal.type, signal]))
  const owner = sides.find((side) => side.row.partyId === duty.party)?.row
  change.entries.push(
    ...[...latest.values()].map((signal) => entryOfSignal(current, ticked.duty, signal, owner, sides)),
  )
}

function entryOfSignal(
  current: CaseRow,
  duty: Duty,
  signal: DutySignal,
  owner: PartyRow | undefined,
  sides: readonly PartySide[],
): PlannedEntry {
  const dutyId = dutyIdOf(current, duty)
  const told = sides.map((side) => side.row).filter((row) => signal.to.includes(row.partyId))
  const { basis = duty.law } = basisOf(duty)
  return {
    actor: "hub",
    type: signal.type,
    data: {
      dutyId,
      law: duty.law,
      kind: duty.kind,
      owner: owner?.alias ?? "",
      ...(signal.dueAt === null ? {} : { dueAt: signal.dueAt }),
      escalation: signal.escalation,
    },
    visibleTo: told.map((row) => row.partyId),
    messages: told.map(
      (row): PlannedMessage => ({
        audience: row.partyId,
        kind: signal.type,
        once: `${dutyId}#${signal.at}`,
        facts: {
          caseAlias: row.alias,
          duty: { dutyId, law: duty.law, kind: duty.kind },
          owner: row.partyId === duty.party ? "self" : "other",
          ...(signal.dueAt === null ? {} : { dueAt: signal.dueAt }),
          dueIs: duty.clock.dueIs,
          basis,
          escalation: signal.escalation + 1,
          caseUrl: `/v1/cases/${row.alias}`,
        },
      }),
    ),
  }
}

/** What a party is to be told because time passed: that nobody acknowledged, or how far the case grew before it stopped. */
function tellOf(
  desk: WatchDesk,
  current: CaseRow,
  { row, party, duties }: PartySide,
  at: string,
  settings: WatchSettings,
): { row: PartyRow; entry: PlannedEntry } | undefined {
  if (row.alertedAt === undefined) return undefined
  const now = Date.parse(at)
  const escalations = row.acknowledgeEscalations + 1
  const isIgnored =
    row.acknowledgedAt === undefined &&
    escalations <= settings.acknowledgeEscalationsAtMost &&
    now >= Date.parse(row.alertedAt) + escalations * settings.acknowledgeHours * 3_600_000
  const isQuiet =
    !wasToldOfAll(row) && now >= Date.parse(current.lastGrowthAt ?? current.openedAt) + settings.quietMinutes * 60_000
  if (!isIgnored && !isQuiet) return undefined
  const told: PartyRow = {
    ...asAlerted(row),
    ...(isIgnored ? { acknowledgeEscalations: escalations } : {}),
  }
  const lines = dutyLines(
    desk,
    current,
    duties.map(({ duty }) => duty),
  )
  const ordersInAll = party.kind === "retailer" ? party.ordersInAll : undefined
  return {
    row: told,
    entry: {
      actor: "hub",
      type: isIgnored ? "AlertNotAcknowledged" : "BreachCaseUpdated",
      data: {
        party: row.alias,
        shipments: row.shipments,
        ...possibleCount(row),
        ...(isIgnored ? { escalation: escalations } : {}),
      },
      visibleTo: [row.partyId],
      messages: [
        {
          audience: row.partyId,
          kind: isIgnored ? "AlertNotAcknowledged" : "CaseGrew",
          once: told.alerts,
          facts: { ...caseSideOf(current, told, lines, ordersInAll), updatedAt: at },
        },
      ],
    },
  }
}
