import * as z from "zod"
import { receiptsOf } from "../../shared/desk/duties/duty-operations.ts"
import { useCommand } from "../api/use-command.ts"
import { useTyped } from "../drafts/draft-context.ts"
import { useSay } from "../language/language-provider.tsx"
import { ActionDialog } from "../parts/action-dialog.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { MomentField, TextBox, useStatedMoment } from "../parts/fields.tsx"
import type { OwnDuty } from "./case-view.ts"
import { type TakenStep, takeSteps } from "./duty-steps.ts"
import { useDutyWords } from "./duty-words.ts"

type RecordAllProps = { readonly duties: readonly OwnDuty[] }

/** Records several duties that were done at one time. One alone has its own button. */
export function RecordAllDone({ duties }: RecordAllProps) {
  const say = useSay()
  if (duties.length < 2) return null
  const label = say("duties.recordAll")
  return (
    <ActionDialog label={label} title={label} draft="discharge all">
      {(close) => <RecordAllForm duties={duties} onDone={close} />}
    </ActionDialog>
  )
}

function RecordAllForm({ duties, onDone }: RecordAllProps & { readonly onDone: () => void }) {
  const say = useSay()
  const nameDuty = useDutyWords()
  const command = useCommand(takeSteps, () => say("form.recorded"), onDone)
  const [references, setReferences] = useTyped("references", z.record(z.string(), z.string()), {})
  const at = useStatedMoment()
  const input = (): TakenStep[] | undefined => {
    const instant = at.instant()
    if (instant === undefined) return undefined
    return duties.map(({ dutyId, kind }) => {
      const receipt = { kind: receiptsOf[kind][0], reference: (references[dutyId] ?? "").trim(), at: instant }
      return { dutyId, step: { operation: "discharge", receipt } }
    })
  }
  return (
    <CommandForm command={command} label={say("duties.recordAll")} input={input}>
      <p>{say("duties.recordAllMeans")}</p>
      {duties.map((duty) => (
        <TextBox
          key={duty.dutyId}
          label={nameDuty(duty)}
          hint={say(`duties.reference.${duty.kind}`)}
          value={references[duty.dutyId] ?? ""}
          onChange={(text) => setReferences({ ...references, [duty.dutyId]: text })}
          maxLength={200}
          isRequired
        />
      ))}
      <MomentField label={say("duties.doneAt")} moment={at} />
    </CommandForm>
  )
}
