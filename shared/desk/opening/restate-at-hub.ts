import type { BreachAtHub } from "../../base/contracts/breach-at-hub.ts"
import { caseSide, readSide, type SideReading } from "../alerts/case-side.ts"
import { changedDuties, removedDuties } from "../alerts/decide-alerts.ts"
import { refreshedSide } from "../alerts/refreshed-side.ts"
import { asAlerted } from "../cases/alert-steps.ts"
import type { Decided, PlannedEntry } from "../cases/case-draft.ts"
import type { ItemKey } from "../cases/case-keys.ts"
import { pointerOf, pointersAt } from "../cases/case-pointers.ts"
import type { CaseRow } from "../cases/case-rows.ts"
import { type CaseDesk, changeCase, type KindOfChange } from "../cases/change-case.ts"
import { type ParticipantDetails, participantDetails } from "../cases/participant-details.ts"

/** A statement as data of a timeline entry. */
export const atHubInData = ({ from, until, ...said }: BreachAtHub) => ({
  ...said,
  ...(from === undefined ? {} : { from }),
  ...(until === undefined ? {} : { until }),
})

/** What the operator states now for one party, for which a case is open. `pointer`: that the case has it. */
type Restating = { caseId: string; partyId: string; atHub: BreachAtHub; pointer: ItemKey }

type Rows = {
  readonly current: CaseRow
  readonly side: ParticipantDetails
  /** What the operator had stated before. */
  readonly before: BreachAtHub
  readonly reading: SideReading
  readonly at: string
}

/** `duplicate`: the case has this statement or a later one. `ended`: the case is no longer open. */
type Restated = "restated" | "duplicate" | "ended"

/**
 * Puts a correction of the operator in place of what it stated before, in the case of one party: duties follow, and
 * the party gets an event and a mail. What was stated before stays in the timeline. Repeating the call has no effect.
 */
export const restateAtHub = (desk: CaseDesk, restating: Restating): Promise<Restated> =>
  changeCase(desk, restatement, restating)

const restatement: KindOfChange<CaseDesk, Restating, Rows | Exclude<Restated, "restated">, Restated> = {
  async read(desk, { caseId, partyId, atHub, pointer }) {
    const current = await desk.cases.get(caseId)
    if ((await pointersAt(desk, [pointer])).size > 0) return "duplicate"
    if (current?.state !== "open") return "ended"
    const [side] = await participantDetails(desk, current, [partyId])
    const before = side?.row.atHub
    if (side === undefined || before === undefined || before.revision >= atHub.revision) return "duplicate"
    return {
      current,
      side,
      before,
      reading: await readSide(desk, current, side),
      at: desk.clock().toISOString(),
    }
  },
  decide(rows, restating) {
    return typeof rows === "string" ? { result: rows } : decideRestatement(rows, restating)
  },
}

function decideRestatement(
  { current, side, before, reading, at }: Rows,
  { caseId, partyId, atHub, pointer }: Restating,
): Decided<Restated> {
  const isMore = saysMore(before, atHub)
  const row = { ...asAlerted(side.row), atHub, correctedAt: at, ...(isMore ? { grownAt: at } : {}) }
  const refreshed = refreshedSide(current, { ...side, row }, at)
  const seen = caseSide(current, { ...side, row, duties: refreshed.duties, reading })
  const facts = { ...seen, breachAtHubBefore: before, updatedAt: at }
  const entry: PlannedEntry = {
    actor: "hub",
    type: "BreachAtHubRestated",
    data: { atHub: atHubInData(atHub), before: atHubInData(before) },
    visibleTo: [partyId],
    messages: [{ audience: partyId, kind: "CaseGrew", once: row.alerts, facts }],
  }
  return {
    draft: {
      case: { ...current, ...(isMore ? { lastGrowthAt: at } : {}) },
      items: [refreshed.row, ...refreshed.changed.slice(0, changedDuties)],
      removed: refreshed.removed.slice(0, removedDuties),
      pointers: [{ row: pointerOf(pointer, caseId), expected: undefined }],
      entries: [entry],
    },
    result: "restated",
  }
}

/**
 * Whether more may have been read by the later statement than by the earlier one. Not known is more than known. So are
 * other words of the operator: no code can tell whether they mean more, and a "no" of before was about the old ones.
 */
function saysMore(before: BreachAtHub, now: BreachAtHub): boolean {
  const isNamedMore =
    before.fields.length > 0 && (now.fields.length === 0 || now.fields.some((field) => !before.fields.includes(field)))
  const isEarlier = (one = "", other = "") => other !== "" && (one === "" || Date.parse(one) < Date.parse(other))
  const isLater = (one = "", other = "") => other !== "" && (one === "" || Date.parse(one) > Date.parse(other))
  return isNamedMore || before.what !== now.what || isEarlier(now.from, before.from) || isLater(now.until, before.until)
}
