import { useState } from "react"
import { type EarlyDateReason, earlyDateReason } from "../../shared/base/contracts/legal-words.ts"
import { useSay } from "../language/use-say.ts"
import { CommandForm } from "../parts/command-form.tsx"
import { OneOf } from "../parts/fields.tsx"
import { Moment } from "../parts/moment.tsx"
import { MomentField, useStatedMoment } from "../parts/moment-field.tsx"
import { useCase } from "./case-context.tsx"
import { FactCard } from "./fact-card.tsx"
import { type Facts, useFactsCommand } from "./facts-command.ts"
import { WithdrawFact } from "./withdraw-fact.tsx"

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
  const [reason, setReason] = useState<EarlyDateReason>()
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
