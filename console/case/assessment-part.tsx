import type { ComponentProps } from "react"
import { Button } from "react-aria-components"
import { sentenceList } from "../../shared/base/platform/bilingual.ts"
import { useApprovals } from "../approvals/approvals-query.ts"
import { AwaitsApproval } from "../approvals/awaits-approval.tsx"
import { waitingOfQuestion } from "../approvals/waiting.ts"
import { Drafted } from "../drafts/drafted.tsx"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import { useMailWords } from "../language/mail-words.ts"
import { BilingualText, EnglishText } from "../parts/bilingual-text.tsx"
import { DueMoment } from "../parts/moment.tsx"
import { AssessmentAnswer } from "./assessment-answer.tsx"
import { AssessmentForm } from "./assessment-form.tsx"
import { useCase, useMayChangeCase } from "./case-context.tsx"
import type { LegalQuestion } from "./case-view.ts"
import { useLawWords } from "./duty-words.ts"
import { openQuestions } from "./next-step.ts"

/** The questions that laws ask of the party, with what is on record, and the party's answers. */
export function AssessmentPart() {
  const say = useSay()
  const { questions } = useCase().view
  return (
    <>
      <p>{say(questions.length === 0 ? "assessment.none" : "assessment.intro")}</p>
      {questions.map((question) => (
        <Question key={`${question.law} ${question.test}`} question={question} />
      ))}
    </>
  )
}

function Question({ question }: { readonly question: LegalQuestion }) {
  const say = useSay()
  const nameLaw = useLawWords()
  const { view } = useCase()
  const { law, test, section, wording } = question
  const answer = view.assessments.find((one) => one.law === law && one.test === test)
  const waits = waitingOfQuestion(useApprovals(), question)
  const id = `question-${law}-${test}`
  return (
    <section className="card" aria-labelledby={id}>
      <h3 id={id}>
        <BilingualText text={question.question} />
      </h3>
      <p>
        {nameLaw(law)}, <BilingualText text={section} />
      </p>
      <Decides question={question} />
      {question.answerBy === undefined ? null : (
        <p>
          {say("assessment.answerBy")} <DueMoment at={question.answerBy.at} />{" "}
          <BilingualText text={question.answerBy.section} />
        </p>
      )}
      <details>
        <summary>{say("assessment.wording")}</summary>
        <blockquote>
          <EnglishText>{wording}</EnglishText>
        </blockquote>
      </details>
      {answer === undefined ? null : <AssessmentAnswer answer={answer} />}
      {answer !== undefined && openQuestions(view).includes(question) ? (
        <p className="problem">{say("assessment.outgrown")}</p>
      ) : null}
      <AwaitsApproval approval={waits} />
      {waits === undefined ? <AnswerPlace question={question} recorded={answer} /> : null}
    </section>
  )
}

/** The form is open for a question without an answer. A button opens it with the answer on record, to correct that. */
function AnswerPlace({ question, recorded }: Pick<ComponentProps<typeof AssessmentForm>, "question" | "recorded">) {
  const say = useSay()
  const mayChange = useMayChangeCase()
  if (!mayChange) return recorded === undefined ? <p>{say("assessment.unanswered")}</p> : null
  const closed = (correct: () => void) => <Button onPress={correct}>{say("assessment.correct")}</Button>
  return (
    <Drafted form={`assessment ${question.law} ${question.test}`}>
      <AssessmentForm {...{ question, recorded, closed }} />
    </Drafted>
  )
}

function Decides({ question: { decides } }: { readonly question: LegalQuestion }) {
  const say = useSay()
  const { language } = useLanguage()
  const { tasks } = useMailWords()
  return (
    <p>
      {say("assessment.decides", {
        duties: sentenceList(
          decides.map((kind) => tasks[kind]),
          language,
        ),
      })}
    </p>
  )
}
