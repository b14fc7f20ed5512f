import type { ReactNode } from "react"
import { sentenceList } from "../../shared/base/platform/bilingual.ts"
import { assessmentReasonInWords } from "../../shared/desk/dossier/codes-in-words.ts"
import { AssessmentAnswer } from "../case/assessment-answer.tsx"
import { useCase } from "../case/case-context.tsx"
import { useDutyWords, useLawWords } from "../case/duty-words.ts"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import { BilingualText } from "../parts/bilingual-text.tsx"
import { Moment } from "../parts/moment.tsx"
import type { Approval } from "./approval.ts"

type Request = Approval["request"]
type Assessment = NonNullable<Extract<Request, { action: "facts" }>["facts"]["assessment"]>
type Step = Extract<Request, { action: "duty" }>["step"]

/** What somebody asked for, in words, and every detail of it. */
export function ApprovalRequest({ request }: { readonly request: Request }) {
  const say = useSay()
  return (
    <>
      <InWords request={request} />
      <details>
        <summary>{say("approvals.allDetails")}</summary>
        <pre lang="en">{JSON.stringify(request, undefined, 2)}</pre>
      </details>
    </>
  )
}

function InWords({ request }: { readonly request: Request }): ReactNode {
  const say = useSay()
  if (request.action === "closing") return <p>{say(`closing.means.${request.outcome}`)}</p>
  if (request.action === "duty") return <DutyStepText dutyId={request.dutyId} step={request.step} />
  const { assessment, confirmedBy } = request.facts
  return assessment === undefined ? null : <AssessmentText assessment={assessment} confirmedBy={confirmedBy ?? ""} />
}

function DutyStepText({ dutyId, step }: { readonly dutyId: string; readonly step: Step }) {
  const say = useSay()
  const { language } = useLanguage()
  const nameDuty = useDutyWords()
  const duty = useCase().view.duties.find((one) => one.dutyId === dutyId)
  return (
    <>
      {duty === undefined ? null : <p>{nameDuty(duty)}</p>}
      {step.operation === "discharge" ? (
        <p>
          {say("duties.receipt", { reference: step.receipt.reference })}, <Moment at={step.receipt.at} />
        </p>
      ) : null}
      {step.operation === "assessNotOwed" ? (
        <p>
          {say("approvals.notOwed")}{" "}
          {sentenceList(
            step.assessment.reasons.map((reason) => assessmentReasonInWords(reason, language)),
            language,
          )}
        </p>
      ) : null}
    </>
  )
}

function AssessmentText({
  assessment,
  confirmedBy,
}: {
  readonly assessment: Assessment
  readonly confirmedBy: string
}) {
  const nameLaw = useLawWords()
  const { questions } = useCase().view
  const question = questions.find(({ law, test }) => law === assessment.law && test === assessment.test)
  return (
    <>
      <p>
        {assessment.law === undefined ? null : nameLaw(assessment.law)}
        {question === undefined ? null : (
          <>
            {": "}
            <BilingualText text={question.question} />
          </>
        )}
      </p>
      <AssessmentAnswer answer={assessment} confirmedBy={confirmedBy} />
    </>
  )
}
