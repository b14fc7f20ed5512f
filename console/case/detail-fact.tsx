import { useState } from "react"
import type { ReportDetail } from "../../shared/base/contracts/legal-words.ts"
import { useSay } from "../language/language-provider.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { RecordText } from "../parts/fields.tsx"
import { useCase } from "./case-context.tsx"
import { FactCard, WithdrawFact } from "./fact-card.tsx"
import { useFactsCommand } from "./facts-command.ts"

/** A detail in the officer's own words. */
export function DetailFact({ name }: { readonly name: ReportDetail }) {
  const say = useSay()
  const known = useCase().view.details?.[name] ?? undefined
  const title = say(`facts.detail.${name}`)
  return (
    <FactCard
      id={name}
      title={title}
      {...(known === undefined ? {} : { known: <p>{known}</p> })}
      form={(close) => <DetailForm name={name} title={title} known={known ?? ""} onDone={close} />}
      more={known === undefined ? null : <WithdrawFact title={title} facts={{ details: { [name]: null } }} />}
    />
  )
}

type DetailFormProps = {
  readonly name: ReportDetail
  readonly title: string
  readonly known: string
  readonly onDone: () => void
}

function DetailForm({ name, title, known, onDone }: DetailFormProps) {
  const say = useSay()
  const command = useFactsCommand(onDone)
  const [text, setText] = useState(known)
  return (
    <CommandForm command={command} label={say("facts.record")} input={() => ({ details: { [name]: text.trim() } })}>
      <RecordText label={title} value={text} onChange={setText} isRequired />
    </CommandForm>
  )
}
