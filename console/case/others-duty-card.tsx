import { declineInWords, stateInWords } from "../../shared/desk/dossier/codes-in-words.ts"
import { now } from "../api/server-time.ts"
import { useLanguage } from "../language/language-provider.tsx"
import { useSay } from "../language/use-say.ts"
import { Moment } from "../parts/moment.tsx"
import { useMayChangeCase } from "./case-context.tsx"
import type { OthersDuty } from "./case-view.ts"
import { DueTime } from "./due-time.tsx"
import { DutyActions } from "./duty-actions.tsx"
import { othersOperations } from "./duty-operations-allowed.ts"
import { useDutyWords, useLawWords } from "./duty-words.ts"

/** A duty of another party: what was asked and answered, and what this party can do. */
export function OthersDutyCard({ duty, owner }: { readonly duty: OthersDuty; readonly owner: string }) {
  const say = useSay()
  const { language } = useLanguage()
  const nameDuty = useDutyWords()
  const nameLaw = useLawWords()
  const mayChange = useMayChangeCase()
  const { requests = [], declined, law, state } = duty
  const isAsked = state === "requested" && requests.length > 0
  return (
    <article className="card" id={`duty-${duty.dutyId}`}>
      <h3>{nameDuty(duty)}</h3>
      <p>
        <span className="badge">{stateInWords(duty.state, language)}</span>
      </p>
      <p>{say("duties.under", { law: nameLaw(law) })}</p>
      <DueTime duty={duty} />
      <ul className="passed">
        {requests.map(({ at }) => (
          <li key={at}>
            {say("duties.youRequested")} <Moment at={at} />
          </li>
        ))}
        {isAsked ? <li>{say("duties.askedMeans")}</li> : null}
        {declined === undefined ? null : (
          <li>
            {say("duties.theyDeclined", { party: owner, reason: declineInWords(declined.reason, language) })}{" "}
            <Moment at={declined.at} />
          </li>
        )}
      </ul>
      {mayChange ? <DutyActions duty={duty} operations={othersOperations(duty, now())} /> : null}
    </article>
  )
}
