import * as z from "zod"
import { useSession } from "../api/session.ts"
import { useTyped } from "../drafts/draft-context.ts"
import { useSay } from "../language/language-provider.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { MomentField, OneOf, TextBox, useStatedMoment } from "../parts/fields.tsx"
import { Wrong } from "../parts/problem-text.tsx"
import { useCase } from "./case-context.tsx"
import type { CaseView } from "./case-view.ts"
import { notYetNotified } from "./next-step.ts"
import { type DirectMethod, directMethods } from "./receipt-bodies.ts"
import { type Notified, useReceipts } from "./receipts-command.ts"

const possibleIn = ({ counts }: Pick<CaseView, "counts">): number => counts.possibleShipments ?? 0

/** Records whose recipients were notified directly: everybody affected, everybody perhaps affected, or of some. */
export function NotifiedForm() {
  const say = useSay()
  const { method, setMethod, at, command, input, unknown, left, ...recipients } = useNotified()
  const { view } = useCase()
  const confirm = ({ whom }: Notified) => {
    if (whom === "affected") return say("notices.confirmAll", { count: notYetNotified(view) })
    return whom === "possible" ? say("notices.confirmPossible", { count: possibleIn(view) }) : undefined
  }
  return (
    <CommandForm command={command} label={say("notices.recordButton")} input={input} confirm={confirm}>
      <OneOf
        label={say("notices.method")}
        value={method}
        onChange={setMethod}
        options={directMethods.options.map((value) => ({ value, label: say(`notices.method.${value}`) }))}
      />
      <MomentField label={say("notices.at")} moment={at} />
      <RecipientFields {...recipients} />
      {left === 0 ? null : <Wrong>{say("notices.someUnnamed", { count: left })}</Wrong>}
      {unknown.length === 0 ? null : (
        <Wrong>{say("notices.unknown", { count: unknown.length, names: unknown.slice(0, 20).join(", ") })}</Wrong>
      )}
    </CommandForm>
  )
}

function useNotified() {
  const [method, setMethod] = useTyped<DirectMethod>("method", directMethods, "email")
  const [whom, setWhom] = useTyped("whom", z.enum(["all", "possible", "some"]).optional(), undefined)
  const [names, setNames] = useTyped("names", z.string(), "")
  const at = useStatedMoment()
  const { command, unknown, left } = useReceipts()
  const input = (): Notified | undefined => {
    const notifiedAt = at.instant()
    if (notifiedAt === undefined || whom === undefined) return undefined
    if (whom === "all") return { method, notifiedAt, whom: "affected" }
    if (whom === "possible") return { method, notifiedAt, whom }
    return { method, notifiedAt, whom: names.split(/[\s,;]+/).filter((name) => name !== "") }
  }
  return { method, setMethod, whom, setWhom, names, setNames, at, command, input, unknown, left }
}

type RecipientFieldsProps = Pick<ReturnType<typeof useNotified>, "whom" | "setWhom" | "names" | "setNames">

function RecipientFields({ whom, setWhom, names, setNames }: RecipientFieldsProps) {
  const say = useSay()
  const { partyKind } = useSession()
  const { view } = useCase()
  const [count, possible] = [notYetNotified(view), possibleIn(view)]
  const options = [
    ...(count === 0 ? [] : [{ value: "all", label: say("notices.whom.all", { count }) } as const]),
    ...(possible === 0
      ? []
      : [{ value: "possible", label: say("notices.whom.possible", { count: possible }) } as const]),
    { value: "some", label: say("notices.whom.some") } as const,
  ]
  return (
    <>
      <OneOf label={say("notices.whom")} value={whom} onChange={setWhom} options={options} />
      {whom === "some" ? (
        <TextBox
          label={say(partyKind === "retailer" ? "notices.shipmentIds" : "notices.trackingNumbers")}
          hint={say("notices.namesHint")}
          value={names}
          onChange={setNames}
          isLong
          isRequired
        />
      ) : null}
    </>
  )
}
