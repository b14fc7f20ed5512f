import { dutyClockEntry } from "./alerts/duty-clock-entry.ts"
import { joinReminders } from "./alerts/join-reminders.ts"
import { queueAlerts } from "./alerts/queue-alerts.ts"
import { refreshedSide } from "./alerts/refreshed-side.ts"
import { repeatedAlert } from "./alerts/repeat-alert.ts"
import { setAsideQuiet } from "./attempts/set-aside-quiet.ts"
import { tellOfDays } from "./attempts/tell-of-days.ts"
import { type CaseChanges, changeSize, combineChanges, noChanges } from "./cases/case-changes.ts"
import type { CaseRow, PartyRow } from "./cases/case-rows.ts"
import { changeCase } from "./cases/change-case.ts"
import { dutyRow } from "./cases/duty-rows.ts"
import { type ParticipantDetails, participantDetails } from "./cases/participant-details.ts"
import type { Duty } from "./duties/duty.ts"
import { dutyClock } from "./duties/duty-clock.ts"
import { dutyKey } from "./duties/duty-key.ts"
import { countPending } from "./exposures/count-pending.ts"
import type { CountingPorts } from "./exposures/exposure-ports.ts"
import { unansweredLetters } from "./letters/watch-letters.ts"
import { mergeCases } from "./merging/merge-cases.ts"

/** Parties that still wait for an alert this long after the case last grew are alerted by the watch. */
const forgottenSeconds = 60

/** A transaction takes no further step once it has this many rows. */
const fullAt = 80

/** Cases that are watched at the same time. */
const casesAtOnce = 8

/** A run starts no further page of a count this long after it began. */
const countingMilliseconds = 40_000

/**
 * Does what is due because time passed: marks duties as due, overdue and unanswered and letters as unanswered, repeats
 * alerts that nobody acknowledged, finishes what a crash left undone, and counts exposures that an index had hidden.
 * The counts come last, so that a long one keeps no duty waiting, and after them the attempts of days that are over. It
 * can run at any time, and twice at once.
 *
 * @returns how many open cases changed
 */
export function makeWatchDuties(desk: CountingPorts): () => Promise<number> {
  return async () => {
    const until = desk.clock().getTime() + countingMilliseconds
    const caseIds: string[] = []
    const unseen = new Set<string>()
    for await (const { caseId, parties } of desk.cases.open()) {
      caseIds.push(caseId)
      if (parties.length === 0) unseen.add(caseId)
    }
    const failures: unknown[] = []
    let changed = 0
    await forEachCase(caseIds, failures, async (caseId) => {
      if (await watchCase(desk, caseId, until)) changed += 1
    })
    await forEachCase(caseIds, failures, async (caseId) => {
      await countPending(desk, caseId, { until })
      if (unseen.has(caseId)) await setAsideQuiet(desk, caseId)
    })
    await tellOfDays(desk).catch((failure: unknown) => failures.push(failure))
    if (failures.length > 0) throw failures[0]
    return changed
  }
}

/** A case that fails must not keep the duties of other cases from being watched. */
async function forEachCase(
  caseIds: readonly string[],
  failures: unknown[],
  watch: (caseId: string) => Promise<void>,
): Promise<void> {
  const waiting = [...caseIds]
  const watchNext = async () => {
    for (let caseId = waiting.shift(); caseId !== undefined; caseId = waiting.shift()) {
      try {
        await watch(caseId)
      } catch (error) {
        failures.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: casesAtOnce }, watchNext))
}

async function watchCase(desk: CountingPorts, caseId: string, until: number): Promise<boolean> {
  const now = desk.clock().getTime()
  const current = await desk.cases.get(caseId)
  if (current?.state !== "open") return false
  if ((current.merging ?? []).length > 0) await mergeCases(desk, caseId, until)
  const grewAt = Date.parse(current.lastGrowthAt ?? current.openedAt)
  if (now - grewAt >= forgottenSeconds * 1000) await queueAlerts(desk, caseId)
  return changeCase(desk, async () => {
    const current = await desk.cases.get(caseId)
    if (current?.state !== "open") return { result: false }
    const sides = await participantDetails(desk, current, current.parties)
    const changes = joinReminders(await changesOverTime(desk, current, sides))
    if (changeSize(changes) === 0) return { result: false }
    return { draft: { case: current, ...changes }, result: true }
  })
}

/** As many steps as one transaction takes; the next run finds the others. */
async function changesOverTime(
  desk: CountingPorts,
  current: CaseRow,
  sides: readonly ParticipantDetails[],
): Promise<CaseChanges> {
  const at = desk.clock().toISOString()
  const parties = sides.map(({ row }) => row)
  let changes = noChanges
  for (const side of sides) {
    for await (const step of stepsOf(desk, { current, parties, side }, at)) {
      changes = combineChanges(changes, step)
      if (changeSize(changes) >= fullAt) return changes
    }
  }
  for await (const step of unansweredLetters(desk, current, at)) {
    changes = combineChanges(changes, step)
    if (changeSize(changes) >= fullAt) return changes
  }
  return changes
}

type Watched = { current: CaseRow; parties: readonly PartyRow[]; side: ParticipantDetails }

/** What is due for one party: its duties as the facts and the time make them, then its alert again. */
async function* stepsOf(desk: CountingPorts, watched: Watched, at: string): AsyncGenerator<CaseChanges> {
  const { current, side } = watched
  // The case may have grown since its duties were derived, or one transaction could not hold them all.
  const refreshed = side.row.alertedAt === undefined ? undefined : refreshedSide(desk, current, side, at)
  for (const duty of refreshed?.duties ?? side.duties) yield dutyStep(watched, duty, at)
  for (const key of refreshed?.removed ?? []) yield { ...noChanges, removed: [key] }
  yield await repeatedAlert(desk, current, side, at)
}

function dutyStep({ current, parties, side }: Watched, duty: Duty, at: string): CaseChanges {
  const known = side.duties.find((one) => dutyKey(one) === dutyKey(duty))
  const { duty: after, signals } = dutyClock(duty, at)
  if (signals.length === 0 && JSON.stringify(after) === JSON.stringify(known)) return noChanges
  // A watch that was down for long reports only the latest signal of each type that it missed.
  const latest = new Map(signals.map((signal) => [signal.type, signal]))
  return {
    items: [dutyRow(current.caseId, after)],
    removed: [],
    entries: [...latest.values()].map((signal) => dutyClockEntry(after, signal, parties)),
  }
}
