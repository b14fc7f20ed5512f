import * as z from "zod"
import { earlyDateReason } from "../../shared/base/contracts/legal-words.ts"
import { useTyped } from "../drafts/draft-context.ts"
import { useSay } from "../language/language-provider.tsx"
import { ActionDialog } from "../parts/action-dialog.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { MomentField, OneOf, useStatedMoment } from "../parts/fields.tsx"
import { Moment } from "../parts/moment.tsx"
import { useCase } from "./case-context.tsx"
import { FactCard, WithdrawFact } from "./fact-card.tsx"
import { type Facts, useFactsCommand } from "./facts-command.ts"

type TimeName = "discoveredAt" | "determinedAt"

type TimeFactProps = {
  readonly name: TimeName
  readonly known: string | undefined
  /** Whether the party stated it, and can take it back. */
  readonly isStated: boolean
}

/** When the breach was discovered, or determined. */
export function TimeFact({ name, known, isStated }: TimeFactProps) {
  const say = useSay()
  const title = say(`facts.${name}`)
  return (
    <FactCard
      id={name}
      title={title}
      {...(known === undefined ? {} : { known: <Moment at={known} /> })}
      form={(close) => <TimeForm name={name} known={known} onDone={close} />}
      more={isStated ? <WithdrawFact title={title} facts={{ withdraw: [name] }} /> : null}
    />
  )
}

type TimeFormProps = { readonly name: TimeName; readonly known: string | undefined; readonly onDone: () => void }

function TimeForm({ name, known, onDone }: TimeFormProps) {
  const say = useSay()
  const command = useFactsCommand(onDone)
  const { firstExposureAt } = useCase().view
  const at = useStatedMoment(known)
  const [reason, setReason] = useTyped("reason", earlyDateReason.optional(), undefined)
  const instant = at.instant()
  const isEarly =
    instant !== undefined && firstExposureAt !== undefined && Date.parse(instant) < Date.parse(firstExposureAt)
  const input = (): Facts | undefined => {
    if (instant === undefined) return undefined
    return { [name]: instant, ...(isEarly && reason !== undefined ? { earlyDateReason: reason } : {}) }
  }
  return (
    <CommandForm command={command} label={say("facts.record")} input={input}>
      <p>{say(`facts.${name}.means`)}</p>
      <MomentField label={say(`facts.${name}`)} moment={at} />
      {isEarly ? (
        <OneOf
          label={say("facts.early")}
          value={reason}
          onChange={setReason}
          options={earlyDateReason.options.map((value) => ({ value, label: say(`facts.early.${value}`) }))}
        />
      ) : null}
    </CommandForm>
  )
}

/** Whether the police asked for the notice to people to wait. */
export function DelayFact() {
  const say = useSay()
  const { lawEnforcementDelay } = useCase().view
  const title = say("facts.lawEnforcementDelay")
  const isKnown = lawEnforcementDelay !== undefined
  return (
    <FactCard
      id="lawEnforcementDelay"
      title={title}
      {...(isKnown ? { known: say(lawEnforcementDelay ? "form.yes" : "form.no") } : {})}
      more={isKnown ? <WithdrawFact title={title} facts={{ withdraw: ["lawEnforcementDelay"] }} /> : null}
      form={(close) => <DelayForm onDone={close} />}
    />
  )
}

function DelayForm({ onDone }: { readonly onDone: () => void }) {
  const say = useSay()
  const command = useFactsCommand(onDone)
  const [isAsked, setAsked] = useTyped("isAsked", z.enum(["yes", "no"]).optional(), undefined)
  const input = () => (isAsked === undefined ? undefined : { lawEnforcementDelay: isAsked === "yes" })
  return (
    <CommandForm command={command} label={say("facts.record")} input={input}>
      <OneOf
        label={say("facts.lawEnforcementDelay")}
        value={isAsked}
        onChange={setAsked}
        options={[
          { value: "yes", label: say("form.yes") },
          { value: "no", label: say("form.no") },
        ]}
      />
    </CommandForm>
  )
}

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
            <ActionDialog label={say("facts.wroteAgain")} title={say("facts.wroteAgain")} draft="wroteAgain">
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
