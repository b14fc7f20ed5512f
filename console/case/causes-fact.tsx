import * as z from "zod"
import { type BreachCause, breachCause } from "../../shared/base/contracts/words.ts"
import { causeInWords } from "../../shared/desk/dossier/codes-in-words.ts"
import { useTyped } from "../drafts/draft-context.ts"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { RecordText, SomeOf } from "../parts/fields.tsx"
import { useCase } from "./case-context.tsx"
import { FactCard, WithdrawFact } from "./fact-card.tsx"
import { type Facts, useFactsCommand } from "./facts-command.ts"

/** Why the breach could happen. */
export function CausesFact() {
  const say = useSay()
  const { language } = useLanguage()
  const { causes, cause } = useCase().view
  const known =
    causes === undefined && cause === undefined ? undefined : (
      <>
        <ul>
          {causes?.map((code) => (
            <li key={code}>{causeInWords(code, language)}</li>
          ))}
        </ul>
        {cause === undefined ? null : <p>{cause}</p>}
      </>
    )
  return (
    <FactCard
      id="causes"
      title={say("facts.causes")}
      {...(known === undefined ? {} : { known })}
      form={(close) => <CausesForm onDone={close} />}
      more={
        known === undefined ? null : (
          <WithdrawFact title={say("facts.causes")} facts={{ withdraw: ["causes", "cause"] }} />
        )
      }
    />
  )
}

function CausesForm({ onDone }: { readonly onDone: () => void }) {
  const say = useSay()
  const { language } = useLanguage()
  const { view } = useCase()
  const command = useFactsCommand(onDone)
  const [causes, setCauses] = useTyped<BreachCause[]>("causes", z.array(breachCause), [...(view.causes ?? [])])
  const [cause, setCause] = useTyped("cause", z.string(), view.cause ?? "")
  const input = (): Facts => ({ causes, ...(cause.trim() === "" ? {} : { cause: cause.trim() }) })
  return (
    <CommandForm command={command} label={say("facts.record")} input={input}>
      <SomeOf
        label={say("facts.causesChoice")}
        value={causes}
        onChange={setCauses}
        options={breachCause.options.map((value) => ({ value, label: causeInWords(value, language) }))}
        isRequired
      />
      <RecordText label={say("facts.causeText")} value={cause} onChange={setCause} />
    </CommandForm>
  )
}
