import type { Party } from "../../parties/party.ts"
import type { ItemKey } from "../cases/breach-cases.ts"
import { type CaseRow, caseKeys, type DutyRow, type PartyRow } from "../cases/case-rows.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import { dutyLines, dutyRow } from "../cases/duty-rows.ts"
import type { CaseSide } from "../cases/outbox-message.ts"
import { dutiesAfter } from "../duties/duties-after.ts"
import { type Duty, dutyKey } from "../duties/duty.ts"
import { caseFacts } from "../facts-of-case.ts"
import { caseSideOf } from "./case-side.ts"

/** A party's duties brought up to date with the facts, and what an event tells the party of its side of the case. */
export function refreshedSide(
  desk: Pick<CaseDesk, "laws" | "parties">,
  current: CaseRow,
  row: PartyRow,
  party: Party,
  duties: readonly DutyRow[],
  at: string,
): {
  changed: DutyRow[]
  removed: ItemKey[]
  duties: Duty[]
  facts: CaseSide
} {
  const known = duties.map(({ duty }) => duty)
  const facts = caseFacts({ case: current, own: row, parties: [{ row, party }] })
  const { changed, lapsed } = dutiesAfter(known, facts, desk.laws, at)
  const after = new Map([...known, ...changed].map((duty) => [dutyKey(duty), duty]))
  for (const duty of lapsed) after.delete(dutyKey(duty))
  const ordersInAll = party.kind === "retailer" ? party.ordersInAll : undefined
  return {
    changed: changed.map((duty) => dutyRow(current.caseId, duty)),
    removed: lapsed.map((duty) => caseKeys.duty(current.caseId, duty)),
    duties: [...after.values()],
    facts: caseSideOf(current, row, dutyLines(desk, current, [...after.values()]), ordersInAll),
  }
}
