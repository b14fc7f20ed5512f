import type { PartyKind } from "../../base/contracts/words.ts"
import type { Law } from "../law/law.ts"
import { type Duty, isSettled } from "./duty.ts"
import { alikeKey, inLists } from "./duty-lists.ts"
import { timesOf } from "./duty-target.ts"

/** A duty with its id. `towards`: the party to which, or to whose people, it is owed, as the owner may see it. */
export type DutyLine = { dutyId: string; duty: Duty; towards?: { kind: PartyKind; alias?: string } | undefined }

/** Most duties that one event lists. The API lists all of a case. */
const linesAtMost = 40

/**
 * The duties that fit one event: unsettled first, then one of each list before the others of it, then by due time. So a
 * carrier that owes the same to many retailers misses nothing else that it owes.
 *
 * @returns with `alike` if some are left out: how many there are of those that a mail says in one line
 */
export function dutiesOfEvent(lines: readonly DutyLine[], laws: readonly Law[]) {
  const told = (line: DutyLine) => dutyLine(line, laws)
  if (lines.length <= linesAtMost) return { duties: lines.map(told) }
  const lists = inLists(lines, (line) => alikeKey(told(line)))
  const further = new Set(lists.flatMap(([, ...others]) => others))
  const rank = (line: DutyLine) =>
    `${isSettled(line.duty) ? 1 : 0} ${further.has(line) ? 1 : 0} ${line.duty.clock.dueAt ?? "9"}`
  const duties = [...lines].sort((one, other) => (rank(one) < rank(other) ? -1 : 1)).slice(0, linesAtMost)
  const alike = lists.flatMap(([{ dutyId }, ...others]) =>
    others.length === 0 ? [] : [{ dutyId, count: others.length + 1 }],
  )
  return { duties: duties.map(told), alike }
}

/** One duty as events and answers list it. @param laws those that its owner follows */
export function dutyLine({ dutyId, duty, towards }: DutyLine, laws: readonly Law[]) {
  return {
    dutyId,
    law: duty.law,
    kind: duty.kind,
    state: duty.state,
    ...timesOf(duty, laws),
    ...(duty.clock.citation === undefined ? {} : { basis: duty.clock.citation }),
    ...(towards === undefined ? {} : { towards }),
  }
}
