import { isAgainstFactors } from "../../shared/base/contracts/against-factors.ts"
import { labelled, sentenceList } from "../../shared/base/platform/bilingual.ts"
import { assessmentReasonInWords, factorInWords, levelInWords } from "../../shared/desk/dossier/codes-in-words.ts"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import { Moment } from "../parts/moment.tsx"
import { useCase } from "./case-context.tsx"
import type { CaseView } from "./case-view.ts"

type AssessmentAnswerProps = {
  readonly answer: CaseView["assessments"][number]
  /** Who stands for it by name, of an answer that is not on record yet. */
  readonly confirmedBy?: string | undefined
}

/** The party's answer to a question of a law, as it is on record. */
export function AssessmentAnswer({ answer, confirmedBy }: AssessmentAnswerProps) {
  const say = useSay()
  const { language } = useLanguage()
  const { met, factors = [], reasons, explanation, consequences, assessedBy, assessedAt, until } = answer
  const { confirmations } = useCase().view
  const confirmed = confirmations.find(({ law, test }) => law === answer.law && test === answer.test)
  const name = (confirmedBy ?? confirmed?.by ?? "") || undefined
  const said = say(`assessment.met.${met}`)
  const because = reasons.map((reason) => assessmentReasonInWords(reason, language))
  return (
    <div className="answer">
      <p>
        <strong>{because.length === 0 ? said : labelled(said, sentenceList(because, language), language)}</strong>
      </p>
      {factors.length === 0 ? null : (
        <ul>
          {factors.map(({ factor, level }) => (
            <li key={factor}>{labelled(factorInWords(factor, language), levelInWords(level, language), language)}</li>
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
        {name === undefined ? assessedBy : `${name}, ${assessedBy}`}, <Moment at={assessedAt} />
      </p>
      {name === undefined || !isAgainstFactors(answer) ? null : (
        <p className="hint">{say("assessment.confirmed", { name })}</p>
      )}
    </div>
  )
}
