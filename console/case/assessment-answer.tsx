import { sentenceList } from "../../shared/base/platform/bilingual.ts"
import { assessmentReasonInWords, factorInWords, levelInWords } from "../../shared/desk/dossier/codes-in-words.ts"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import { Moment } from "../parts/moment.tsx"
import { useCase } from "./case-context.tsx"
import type { CaseView } from "./case-view.ts"

/** The party's answer to a question of a law, as it is on record. */
export function AssessmentAnswer({ answer }: { readonly answer: CaseView["assessments"][number] }) {
  const say = useSay()
  const { language } = useLanguage()
  const { met, factors = [], reasons, explanation, consequences, assessedBy, assessedAt, until } = answer
  const { confirmations } = useCase().view
  const confirmed = confirmations.find(({ law, test }) => law === answer.law && test === answer.test)
  const because = reasons.map((reason) => assessmentReasonInWords(reason, language))
  return (
    <div className="answer">
      <p>
        <strong>{say(`assessment.met.${met}`)}</strong> {sentenceList(because, language)}
      </p>
      {factors.length === 0 ? null : (
        <ul>
          {factors.map(({ factor, level }) => (
            <li key={factor}>
              {factorInWords(factor, language)}: {levelInWords(level, language)}
            </li>
          ))}
        </ul>
      )}
      {explanation === undefined ? null : <p className="quoted">{explanation}</p>}
      {consequences === undefined ? null : <p className="quoted">{consequences}</p>}
      {until === undefined ? null : (
        <p>
          {say("assessment.until")} <Moment at={until} />
        </p>
      )}
      <p className="hint">
        {assessedBy}, <Moment at={assessedAt} />
      </p>
      {confirmed === undefined ? null : (
        <p className="hint">
          {say("assessment.confirmed", { name: confirmed.by })}, <Moment at={confirmed.at} />
        </p>
      )}
    </div>
  )
}
