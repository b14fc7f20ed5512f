import { caseKeys } from "../cases/case-keys.ts"
import { type CaseDesk, changeCase, type KindOfChange } from "../cases/change-case.ts"
import { lawsOf } from "../cases/kept-laws.ts"
import { participantToAct } from "../cases/participant.ts"
import { partiesOfCase } from "../cases/participant-details.ts"
import { letterToUse } from "../letters/act-by-letter.ts"
import { counterpartiesOf, viewerOf } from "../visibility.ts"
import type { ActingParticipant, Action } from "./action.ts"
import { approvable } from "./approvals.ts"
import { isClosedTo, refusedAsStale } from "./as-read.ts"
import { type Acting, type ActRows, type Decision, decideAct, type ResultOf } from "./decide-act.ts"

/** One kind of action of a party in a case. */
export type KindOfAct<Desk, Step, Rows, More> = {
  /** Whether parties do it also when the case is closed. */
  readonly alsoWhenClosed?: true
  /** Reads what it decides on beside the sides of the case. */
  read(desk: Desk, participant: ActingParticipant, step: Step): Promise<Rows>
  /** What the step changes, from these rows and nothing else. */
  decide(acting: Acting, step: Step, rows: Rows): Decision<More>
}

/** For kinds of actions that need nothing but the sides of the case. */
export const readNothing = async (): Promise<undefined> => undefined

/** Decides on one action and commits it. Repeating an event id has no effect. */
export function act<Desk extends CaseDesk, Step, Rows, More>(
  desk: Desk,
  action: Action,
  kind: KindOfAct<Desk, Step, Rows, More>,
  step: Step,
): Promise<ResultOf<More>> {
  const acting: KindOfChange<Desk, Action, ActRows<Rows>, ResultOf<More>> = {
    read: () => readForAct(desk, action, kind, step),
    decide: (found) => decideAct(found, action, (side, rows) => kind.decide(side, step, rows)),
    side: () => action.party.id,
  }
  return changeCase(desk, acting, action)
}

/** Reads no more than it takes to refuse an action or to know it as a repeat, in this order. */
async function readForAct<Desk extends CaseDesk, Step, Rows>(
  desk: Desk,
  action: Action,
  { alsoWhenClosed, read }: Pick<KindOfAct<Desk, Step, Rows, unknown>, "alsoWhenClosed" | "read">,
  step: Step,
): Promise<ActRows<Rows>> {
  const found = await participantToAct(desk, action)
  if (found === undefined) return { refused: "unknownCase" }
  const { current, own } = found
  const { caseId } = current
  const [done] = await desk.cases.items([caseKeys.command(caseId, own.partyId, action.actionId)])
  if (done !== undefined) return { repeatedIn: caseId }
  const stale = await refusedAsStale(desk, action, found)
  if (stale !== undefined) return stale
  const approval = action.approves && (await approvable(desk, own, action.approves))
  if (approval !== undefined && "refused" in approval) return approval
  const letter = action.byLetter && (await letterToUse(desk, caseId, action.byLetter))
  if (action.byLetter !== undefined && letter === undefined) return { refused: "letterOver" }
  const others = counterpartiesOf(own, await partiesOfCase(desk, current))
  const side = { current, own, others, viewer: viewerOf(own, others), approval, letter }
  const isOver = alsoWhenClosed !== true && (await isClosedTo(desk, action, found))
  const rows = isOver ? undefined : { of: await read(desk, side, step) }
  return { side, rows, laws: await lawsOf(desk, own), at: desk.clock().toISOString() }
}
