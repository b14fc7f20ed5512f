import { useState } from "react"
import { useSay } from "../language/use-say.ts"
import { CommandForm } from "../parts/command-form.tsx"
import { OneOf } from "../parts/fields.tsx"
import { useCase } from "./case-context.tsx"
import { FactCard } from "./fact-card.tsx"
import { useFactsCommand } from "./facts-command.ts"
import { WithdrawFact } from "./withdraw-fact.tsx"

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
  const [isAsked, setAsked] = useState<"yes" | "no">()
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
