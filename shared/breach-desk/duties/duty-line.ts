import { type Duty, isSettled } from "./duty.ts"

/** A duty with its id, and the retailer to whose people it is owed as its owner may know it. */
export type DutyLine = { dutyId: string; duty: Duty; towards?: { kind: "retailer"; alias?: string } | undefined }

/** An event lists so many duties; the case in the API lists all. */
const linesAtMost = 40

/** What is to be done first where there is more than an event can list. */
export function mostUrgent(lines: readonly DutyLine[]): readonly DutyLine[] {
  if (lines.length <= linesAtMost) return lines
  const rank = ({ duty }: DutyLine) => `${isSettled(duty) ? 1 : 0} ${duty.clock.dueAt ?? "9"}`
  return [...lines].sort((one, other) => (rank(one) < rank(other) ? -1 : 1)).slice(0, linesAtMost)
}

/** One duty as events and answers list it. */
export function dutyLine({ dutyId, duty, towards }: DutyLine) {
  return {
    dutyId,
    law: duty.law,
    kind: duty.kind,
    state: duty.state,
    ...(duty.clock.dueAt === null ? {} : { dueAt: duty.clock.dueAt }),
    ...(duty.clock.citation === undefined ? {} : { basis: duty.clock.citation }),
    ...(towards === undefined ? {} : { towards }),
  }
}
