import { labelled } from "../../shared/base/platform/bilingual.ts"
import { kindInWords } from "../../shared/desk/dossier/codes-in-words.ts"
import { useCommand } from "../api/use-command.ts"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import { ActionDialog } from "../parts/action-dialog.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { useCase } from "./case-context.tsx"
import type { OthersDuty } from "./case-view.ts"
import { takeSteps } from "./duty-steps.ts"
import { useLawWords, usePartyWords } from "./duty-words.ts"
import { isToAsk, toAskByLetter } from "./next-step.ts"

/** Asks a party that takes no part for all its open duties. Nothing if there is none. */
export function AskByLetter() {
  const say = useSay()
  const nameParty = usePartyWords()
  const other = toAskByLetter(useCase().view)
  if (other === undefined) return null
  const party = nameParty(other)
  const label = say("next.askByLetter.button", { party })
  return (
    <ActionDialog className="primary" label={label} title={label}>
      {(close) => <LetterForm party={party} asked={other.duties.filter(isToAsk)} onDone={close} />}
    </ActionDialog>
  )
}

type AskedDuty = Pick<OthersDuty, "dutyId" | "kind" | "law">

type LetterFormProps = {
  readonly party: string
  readonly asked: readonly AskedDuty[]
  readonly onDone: () => void
}

/** Says that letters go out, and for what, and sends them. A mail cannot be taken back. */
export function LetterForm({ party, asked, onDone }: LetterFormProps) {
  const say = useSay()
  const { language } = useLanguage()
  const nameLaw = useLawWords()
  const values = { party, count: asked.length }
  const steps = () => asked.map(({ dutyId }) => ({ dutyId, step: { operation: "request" } as const }))
  const command = useCommand(takeSteps, () => say("duties.askedByLetter", values), onDone)
  return (
    <CommandForm command={command} label={say("duties.sendLetters", values)} input={steps}>
      <p>{say("duties.lettersGo", values)}</p>
      <ul>
        {asked.map(({ dutyId, kind, law }) => (
          <li key={dutyId}>{labelled(nameLaw(law), kindInWords(kind, language), language)}</li>
        ))}
      </ul>
    </CommandForm>
  )
}
