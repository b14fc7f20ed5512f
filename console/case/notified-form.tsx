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
  const { method, setMethod, at, command, input, unknown, left, more, ...recipients } = useNotified()
  const confirm = (notified: Notified) => {
    if (notified.whom === "some") return undefined
    const key = notified.whom === "affected" ? "notices.confirmAll" : "notices.confirmPossible"
    return say(key, { count: notified.confirmed })
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
      {more === undefined ? null : <Wrong>{say("notices.moreThanConfirmed", { count: more.confirmed })}</Wrong>}
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
  const { command, unknown, left, more } = useReceipts()
  const { view } = useCase()
  const count = { affected: notYetNotified(view), possible: possibleIn(view) }
  const input = (): Notified | undefined => {
    const notifiedAt = at.instant()
    if (notifiedAt === undefined || whom === undefined) return undefined
    const sent = { method, notifiedAt }
    if (whom === "some") return { ...sent, whom, names: names.split(/[\s,;]+/).filter((name) => name !== "") }
    const people = whom === "all" ? "affected" : whom
    // A public notice counts people whom the list still holds, so the list may be the longer one.
    const listed = more?.whom === people ? more.confirmed : 0
    return { ...sent, whom: people, confirmed: Math.max(count[people], listed) }
  }
  return { method, setMethod, whom, setWhom, names, setNames, at, command, input, unknown, left, more }
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
