import type { MeasureCode, MeasureKind } from "../../base/contracts/words.ts"
import { caseKeys } from "../cases/case-keys.ts"
import type { CaseItem } from "../cases/case-rows.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import { isInFuture } from "../time-in-future.ts"
import { act, type KindOfAct, readNothing } from "./act.ts"
import type { Action } from "./action.ts"
import { entryAndMessages } from "./decide-act.ts"

type StatedMeasure = { kind: MeasureKind; code: MeasureCode; at: string }

/** Records a measure of a party. A case counts as contained to the parties that may see such a measure. */
export function recordMeasure(desk: CaseDesk, action: Action, measure: StatedMeasure) {
  return act(desk, action, recordingMeasure, measure)
}

const recordingMeasure: KindOfAct<CaseDesk, StatedMeasure, undefined, { measureId: string }> = {
  alsoWhenClosed: true,
  read: readNothing,
  decide(acting, measure) {
    const { current, own, others, action, at } = acting
    if (isInFuture(measure.at, at)) return { refused: "measureInFuture" }
    const { caseId } = current
    const row: CaseItem = {
      ...caseKeys.measure(caseId, `${own.partyId}#${action.actionId}`),
      caseId,
      type: "measure",
      measureId: action.actionId,
      by: own.partyId,
      ...measure,
    }
    const entry = entryAndMessages(
      acting,
      { type: "MeasureRecorded", data: { ...measure }, concerned: others },
      (beginning) => ({ kind: "MeasureRecorded", facts: { ...beginning, measure } }),
    )
    return { items: [row], entries: [entry], more: { measureId: action.actionId } }
  },
}
