import type { ItemKey } from "../cases/case-keys.ts"
import { caseKeys } from "../cases/case-keys.ts"
import type { CaseRow, DutyRow } from "../cases/case-rows.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import { dutyRow } from "../cases/duty-rows.ts"
import type { ParticipantDetails } from "../cases/participant-details.ts"
import type { Duty } from "../duties/duty.ts"
import { dutyKey } from "../duties/duty-key.ts"
import { updateDuties } from "../duties/update-duties.ts"
import { caseFacts } from "../facts-of-case.ts"
import { watchedAllThrough } from "../knowledge.ts"

/** A party's duties after they were derived from the current facts. */
export type RefreshedSide = { changed: DutyRow[]; removed: ItemKey[]; duties: Duty[] }

/** Brings a party's duties up to date with the facts of the case. */
export function refreshedSide(
  desk: Pick<CaseDesk, "laws">,
  current: CaseRow,
  { row, party, duties: known }: ParticipantDetails,
  at: string,
): RefreshedSide {
  // Presumptions alone rest on how the side was watched. A reader presumes anew (`presumedIn`), so that none is stale.
  const watch = { ...watchedAllThrough(current.openedAt, at), isCounted: false }
  const facts = caseFacts({ laws: desk.laws, case: current, own: row, parties: [{ row, party, watch }] })
  const { changed, lapsed } = updateDuties(known, facts, desk.laws, at)
  const after = new Map([...known, ...changed].map((duty) => [dutyKey(duty), duty]))
  for (const duty of lapsed) after.delete(dutyKey(duty))
  const duties = [...after.values()]
  return {
    changed: changed.map((duty) => dutyRow(current.caseId, duty)),
    removed: lapsed.map((duty) => caseKeys.duty(current.caseId, duty)),
    duties,
  }
}
