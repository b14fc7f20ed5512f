import { sideBySide } from "../base/platform/side-by-side.ts"
import { readSide, type SideReading } from "./alerts/case-side.ts"
import { queueAlerts } from "./alerts/queue-alerts.ts"
import { isDueAgain } from "./alerts/repeat-alert.ts"
import { setAsideQuiet } from "./attempts/set-aside-quiet.ts"
import { tellOfDays } from "./attempts/tell-of-days.ts"
import { type CaseDesk, changeCase, type KindOfChange } from "./cases/change-case.ts"
import { participantDetails } from "./cases/participant-details.ts"
import { decideWatch, repeatsAtOnce, type WatchRows } from "./decide-watch.ts"
import { countPending } from "./exposures/count-pending.ts"
import type { MergingPorts } from "./exposures/exposure-ports.ts"
import { unansweredLetters } from "./letters/watch-letters.ts"

/** Parties that still wait for an alert this long after the case last grew are alerted by the watch. */
const forgottenSeconds = 60

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
 * @returns how many cases changed
 */
export function makeWatchDuties(desk: MergingPorts): () => Promise<number> {
  return async () => {
    const until = desk.clock().getTime() + countingMilliseconds
    const caseIds: string[] = []
    const unseen = new Set<string>()
    for await (const { caseId, parties } of desk.cases.watched()) {
      caseIds.push(caseId)
      if (parties.length === 0) unseen.add(caseId)
    }
    // A case that fails must not keep the duties of other cases from being watched.
    const failures: unknown[] = []
    const note = (failure: unknown) => void failures.push(failure)
    let changed = 0
    await sideBySide(caseIds, casesAtOnce, async (caseId) => {
      if (await watchCase(desk, caseId, until)) changed += 1
    }).catch(note)
    await sideBySide(caseIds, casesAtOnce, async (caseId) => {
      await countPending(desk, caseId, { until })
      if (unseen.has(caseId)) await setAsideQuiet(desk, caseId)
    }).catch(note)
    await tellOfDays(desk).catch(note)
    if (failures.length > 0) throw failures[0]
    return changed
  }
}

async function watchCase(desk: MergingPorts, caseId: string, until: number): Promise<boolean> {
  const now = desk.clock().getTime()
  const current = await desk.cases.get(caseId)
  if (current === undefined) return false
  if (current.state !== "open") return changeCase(desk, watching, { caseId })
  if ((current.merging ?? []).length > 0) await desk.merge(caseId, until)
  const grewAt = Date.parse(current.lastGrowthAt ?? current.openedAt)
  if (now - grewAt >= forgottenSeconds * 1000) await queueAlerts(desk, caseId)
  return changeCase(desk, watching, { caseId })
}

/** What is due in one case because time passed. The result is whether anything was. */
const watching: KindOfChange<CaseDesk, { caseId: string }, WatchRows | undefined, boolean> = {
  async read(desk, { caseId }) {
    const current = await desk.cases.get(caseId)
    if (current?.partyId !== "hub") return undefined
    const sides = await participantDetails(desk, current, current.parties)
    const at = desk.clock().toISOString()
    const readings = new Map<string, SideReading>()
    for (const side of current.state === "open" ? sides : []) {
      if (readings.size === repeatsAtOnce) break
      if (isDueAgain(current, side.row, at)) readings.set(side.row.partyId, await readSide(desk, current, side))
    }
    const letters = current.state === "open" ? await unansweredLetters(desk, current, at) : []
    return { current, at, sides, readings, letters }
  },
  decide: decideWatch,
}
