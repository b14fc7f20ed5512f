import { useApprovals } from "../approvals/approvals-query.ts"
import { waitingOfDuty } from "../approvals/waiting.ts"
import { useSay } from "../language/language-provider.tsx"
import { useCase, useMayChangeCase } from "./case-context.tsx"
import type { OwnDuty } from "./case-view.ts"
import { OthersDutyCard, OwnDutyCard, ownOperations } from "./duty-card.tsx"
import { dutyGroups, wayOf } from "./duty-groups.ts"
import { DutyListCard } from "./duty-list-card.tsx"
import { usePartyWords } from "./duty-words.ts"
import { byNeed } from "./next-step.ts"
import { OtherTexts } from "./other-texts.tsx"
import { RecordAllDone } from "./record-all-done.tsx"
import { RegulatorQuestions } from "./regulator-questions.tsx"
import { ToldOutside } from "./told-outside.tsx"

/**
 * All duties of the case in one list: the party's own by when they are due, with those to several organisations as
 * one; what it records about regulators and others beside them; then the duties of the other parties.
 */
export function DutiesPart() {
  const say = useSay()
  const nameParty = usePartyWords()
  const mayChange = useMayChangeCase()
  const approvals = useApprovals()
  const { view } = useCase()
  const { duties, others } = view
  const groups = dutyGroups(duties.toSorted(byNeed))
  const alone = groups.flatMap((group) => (group.length === 1 ? group : []))
  const mayRecord = (duty: OwnDuty) =>
    ownOperations(duty, view, waitingOfDuty(approvals, duty) !== undefined).includes("discharge")
  return (
    <>
      <p>{say("duties.intro")}</p>
      <OtherTexts />
      <h3>{say("duties.yours")}</h3>
      {duties.length === 0 ? <p>{say("duties.noneHere")}</p> : null}
      {mayChange ? <RecordAllDone duties={alone.filter(mayRecord)} /> : null}
      {groups.map(([first, ...others]) =>
        first === undefined ? null : others.length === 0 ? (
          <OwnDutyCard key={first.dutyId} duty={first} />
        ) : (
          <DutyListCard key={wayOf(first)} first={first} others={others} mayRecord={mayRecord} />
        ),
      )}
      <RegulatorQuestions />
      <ToldOutside />
      {others.map((other, index) => (
        <section key={other.alias ?? index}>
          <h3>{say("duties.of", { party: nameParty(other) })}</h3>
          {other.duties.length === 0 ? <p>{say("duties.noneHere")}</p> : null}
          {other.duties.toSorted(byNeed).map((duty) => (
            <OthersDutyCard
              key={duty.dutyId}
              duty={duty}
              owner={nameParty(other)}
              isByLetter={other.byLetter === true}
            />
          ))}
        </section>
      ))}
    </>
  )
}
