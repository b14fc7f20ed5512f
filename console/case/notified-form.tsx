import { useState } from "react"
import { useSession } from "../api/session.ts"
import { useSay } from "../language/use-say.ts"
import { CommandForm } from "../parts/command-form.tsx"
import { OneOf, TextBox } from "../parts/fields.tsx"
import { MomentField, useStatedMoment } from "../parts/moment-field.tsx"
import { useCase } from "./case-context.tsx"
import { notYetNotified } from "./next-step.ts"
import { type Notified, useReceipts } from "./receipts-command.ts"

const methods = ["email", "letter", "telephone", "inPerson"] as const

/** Records whose recipients were notified directly: everybody who is not yet, or those of some shipments. */
export function NotifiedForm() {
  const say = useSay()
  const { partyKind } = useSession()
  const rest = notYetNotified(useCase().view)
  const [method, setMethod] = useState<(typeof methods)[number]>("email")
  const [whom, setWhom] = useState<"all" | "some">()
  const [names, setNames] = useState("")
  const at = useStatedMoment()
  const { command, unknown } = useReceipts(() => {
    setNames("")
    setWhom(undefined)
  })
  const input = (): Notified | undefined => {
    const notifiedAt = at.instant()
    if (notifiedAt === undefined || whom === undefined) return undefined
    return {
      method,
      notifiedAt,
      names: whom === "all" ? undefined : names.split(/[\s,;]+/).filter((name) => name !== ""),
    }
  }
  return (
    <CommandForm command={command} label={say("notices.recordButton")} input={input}>
      <OneOf
        label={say("notices.method")}
        value={method}
        onChange={setMethod}
        options={methods.map((value) => ({ value, label: say(`notices.method.${value}`) }))}
      />
      <MomentField label={say("notices.at")} moment={at} />
      <OneOf
        label={say("notices.whom")}
        value={whom}
        onChange={setWhom}
        options={[
          { value: "all", label: say("notices.whom.all", { count: rest }) },
          { value: "some", label: say("notices.whom.some") },
        ]}
      />
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
      {unknown.length === 0 ? null : (
        <p className="problem" role="alert">
          {say("notices.unknown", { count: unknown.length, names: unknown.slice(0, 20).join(", ") })}
        </p>
      )}
    </CommandForm>
  )
}
