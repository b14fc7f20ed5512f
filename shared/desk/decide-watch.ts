import type { SideReading } from "./alerts/case-side.ts"
import { dutyClockEntry } from "./alerts/duty-clock-entry.ts"
import { joinReminders } from "./alerts/join-reminders.ts"
import { refreshedSide } from "./alerts/refreshed-side.ts"
import { remindOfQuestions } from "./alerts/remind-of-questions.ts"
import { isDueAgain, repeatedAlert } from "./alerts/repeat-alert.ts"
import { type CaseChanges, changeSize, combineChanges, noChanges } from "./cases/case-changes.ts"
import type { Decided } from "./cases/case-draft.ts"
import type { CaseRow } from "./cases/case-rows.ts"
import { openQuestions } from "./cases/correspondence.ts"
import { dutyRow } from "./cases/duty-rows.ts"
import type { ParticipantDetails } from "./cases/participant-details.ts"
import type { Duty } from "./duties/duty.ts"
import { dutyClock } from "./duties/duty-clock.ts"
import { dutyKey } from "./duties/duty-key.ts"
import { noteUnanswered, type UnansweredLetter } from "./letters/watch-letters.ts"

/** A transaction takes no further step once it has this many rows. */
const fullAt = 80

/** Most alerts that one transaction repeats: each takes the row of its party, and an entry. */
export const repeatsAtOnce = fullAt / 2

/** What the watch over a case is decided on. */
export type WatchRows = {
  readonly current: CaseRow
  /** ISO instant. */
  readonly at: string
  readonly sides: readonly ParticipantDetails[]
  /** For the first {@link repeatsAtOnce} parties whose alert is due again, by party id. */
  readonly readings: ReadonlyMap<string, SideReading>
  readonly letters: readonly UnansweredLetter[]
}

/**
 * Does as much of what is due as one transaction takes; the next run finds the rest. A case that has ended is watched
 * as long as a regulator waits.
 */
export function decideWatch(rows: WatchRows | undefined): Decided<boolean> {
  if (rows === undefined) return { result: false }
  let changes = noChanges
  for (const step of stepsOf(rows)) {
    changes = combineChanges(changes, step)
    if (changeSize(changes) >= fullAt) break
  }
  const joined = joinReminders(changes)
  const { current, sides } = rows
  const isWatched = current.state === "open" || sides.some(({ row }) => openQuestions(row).length > 0)
  if (isWatched && changeSize(joined) === 0) return { result: false }
  return { draft: { case: isWatched ? current : { ...current, partyId: "hub#closed" }, ...joined }, result: true }
}

/** What is due, party by party, and then the letters that nobody answered. */
function* stepsOf(rows: WatchRows): Generator<CaseChanges> {
  for (const side of rows.sides) yield* stepsOfParty(rows, side)
  for (const letter of rows.letters) yield noteUnanswered(letter, rows.at)
}

/** What is due for one party: its duties as facts and time make them, what regulators asked, then its alert again. */
function* stepsOfParty(rows: WatchRows, side: ParticipantDetails): Generator<CaseChanges> {
  const { current, readings, at } = rows
  // The case may have grown since its duties were derived, or one transaction could not hold them all.
  const isRefreshed = current.state === "open" && side.row.alertedAt !== undefined
  const refreshed = isRefreshed ? refreshedSide(current, side, at) : undefined
  const { row, entries } = remindOfQuestions(refreshed?.row ?? side.row, at)
  const reminded = { ...noChanges, entries, items: row === side.row ? [] : [row] }
  if (current.state !== "open") {
    yield reminded
    return
  }
  for (const duty of refreshed?.duties ?? side.duties) yield dutyStep(rows, side, duty)
  for (const key of refreshed?.removed ?? []) yield { ...noChanges, removed: [key] }
  const reading = readings.get(row.partyId)
  const isAgain = reading !== undefined && isDueAgain(current, row, at)
  const repeated = isAgain ? repeatedAlert(rows, { ...side, row, reading }) : undefined
  yield repeated === undefined ? reminded : combineChanges({ ...noChanges, entries }, repeated)
}

function dutyStep({ current, sides, at }: WatchRows, side: ParticipantDetails, duty: Duty): CaseChanges {
  const known = side.duties.find((one) => dutyKey(one) === dutyKey(duty))
  const { duty: after, signals } = dutyClock(duty, at)
  if (signals.length === 0 && JSON.stringify(after) === JSON.stringify(known)) return noChanges
  // A watch that was down for long reports only the latest signal of each type that it missed.
  const latest = new Map(signals.map((signal) => [signal.type, signal]))
  const parties = sides.map(({ row }) => row)
  return {
    items: [dutyRow(current.caseId, after)],
    removed: [],
    entries: [...latest.values()].map((signal) => dutyClockEntry(after, signal, parties, side.laws)),
  }
}
