import type { PlannedEntry } from "../cases/case-draft.ts"
import type { PartyRow } from "../cases/case-rows.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import { dutiesOf, idsOfDuty } from "../cases/duty-rows.ts"
import type { Duty } from "../duties/duty.ts"
import { ownDutyKey } from "../duties/duty-key.ts"
import { readersOf } from "../visibility.ts"
import { act, type KindOfAct } from "./act.ts"
import type { Action } from "./action.ts"

/** Who works for a party. */
export type Colleagues = {
  /** Whether this person has signed in for the party. */
  has(partyId: string, userId: string): Promise<boolean>
}

/** @param colleagues if absent, any person can be named */
export type AssigningDesk = CaseDesk & { colleagues?: Colleagues | undefined }

/** Which duty, and the opaque id of the person; `null`: nobody. */
export type Assignment = { dutyId: string; userId: string | null }

/** Assigns a duty of the party to one of its people, or to nobody. Only the party itself sees it. */
export function assignDuty(desk: AssigningDesk, action: Action, assignment: Assignment) {
  return act(desk, action, assigning, assignment)
}

/** The duty, and whether the person is known to have not signed in for the party. */
type AssigningRows = { duty: Duty | undefined; isStranger: boolean }

const assigning: KindOfAct<AssigningDesk, Assignment, AssigningRows, Assignment> = {
  async read(desk, { current, own }, { dutyId, userId }) {
    const duties = await dutiesOf(desk, current.caseId, own.partyId)
    const duty = duties.find((one) => idsOfDuty(own, one).includes(dutyId))
    const isAsked = duty !== undefined && userId !== null
    return { duty, isStranger: isAsked && (await desk.colleagues?.has(own.partyId, userId)) === false }
  },
  decide({ own, viewer }, { dutyId, userId }, { duty, isStranger }) {
    if (duty === undefined) return { refused: "unknownDuty" }
    if (isStranger) return { refused: "unknownColleague" }
    const more = { dutyId, userId }
    const key = ownDutyKey(duty)
    if ((own.assignees?.[key] ?? null) === userId) return { entries: [], more }
    const { law, kind } = duty
    const data = { dutyId, law, kind }
    const entry: PlannedEntry = {
      actor: own.alias,
      type: "DutyAssigned",
      data,
      visibleTo: readersOf("DutyAssigned", viewer),
      shown: { [own.partyId]: { data: { ...data, assignee: userId } } },
    }
    return { items: [withAssignee(own, key, userId)], entries: [entry], more }
  },
}

function withAssignee(own: PartyRow, key: string, userId: string | null): PartyRow {
  const { [key]: _, ...others } = own.assignees ?? {}
  return { ...own, assignees: userId === null ? others : { ...others, [key]: userId } }
}
