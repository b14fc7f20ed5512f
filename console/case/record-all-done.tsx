import { useState } from "react"
import * as z from "zod"
import { receiptsOf } from "../../shared/desk/duties/duty-operations.ts"
import { useCommand } from "../api/use-command.ts"
import { useTyped } from "../drafts/draft-context.ts"
import { useSay } from "../language/language-provider.tsx"
import { ActionDialog } from "../parts/action-dialog.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { MomentField, TextBox, useStatedMoment } from "../parts/fields.tsx"
import { Wrong } from "../parts/problem-text.tsx"
import { useCase } from "./case-context.tsx"
import type { OwnDuty } from "./case-view.ts"
import { type TakenStep, takeSteps } from "./duty-steps.ts"
import { useDutyWords } from "./duty-words.ts"

type RecordAllProps = { readonly duties: readonly OwnDuty[] }

/**
 * Records several duties that were done at one time. One alone has its own button. While the dialog is open it stays,
 * with what was typed, however many of them are left.
 */
export function RecordAllDone({ duties }: RecordAllProps) {
  const say = useSay()
  const [isOpen, setOpen] = useState(false)
  if (duties.length < 2 && !isOpen) return null
  const label = say("duties.recordAll")
  return (
    <ActionDialog label={label} title={label} draft="discharge all" onOpenChange={setOpen}>
      {(close) => <RecordAllForm duties={duties} onDone={close} />}
    </ActionDialog>
  )
}

function RecordAllForm({ duties, onDone }: RecordAllProps & { readonly onDone: () => void }) {
  const say = useSay()
  const nameDuty = useDutyWords()
  const { caseAlias } = useCase().view
  const command = useCommand(takeSteps, ({ length }) => say("form.recordedMany", { count: length }), onDone)
  const [isNothing, setNothing] = useState(false)
  const [references, setReferences] = useTyped("references", z.record(z.string(), z.string()), {})
  const at = useStatedMoment()
  const hintOf = ({ kind }: OwnDuty) =>
    kind === "keepRecord" ? say("duties.recordHint", { alias: caseAlias }) : say(`duties.reference.${kind}`)
  const input = (): TakenStep[] | undefined => {
    const instant = at.instant()
    if (instant === undefined) return undefined
    const steps = duties.flatMap(({ dutyId, kind }): TakenStep[] => {
      const reference = (references[dutyId] ?? "").trim()
      const receipt = { kind: receiptsOf[kind][0], reference, at: instant }
      return reference === "" ? [] : [{ dutyId, step: { operation: "discharge", receipt } }]
    })
    setNothing(steps.length === 0)
    return steps.length === 0 ? undefined : steps
  }
  return (
    <CommandForm command={command} label={say("duties.recordAll")} input={input}>
      <p>{say("duties.recordAllMeans")}</p>
      {duties.map((duty) => (
        <TextBox
          key={duty.dutyId}
          label={nameDuty(duty)}
          hint={hintOf(duty)}
          value={references[duty.dutyId] ?? ""}
          onChange={(text) => setReferences({ ...references, [duty.dutyId]: text })}
          maxLength={200}
        />
      ))}
      <MomentField label={say("duties.doneAt")} moment={at} />
      {isNothing ? <Wrong>{say("duties.recordAllNothing")}</Wrong> : null}
    </CommandForm>
  )
}
