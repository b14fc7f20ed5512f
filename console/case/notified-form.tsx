import * as z from "zod"
import { useSession } from "../api/session.ts"
import { useTyped } from "../drafts/draft-context.ts"
import { useSay } from "../language/language-provider.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { MomentField, OneOf, TextBox, useStatedMoment } from "../parts/fields.tsx"
import { Wrong } from "../parts/problem-text.tsx"
import { useCase } from "./case-context.tsx"
import { notYetNotified } from "./next-step.ts"
import { type DirectMethod, directMethods } from "./receipt-bodies.ts"
import { type Notified, useReceipts } from "./receipts-command.ts"

/** Records whose recipients were notified directly: everybody who is not yet, or those of some shipments. */
export function NotifiedForm() {
  const say = useSay()
  const { method, setMethod, at, command, input, unknown, left, ...recipients } = useNotified()
  const count = notYetNotified(useCase().view)
  const confirm = ({ names }: Notified) => (names === undefined ? say("notices.confirmAll", { count }) : undefined)
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
  const [whom, setWhom] = useTyped("whom", z.enum(["all", "some"]).optional(), undefined)
  const [names, setNames] = useTyped("names", z.string(), "")
  const at = useStatedMoment()
  const { command, unknown, left } = useReceipts()
  const input = (): Notified | undefined => {
    const notifiedAt = at.instant()
    if (notifiedAt === undefined || whom === undefined) return undefined
    const named = names.split(/[\s,;]+/).filter((name) => name !== "")
    return { method, notifiedAt, names: whom === "all" ? undefined : named }
  }
  return { method, setMethod, whom, setWhom, names, setNames, at, command, input, unknown, left }
}

type RecipientFieldsProps = Pick<ReturnType<typeof useNotified>, "whom" | "setWhom" | "names" | "setNames">

function RecipientFields({ whom, setWhom, names, setNames }: RecipientFieldsProps) {
  const say = useSay()
  const { partyKind } = useSession()
  const count = notYetNotified(useCase().view)
  const all = { value: "all", label: say("notices.whom.all", { count }) } as const
  const some = { value: "some", label: say("notices.whom.some") } as const
  return (
    <>
      <OneOf label={say("notices.whom")} value={whom} onChange={setWhom} options={count === 0 ? [some] : [all, some]} />
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
