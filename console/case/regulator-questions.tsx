import * as z from "zod"
import { useMayAct } from "../api/session.ts"
import { useTyped } from "../drafts/draft-context.ts"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import { ActionDialog } from "../parts/action-dialog.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { MomentField, OneOf, TextBox, useStatedMoment } from "../parts/fields.tsx"
import { DueMoment, Moment } from "../parts/moment.tsx"
import { useCase } from "./case-context.tsx"
import type { CaseView } from "./case-view.ts"
import { type CorrespondenceStep, useCorrespondence } from "./correspondence-command.ts"
import { regulatorName, regulatorNames } from "./duty-words.ts"

type Question = NonNullable<CaseView["correspondence"]>["questions"][number]

/** What regulators ask the party about the case, and the way to record it. */
export function RegulatorQuestions() {
  const say = useSay()
  const mayAct = useMayAct()
  const { correspondence } = useCase().view
  const questions = correspondence?.questions ?? []
  return (
    <section aria-labelledby="questions">
      <h3 id="questions">{say("questions.title")}</h3>
      <p>{say("questions.intro")}</p>
      {questions.map((question) => (
        <QuestionCard key={question.questionId} question={question} mayAct={mayAct} />
      ))}
      {mayAct ? (
        <ActionDialog label={say("questions.add")} title={say("questions.add")} draft="question">
          {(close) => <AskedForm onDone={close} />}
        </ActionDialog>
      ) : null}
    </section>
  )
}

/** The regulators that the laws name, those of the party's own duties first. */
function useRegulators() {
  const { language } = useLanguage()
  const { duties } = useCase().view
  const own = new Set(duties.map(({ addressee }) => addressee))
  return [...regulatorNames]
    .map(([value, name]) => ({ value, label: name[language] }))
    .sort((one, other) => Number(own.has(other.value)) - Number(own.has(one.value)))
}

function QuestionCard({ question, mayAct }: { readonly question: Question; readonly mayAct: boolean }) {
  const say = useSay()
  const { regulator, reference, text, at, dueAt, extension, answered, isOverdue } = question
  const { language } = useLanguage()
  const title = say("questions.of", { regulator: regulatorName(regulator)[language], reference })
  return (
    <article className="card">
      <h4>{title}</h4>
      <p className="prose">{text}</p>
      <ul className="passed">
        <li>
          {say("questions.received")} <Moment at={at} />
        </li>
        {extension === undefined ? null : <li>{say("questions.extendedBecause", { reason: extension.reason })}</li>}
        {answered === undefined ? (
          <li>
            {say(isOverdue ? "questions.overdue" : "questions.due")} <DueMoment at={dueAt} />
          </li>
        ) : (
          <li>
            {say("questions.answered", { reference: answered.reference })} <Moment at={answered.at} />
          </li>
        )}
      </ul>
      {mayAct && answered === undefined ? (
        <fieldset className="buttons plain" aria-label={say("duties.actionsOn", { duty: title })}>
          <ActionDialog
            className="primary"
            label={say("questions.answer")}
            title={say("questions.answer")}
            draft={`answered ${question.questionId}`}
          >
            {(close) => <AnsweredForm question={question} onDone={close} />}
          </ActionDialog>
          <ActionDialog
            label={say("questions.extend")}
            title={say("questions.extend")}
            draft={`extended ${question.questionId}`}
          >
            {(close) => <ExtendedForm question={question} onDone={close} />}
          </ActionDialog>
        </fieldset>
      ) : null}
    </article>
  )
}

function AskedForm({ onDone }: { readonly onDone: () => void }) {
  const say = useSay()
  const command = useCorrespondence(onDone)
  const [regulator, setRegulator] = useTyped("regulator", z.string().optional(), undefined)
  const [reference, setReference] = useTyped("reference", z.string(), "")
  const [text, setText] = useTyped("text", z.string(), "")
  const at = useStatedMoment()
  const due = useStatedMoment("", "due")
  const input = (): CorrespondenceStep | undefined => {
    const [received, dueAt] = [at.instant(), due.instant()]
    if (regulator === undefined || received === undefined || dueAt === undefined) return undefined
    return { step: "asked", regulator, reference: reference.trim(), text: text.trim(), at: received, dueAt }
  }
  return (
    <CommandForm command={command} label={say("facts.record")} input={input}>
      <OneOf label={say("questions.regulator")} value={regulator} onChange={setRegulator} options={useRegulators()} />
      <TextBox
        label={say("questions.reference")}
        value={reference}
        onChange={setReference}
        maxLength={200}
        isRequired
      />
      <TextBox
        label={say("questions.text")}
        hint={say("form.noPersonalData")}
        value={text}
        onChange={setText}
        maxLength={1_000}
        isLong
        isRequired
      />
      <MomentField label={say("questions.receivedAt")} moment={at} />
      <MomentField label={say("questions.dueAt")} moment={due} />
    </CommandForm>
  )
}

type StepProps = { readonly question: Question; readonly onDone: () => void }

function ExtendedForm({ question: { questionId }, onDone }: StepProps) {
  const say = useSay()
  const command = useCorrespondence(onDone)
  const [reason, setReason] = useTyped("reason", z.string(), "")
  const due = useStatedMoment("")
  const input = (): CorrespondenceStep | undefined => {
    const dueAt = due.instant()
    return dueAt === undefined ? undefined : { step: "extended", questionId, dueAt, reason: reason.trim() }
  }
  return (
    <CommandForm command={command} label={say("facts.record")} input={input}>
      <MomentField label={say("questions.dueAt")} moment={due} />
      <TextBox
        label={say("questions.reason")}
        hint={say("form.noPersonalData")}
        value={reason}
        onChange={setReason}
        maxLength={500}
        isLong
        isRequired
      />
    </CommandForm>
  )
}

function AnsweredForm({ question: { questionId }, onDone }: StepProps) {
  const say = useSay()
  const command = useCorrespondence(onDone)
  const [reference, setReference] = useTyped("reference", z.string(), "")
  const at = useStatedMoment()
  const input = (): CorrespondenceStep | undefined => {
    const answeredAt = at.instant()
    return answeredAt === undefined
      ? undefined
      : { step: "answered", questionId, at: answeredAt, reference: reference.trim() }
  }
  return (
    <CommandForm command={command} label={say("facts.record")} input={input}>
      <MomentField label={say("questions.answeredAt")} moment={at} />
      <TextBox
        label={say("questions.answerReference")}
        value={reference}
        onChange={setReference}
        maxLength={200}
        isRequired
      />
    </CommandForm>
  )
}
