import { useMemo } from "react"
import { useSay } from "../language/language-provider.tsx"
import type { MessageKey } from "../language/messages.ts"
import { useCase } from "./case-context.tsx"
import type { OwnDuty } from "./case-view.ts"
import { OthersDutyCard, OwnDutyCard } from "./duty-card.tsx"
import { usePartyWords } from "./duty-words.ts"
import { RegulatorQuestions } from "./regulator-questions.tsx"
import { ToldOutside } from "./told-outside.tsx"

/** The columns of the board. */
const columns = [
  { title: "duties.toDo", states: ["open", "accepted", "declined", "unanswered"] },
  { title: "duties.requested", states: ["requested", "offered", "takenOver"] },
  { title: "duties.done", states: ["discharged"] },
  { title: "duties.notOwed", states: ["notOwed"] },
] as const satisfies readonly { title: MessageKey; states: readonly OwnDuty["state"][] }[]

/** All duties of the case: the party's own as a board, and those of the others. */
export function DutiesPart() {
  const say = useSay()
  const nameParty = usePartyWords()
  const { duties, others } = useCase().view
  const byColumn = useMemo(
    () => columns.map(({ title, states }) => ({ title, held: duties.filter(({ state }) => isAmong(state, states)) })),
    [duties],
  )
  return (
    <>
      <p>{say("duties.intro")}</p>
      <div className="board">
        {byColumn.map(({ title, held }) => (
          <section key={title} aria-label={say(title)} className={held.length === 0 ? "empty" : ""}>
            <h3>{say("duties.column", { title: say(title), count: held.length })}</h3>
            {held.length === 0 ? <p>{say("duties.noneHere")}</p> : null}
            {held.map((duty) => (
              <OwnDutyCard key={duty.dutyId} duty={duty} />
            ))}
          </section>
        ))}
      </div>
      <RegulatorQuestions />
      {others.map((other, index) => (
        <section key={other.alias ?? index}>
          <h3>{say("duties.of", { party: nameParty(other) })}</h3>
          {other.duties.length === 0 ? <p>{say("duties.noneHere")}</p> : null}
          <div className="board">
            {other.duties.map((duty) => (
              <OthersDutyCard key={duty.dutyId} duty={duty} owner={nameParty(other)} />
            ))}
          </div>
        </section>
      ))}
      <ToldOutside />
    </>
  )
}

const isAmong = (state: string, states: readonly string[]) => states.includes(state)
