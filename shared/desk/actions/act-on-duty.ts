import type { CaseDesk } from "../cases/change-case.ts"
import { dutiesOf } from "../cases/duty-rows.ts"
import type { Duty } from "../duties/duty.ts"
import { act, type KindOfAct } from "./act.ts"
import type { Action } from "./action.ts"
import { type DutyRequest, type DutyStepDone, decideDutyStep } from "./decide-duty-step.ts"

/** A party acts on a duty: its own or, where the state machine allows it, another party's. */
export function actOnDuty(desk: CaseDesk, action: Action, request: DutyRequest) {
  return act(desk, action, steppingOnDuty, request)
}

const steppingOnDuty: KindOfAct<CaseDesk, DutyRequest, readonly Duty[], DutyStepDone> = {
  async read(desk, { current, own, others }) {
    const parties = [own, ...others]
    return (await Promise.all(parties.map((row) => dutiesOf(desk, current.caseId, row.partyId)))).flat()
  },
  decide: decideDutyStep,
}
