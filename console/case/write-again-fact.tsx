import { useSay } from "../language/use-say.ts"
import { ActionDialog } from "../parts/action-dialog.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { Moment } from "../parts/moment.tsx"
import { MomentField, useStatedMoment } from "../parts/moment-field.tsx"
import { useCase } from "./case-context.tsx"
import { FactCard } from "./fact-card.tsx"
import { useFactsCommand } from "./facts-command.ts"
import { WithdrawFact } from "./withdraw-fact.tsx"

/** By when the party writes to people again, as an early notice promises, and that it has done so. */
export function WriteAgainFact() {
  const say = useSay()
  const [task] = useCase().view.tasks
  const title = say("facts.writeAgainBy")
  return (
    <FactCard
      id="writeAgainBy"
      title={title}
      {...(task === undefined ? {} : { known: <Moment at={task.dueAt} isDue /> })}
      form={(close) => <ByForm onDone={close} />}
      more={
        task === undefined ? null : (
          <>
            <ActionDialog label={say("facts.wroteAgain")} title={say("facts.wroteAgain")}>
              {(close) => <DoneForm onDone={close} />}
            </ActionDialog>
            <WithdrawFact title={title} facts={{ writeAgainBy: null }} />
          </>
        )
      }
    />
  )
}

function ByForm({ onDone }: { readonly onDone: () => void }) {
  const say = useSay()
  const command = useFactsCommand(onDone)
  const at = useStatedMoment("")
  const input = () => {
    const instant = at.instant()
    return instant === undefined ? undefined : { writeAgainBy: instant }
  }
  return (
    <CommandForm command={command} label={say("facts.record")} input={input}>
      <p>{say("facts.writeAgainMeans")}</p>
      <MomentField label={say("facts.writeAgainBy")} moment={at} />
    </CommandForm>
  )
}

function DoneForm({ onDone }: { readonly onDone: () => void }) {
  const say = useSay()
  const command = useFactsCommand(onDone)
  const at = useStatedMoment()
  const input = () => {
    const instant = at.instant()
    return instant === undefined ? undefined : { wroteAgainAt: instant }
  }
  return (
    <CommandForm command={command} label={say("facts.record")} input={input}>
      <MomentField label={say("facts.wroteAgainAt")} moment={at} />
    </CommandForm>
  )
}
