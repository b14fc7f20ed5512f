import { useState } from "react"
import { receiptsOf } from "../../shared/desk/duties/duty-operations.ts"
import { useSay } from "../language/use-say.ts"
import { CommandForm } from "../parts/command-form.tsx"
import { OneOf, TextBox } from "../parts/fields.tsx"
import { MomentField, useStatedMoment } from "../parts/moment-field.tsx"
import { useCase } from "./case-context.tsx"
import type { OthersDuty, OwnDuty } from "./case-view.ts"
import { type DutyStep, useDutyCommand } from "./duty-command.ts"
import { notYetNotified } from "./next-step.ts"

type Receipt = Extract<DutyStep, { operation: "discharge" }>["receipt"]["kind"]

/** Records that a duty is done, with its receipt. */
export function DischargeForm({ duty, onDone }: { readonly duty: OwnDuty | OthersDuty; readonly onDone: () => void }) {
  const say = useSay()
  const { caseAlias } = useCase().view
  const command = useDutyCommand(duty.dutyId, onDone)
  const kinds: readonly Receipt[] = receiptsOf[duty.kind]
  const [kind, setKind] = useState<Receipt | undefined>(kinds[0])
  const [reference, setReference] = useState("")
  const at = useStatedMoment()
  const input = (): DutyStep | undefined => {
    const instant = at.instant()
    if (kind === undefined || instant === undefined) return undefined
    return { operation: "discharge", receipt: { kind, reference: reference.trim(), at: instant } }
  }
  return (
    <CommandForm command={command} label={say("duties.operation.discharge")} input={input}>
      <PeopleFirst duty={duty} />
      {kinds.length > 1 ? (
        <OneOf
          label={say("duties.receiptKind")}
          value={kind}
          onChange={setKind}
          options={kinds.map((value) => ({ value, label: say(`duties.receiptKind.${value}`) }))}
        />
      ) : null}
      <TextBox
        label={say(`duties.reference.${duty.kind}`)}
        hint={duty.kind === "keepRecord" ? say("duties.recordHint", { alias: caseAlias }) : say("duties.referenceHint")}
        value={reference}
        onChange={setReference}
        maxLength={200}
        isRequired
      />
      <MomentField label={say("duties.doneAt")} moment={at} />
    </CommandForm>
  )
}

/** A notice to people is done once all of them are notified. */
function PeopleFirst({ duty: { kind } }: { readonly duty: OwnDuty | OthersDuty }) {
  const say = useSay()
  const count = notYetNotified(useCase().view)
  if (kind !== "tellIndividuals" || count === 0) return null
  return <p className="problem">{say("duties.peopleFirst", { count })}</p>
}
