import type { ItemKey } from "../cases/case-keys.ts"
import { caseKeys } from "../cases/case-keys.ts"
import type { CaseRow, DutyRow, PartyRow } from "../cases/case-rows.ts"
import { dutyRow } from "../cases/duty-rows.ts"
import { keepingTexts } from "../cases/kept-laws.ts"
import type { ParticipantDetails } from "../cases/participant-details.ts"
import type { Duty } from "../duties/duty.ts"
import { dutyKey } from "../duties/duty-key.ts"
import { updateDuties } from "../duties/update-duties.ts"
import { caseFacts } from "../facts-of-case.ts"
import { watchedAllThrough } from "../knowledge.ts"

/**
 * A party's duties after they were derived from the current facts. `row`: the row that was given, or one that keeps
 * more texts of laws, to be stored with the duties.
 */
export type RefreshedSide = { row: PartyRow; changed: DutyRow[]; removed: ItemKey[]; duties: Duty[] }

/** Brings a party's duties up to date with the facts of the case. */
export function refreshedSide(
  current: CaseRow,
  { row, party, duties: known, laws }: ParticipantDetails,
  at: string,
): RefreshedSide {
  // How the side was watched decides what is presumed. A reader presumes anew (`presumedIn`), so that none is stale.
  // The version of a rule can depend on it, too: `asDerived` has what is supposed for that.
  const watch = { ...watchedAllThrough(current.openedAt, at), isCounted: false }
  const facts = caseFacts({ laws, case: current, own: row, parties: [{ row, party, watch }] })
  const { changed, lapsed } = updateDuties(known, facts, laws, at)
  const after = new Map([...known, ...changed].map((duty) => [dutyKey(duty), duty]))
  for (const duty of lapsed) after.delete(dutyKey(duty))
  const duties = [...after.values()]
  return {
    row: keepingTexts(row, laws, facts.parties[0]?.laws ?? []),
    changed: changed.map((duty) => dutyRow(current.caseId, duty)),
    removed: lapsed.map((duty) => caseKeys.duty(current.caseId, duty)),
    duties,
  }
}
