import type { ReactNode } from "react"
import { useSay } from "../language/language-provider.tsx"
import { ActionDialog } from "../parts/action-dialog.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { useAwaitedFacts } from "./awaited-facts.ts"
import { useMayChangeCase } from "./case-context.tsx"
import { type Facts, useFactsCommand } from "./facts-command.ts"

type FactCardProps = {
  readonly id: string
  readonly title: string
  /** What is on record. Undefined: nothing. */
  readonly known?: ReactNode
  readonly form: (close: () => void) => ReactNode
  readonly more?: ReactNode
}

/** A fact with what is on record, and the way to state or correct it. */
export function FactCard({ id, title, known, form, more }: FactCardProps) {
  const say = useSay()
  const mayChange = useMayChangeCase()
  const isAwaited = useAwaitedFacts().has(id)
  const action = say(known === undefined ? "facts.state" : "facts.correct")
  return (
    <section className="card" id={id} aria-labelledby={`${id}-title`}>
      <h4 id={`${id}-title`}>{title}</h4>
      {isAwaited ? <p className="badge waiting">{say("facts.awaited")}</p> : null}
      {known === undefined ? <p>{say("facts.unknown")}</p> : <div className="quoted">{known}</div>}
      {mayChange ? (
        <div className="buttons">
          <ActionDialog
            label={action}
            name={say("facts.actionOn", { action, fact: title })}
            title={title}
            draft={`fact ${id}`}
          >
            {form}
          </ActionDialog>
          {more}
        </div>
      ) : null}
    </section>
  )
}

type WithdrawFactProps = { readonly title: string; readonly facts: Facts }

/** Takes a fact back. The timeline keeps that it was stated. */
export function WithdrawFact({ title, facts }: WithdrawFactProps) {
  const say = useSay()
  return (
    <ActionDialog
      className="quiet"
      label={say("facts.takeBack")}
      name={say("facts.withdraw", { fact: title })}
      title={title}
    >
      {(close) => <WithdrawForm facts={facts} onDone={close} />}
    </ActionDialog>
  )
}

function WithdrawForm({ facts, onDone }: { readonly facts: Facts; readonly onDone: () => void }) {
  const say = useSay()
  const command = useFactsCommand(onDone)
  return (
    <CommandForm command={command} label={say("facts.takeBack")} input={() => facts} isDanger>
      <p>{say("facts.withdrawMeans")}</p>
    </CommandForm>
  )
}
