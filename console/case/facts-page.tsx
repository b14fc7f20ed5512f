import { reportDetail } from "../../shared/base/contracts/legal-words.ts"
import { useSay } from "../language/language-provider.tsx"
import { useCase, useMayChangeCase } from "./case-context.tsx"
import { CasePage } from "./case-page.tsx"
import { CausesFact } from "./causes-fact.tsx"
import { DetailFact } from "./detail-fact.tsx"
import { Measures } from "./measures.tsx"
import { DelayFact, TimeFact, WriteAgainFact } from "./time-facts.tsx"

/** What only the party can say: times, causes, details and measures. A later statement corrects an earlier one. */
export function FactsPage() {
  const say = useSay()
  const mayChange = useMayChangeCase()
  const { discoveredAt, determinedAt } = useCase().view
  return (
    <CasePage title="facts.title">
      <p>{say("facts.intro")}</p>
      {mayChange ? null : <p>{say("case.readOnly")}</p>}
      <Measures />
      <h2>{say("facts.times")}</h2>
      <div className="pairs">
        <TimeFact name="discoveredAt" known={discoveredAt} isStated />
        <TimeFact name="determinedAt" known={determinedAt} isStated={determinedAt !== undefined} />
        <DelayFact />
        <WriteAgainFact />
      </div>
      <h2>{say("facts.cause")}</h2>
      <CausesFact />
      <h2>{say("facts.details")}</h2>
      <p>{say("facts.detailsIntro")}</p>
      <div className="pairs">
        {reportDetail.options.map((name) => (
          <DetailFact key={name} name={name} />
        ))}
      </div>
    </CasePage>
  )
}
