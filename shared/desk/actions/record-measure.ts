import type { MeasureCode, MeasureKind } from "../../base/contracts/words.ts"
import { caseKeys } from "../cases/case-keys.ts"
import type { CaseItem } from "../cases/case-rows.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import { isInFuture } from "../time-in-future.ts"
import { act, entryAndMessages } from "./act.ts"
import type { Action } from "./action.ts"

/** Records a measure of a party. A case counts as contained to the parties that may see such a measure. */
export function recordMeasure(
  desk: CaseDesk,
  action: Action,
  measure: { kind: MeasureKind; code: MeasureCode; at: string },
) {
  return act(
    desk,
    action,
    (participant) => {
      if (isInFuture(measure.at, desk.clock().toISOString())) return { refused: "measureInFuture" }
      const { current, own, others } = participant
      const { caseId } = current
      const row: CaseItem = {
        ...caseKeys.measure(caseId, `${own.partyId}#${action.actionId}`),
        caseId,
        type: "measure",
        measureId: action.actionId,
        by: own.partyId,
        ...measure,
      }
      return {
        items: [row],
        entries: [
          entryAndMessages(
            participant,
            action,
            { type: "MeasureRecorded", data: { ...measure }, concerned: others },
            (beginning) => ({ kind: "MeasureRecorded", facts: { ...beginning, measure } }),
          ),
        ],
        more: { measureId: action.actionId },
      }
    },
    { alsoWhenClosed: true },
  )
}
