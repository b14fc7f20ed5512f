import { useState } from "react"
import * as z from "zod"
import { labelled } from "../../shared/base/platform/bilingual.ts"
import { kindInWords, stateInWords } from "../../shared/desk/dossier/codes-in-words.ts"
import { receiptsOf } from "../../shared/desk/duties/duty-operations.ts"
import { useCommand } from "../api/use-command.ts"
import { useTyped } from "../drafts/draft-context.ts"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import { ActionDialog } from "../parts/action-dialog.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { MomentField, TextBox, useStatedMoment } from "../parts/fields.tsx"
import { Moment } from "../parts/moment.tsx"
import { useCase, useMayChangeCase } from "./case-context.tsx"
import type { OwnDuty } from "./case-view.ts"
import { DueTime } from "./due-time.tsx"
import { OwnDutyCard, ToNotices } from "./duty-card.tsx"
import { type TakenStep, takeSteps } from "./duty-steps.ts"
import { usePartyWords } from "./duty-words.ts"
import { awaitsNotices, isSettled } from "./next-step.ts"

type ListProps = {
  readonly first: OwnDuty
  readonly others: readonly OwnDuty[]
  /** Whether the hub would take the receipt of a duty now. */
  readonly mayRecord: (duty: OwnDuty) => boolean
}

/** Duties that differ only in the other party: one list, and one press for those not done. */
export function DutyListCard({ first, others, mayRecord }: ListProps) {
  const say = useSay()
  const { language } = useLanguage()
  const mayChange = useMayChangeCase()
  const { view } = useCase()
  const duties = [first, ...others]
  const open = duties.filter((duty) => !isSettled(duty))
  const awaits = open.some((duty) => awaitsNotices(duty, view))
  const count = duties.length
  const parties = say(first.kind === "tellIndividuals" ? "dutyList.people" : "dutyList.parties", { count })
  return (
    <article className="card">
      <h4>{labelled(kindInWords(first.kind, language), parties, language)}</h4>
      <p>
        <span className="badge">{say("dutyList.done", { done: count - open.length, count })}</span>
      </p>
      <DueTime duty={open[0] ?? first} />
      <ul className="passed">
        {duties.map((duty) => (
          <Addressee key={duty.dutyId} duty={duty} />
        ))}
      </ul>
      {mayChange && awaits ? <ToNotices /> : null}
      {mayChange ? <DischargeAll duties={duties} toRecord={open.filter(mayRecord)} /> : null}
      <details>
        <summary>{say("dutyList.each")}</summary>
        {duties.map((duty) => (
          <OwnDutyCard key={duty.dutyId} duty={duty} />
        ))}
      </details>
    </article>
  )
}

type DischargeAllProps = { readonly duties: readonly OwnDuty[]; readonly toRecord: readonly OwnDuty[] }

/** Records those that are left. If one is refused, the rest and what was typed stay in the dialog. */
function DischargeAll({ duties, toRecord }: DischargeAllProps) {
  const say = useSay()
  const [isOpen, setOpen] = useState(false)
  if (toRecord.length < 2 && !isOpen) return null
  const label = say("dutyList.all", { count: toRecord.length })
  // Which of them comes first on the page changes as they are settled.
  const [id = ""] = duties.map(({ dutyId }) => dutyId).sort()
  return (
    <ActionDialog className="primary" label={label} title={label} draft={`discharge all ${id}`} onOpenChange={setOpen}>
      {(close) => <DischargeAllForm duties={toRecord} onDone={close} />}
    </ActionDialog>
  )
}

/** One organisation of the list: how its duty stands, and when and by what it was notified. */
function Addressee({ duty: { towards, state, discharged } }: { readonly duty: OwnDuty }) {
  const { language } = useLanguage()
  const nameParty = usePartyWords()
  const { receipt } = discharged ?? {}
  return (
    <li>
      {labelled(nameParty(towards ?? { kind: "other" }), stateInWords(state, language), language)}{" "}
      {discharged === undefined ? null : <Moment at={receipt?.at ?? discharged.at} />}
      {receipt === undefined ? null : ` (${receipt.reference})`}
    </li>
  )
}

/** Records with one receipt that several organisations were notified, one after the other. */
function DischargeAllForm(props: { readonly duties: readonly OwnDuty[]; readonly onDone: () => void }) {
  const say = useSay()
  const { duties, onDone } = props
  const [{ kind } = { kind: "tellOtherOrganisation" as const }] = duties
  const [reference, setReference] = useTyped("reference", z.string(), "")
  const at = useStatedMoment()
  const command = useCommand(takeSteps, ({ length }) => say("form.recordedMany", { count: length }), onDone)
  const input = (): TakenStep[] | undefined => {
    const instant = at.instant()
    if (instant === undefined) return undefined
    const receipt = { kind: receiptsOf[kind][0], reference: reference.trim(), at: instant }
    return duties.map(({ dutyId }) => ({ dutyId, step: { operation: "discharge", receipt } }))
  }
  return (
    <CommandForm command={command} label={say("dutyList.all", { count: duties.length })} input={input}>
      <p>{say("dutyList.means")}</p>
      <TextBox
        label={say(`duties.reference.${kind}`)}
        hint={say("duties.referenceHint")}
        value={reference}
        onChange={setReference}
        maxLength={200}
        isRequired
      />
      <MomentField label={say("duties.doneAt")} moment={at} />
    </CommandForm>
  )
}
