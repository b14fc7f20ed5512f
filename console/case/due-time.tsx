import { isByContract } from "../../shared/base/contracts/by-contract.ts"
import { now } from "../api/server-time.ts"
import { useSay } from "../language/language-provider.tsx"
import { DueMoment, Moment } from "../parts/moment.tsx"
import type { OthersDuty, OwnDuty } from "./case-view.ts"
import { isSettled } from "./next-step.ts"

type TimedDuty = Pick<OwnDuty | OthersDuty, "law" | "dueAt" | "dueIs" | "targetAt" | "state">

/** When a duty is due: the legal deadline or a contract’s term, and the hub's own target, each with its time zone. */
export function DueTime({ duty }: { readonly duty: TimedDuty }) {
  const say = useSay()
  const { dueAt, dueIs, targetAt } = duty
  if (dueAt === undefined) return <p>{say("due.none")}</p>
  const isLate = !isSettled(duty) && Date.parse(dueAt) < now().getTime()
  return (
    <dl className="facts">
      {dueIs === "legalDeadline" ? (
        <div>
          <dt>{say(isByContract(duty) ? "due.contractTerm" : "due.legalDeadline")}</dt>
          <dd>
            {isSettled(duty) ? <Moment at={dueAt} isDue /> : <DueMoment at={dueAt} />} {isLate ? <Late /> : null}
          </dd>
        </div>
      ) : null}
      {dueIs === "target" || targetAt !== undefined ? (
        <div>
          <dt>{say(dueIs === "legalDeadline" ? "due.targetBefore" : "due.target")}</dt>
          <dd>
            {isSettled(duty) ? <Moment at={targetAt ?? dueAt} isDue /> : <DueMoment at={targetAt ?? dueAt} />}{" "}
            {isLate && dueIs !== "legalDeadline" ? <Late /> : null}
          </dd>
        </div>
      ) : null}
    </dl>
  )
}

function Late() {
  const say = useSay()
  return <strong className="late">{say("due.late")}</strong>
}
