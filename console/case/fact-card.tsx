import type { ReactNode } from "react"
import { useSay } from "../language/use-say.ts"
import { ActionDialog } from "../parts/action-dialog.tsx"
import { useAwaitedFacts } from "./awaited-facts.ts"
import { useMayChangeCase } from "./case-context.tsx"

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
      <h3 id={`${id}-title`}>{title}</h3>
      {isAwaited ? <p className="badge waiting">{say("facts.awaited")}</p> : null}
      {known === undefined ? <p>{say("facts.unknown")}</p> : <div className="quoted">{known}</div>}
      {mayChange ? (
        <div className="buttons">
          <ActionDialog label={action} name={say("facts.actionOn", { action, fact: title })} title={title}>
            {form}
          </ActionDialog>
          {more}
        </div>
      ) : null}
    </section>
  )
}
