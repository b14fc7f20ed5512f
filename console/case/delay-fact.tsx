import { useState } from "react"
import { useSay } from "../language/use-say.ts"
import { CommandForm } from "../parts/command-form.tsx"
import { OneOf } from "../parts/fields.tsx"
import { FactCard } from "./fact-card.tsx"
import { useFactsCommand } from "./facts-command.ts"

/** Whether the police asked for the notice to people to wait. */
export function DelayFact() {
  const say = useSay()
  return (
    <FactCard
      id="lawEnforcementDelay"
      title={say("facts.lawEnforcementDelay")}
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
