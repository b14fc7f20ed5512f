import { useSay } from "../language/language-provider.tsx"
import { useCase } from "./case-context.tsx"
import { OthersDutyCard, OwnDutyCard } from "./duty-card.tsx"
import { usePartyWords } from "./duty-words.ts"
import { byNeed } from "./next-step.ts"
import { RegulatorQuestions } from "./regulator-questions.tsx"
import { ToldOutside } from "./told-outside.tsx"

/**
 * All duties of the case in one list: the party's own by when they are due, what it records about regulators and others
 * beside them, then the duties of the other parties.
 */
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
      <ToldOutside />
      {others.map((other, index) => (
        <section key={other.alias ?? index}>
          <h3>{say("duties.of", { party: nameParty(other) })}</h3>
          {other.duties.length === 0 ? <p>{say("duties.noneHere")}</p> : null}
          {other.duties.toSorted(byNeed).map((duty) => (
            <OthersDutyCard key={duty.dutyId} duty={duty} owner={nameParty(other)} />
          ))}
        </section>
      ))}
    </>
  )
}
