import { type DutyOperation, dutyOperations } from "../../shared/desk/duties/duty-operations.ts"
import type { OthersDuty, OwnDuty } from "./case-view.ts"

/** Operations that the hub does by itself, or that come about by other pages. */
const elsewhere: ReadonlySet<DutyOperation> = new Set(["markUnanswered", "reopen"])

const isOperation = (name: string): name is DutyOperation => Object.hasOwn(dutyOperations, name)

/** Whether the law lets nobody decline the duty or assess it away: the record of every breach. */
const isAlwaysOwed = ({ kind, test, excuses }: OwnDuty) =>
  kind === "keepRecord" && test === undefined && excuses.length === 0

/** What the party may do with a duty that it owes. */
export function ownOperations(duty: OwnDuty): DutyOperation[] {
  const allowed = allowedTo("owner", duty.state)
  return isAlwaysOwed(duty) ? allowed.filter((one) => one !== "decline" && one !== "assessNotOwed") : allowed
}

/**
 * What the party may do with another party's duty. Nobody asks again while the owner has yet to answer. If it is
 * offered or taken over, it was by this party.
 */
export function othersOperations(duty: OthersDuty, now: Date): DutyOperation[] {
  const { state, dueAt, requests = [] } = duty
  const isStandIn = state === "offered" || state === "takenOver"
  const isEarly = state === "accepted" && (dueAt === undefined || Date.parse(dueAt) > now.getTime())
  const allowed = allowedTo(isStandIn ? "standIn" : "other", state)
  const isAsked = state === "requested" && requests.length > 0
  return allowed.filter((one) => !(isEarly && one === "takeOver") && !(isAsked && one === "request"))
}

function allowedTo(actor: "owner" | "other" | "standIn", state: OwnDuty["state"]): DutyOperation[] {
  // What settles the duty comes first, unless somebody waits for an answer.
  const first: readonly DutyOperation[] = state === "requested" || state === "offered" ? [] : ["discharge", "takeOver"]
  const inOrder = [...first, ...Object.keys(dutyOperations).filter(isOperation)]
  return [...new Set(inOrder)].filter((name) => !elsewhere.has(name) && dutyOperations[name].by[actor]?.includes(state))
}
