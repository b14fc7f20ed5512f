import type { PartyKind } from "../../base/contracts/words.ts"
import { type Duty, isSettled } from "./duty.ts"
import { timesOf } from "./duty-target.ts"

/** A duty with its id. `towards`: the party to which, or to whose people, it is owed, as the owner may see it. */
export type DutyLine = { dutyId: string; duty: Duty; towards?: { kind: PartyKind; alias?: string } | undefined }

/** Most duties that one event lists. The API lists all of a case. */
const linesAtMost = 40

/** The duties that fit one event: unsettled first, then by due time. */
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
    ...timesOf(duty),
    ...(duty.clock.citation === undefined ? {} : { basis: duty.clock.citation }),
    ...(towards === undefined ? {} : { towards }),
  }
}
