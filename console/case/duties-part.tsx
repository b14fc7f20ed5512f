import { useSay } from "../language/language-provider.tsx"
import { useCase } from "./case-context.tsx"
import type { OwnDuty } from "./case-view.ts"
import { OthersDutyCard, OwnDutyCard } from "./duty-card.tsx"
import { usePartyWords } from "./duty-words.ts"
import { isSettled } from "./next-step.ts"
import { RegulatorQuestions } from "./regulator-questions.tsx"
import { ToldOutside } from "./told-outside.tsx"

/** All duties of the case in one list: the party's own by when they are due, then those of the others. */
export function DutiesPart() {
  const say = useSay()
  const nameParty = usePartyWords()
  const { duties, others } = useCase().view
  return (
    <>
      <p>{say("duties.intro")}</p>
      <h3>{say("duties.yours")}</h3>
      {duties.length === 0 ? <p>{say("duties.noneHere")}</p> : null}
      {duties.toSorted(byNeed).map((duty) => (
        <OwnDutyCard key={duty.dutyId} duty={duty} />
      ))}
      <RegulatorQuestions />
      {others.map((other, index) => (
        <section key={other.alias ?? index}>
          <h3>{say("duties.of", { party: nameParty(other) })}</h3>
          {other.duties.length === 0 ? <p>{say("duties.noneHere")}</p> : null}
          {other.duties.map((duty) => (
            <OthersDutyCard key={duty.dutyId} duty={duty} owner={nameParty(other)} />
          ))}
        </section>
      ))}
      <ToldOutside />
    </>
  )
}

/** What is still to be done comes first, by when it is due. */
function byNeed(one: OwnDuty, other: OwnDuty): number {
  if (isSettled(one) !== isSettled(other)) return isSettled(one) ? 1 : -1
  return (one.dueAt ?? "~").localeCompare(other.dueAt ?? "~")
}
