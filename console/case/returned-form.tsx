import { useState } from "react"
import * as z from "zod"
import type { paths } from "../../client/api/generated/paths.ts"
import { api } from "../api/console-api.ts"
import { type Session, useSession } from "../api/session.ts"
import { useCommand } from "../api/use-command.ts"
import { useTyped } from "../drafts/draft-context.ts"
import { useSay } from "../language/language-provider.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { MomentField, TextBox, useStatedMoment } from "../parts/fields.tsx"
import { Wrong } from "../parts/problem-text.tsx"

type Returned = paths["/v1/cases/{caseAlias}/returned-notices"]["post"]["requestBody"]["content"]["application/json"]

const recipientsOf = (partyKind: Session["partyKind"], named: string[]): Returned["recipients"] =>
  partyKind === "retailer"
    ? { kind: "shipmentIds", shipmentIds: named }
    : { kind: "trackingNumbers", trackingNumbers: named }

/** Records which notices came back, and offers what stands for a direct notice then. */
export function ReturnedForm() {
  const say = useSay()
  const { partyKind } = useSession()
  const [names, setNames] = useTyped("names", z.string(), "")
  const [unknown, setUnknown] = useState(0)
  const at = useStatedMoment()
  const command = useCommand(
    (body: Returned, headers, caseAlias) =>
      api.POST("/v1/cases/{caseAlias}/returned-notices", { params: { path: { caseAlias } }, headers, body }),
    (answer) => {
      setUnknown(answer.unknown.length)
      return say("notices.returnedDone", { count: answer.shipments })
    },
  )
  const input = (): Returned | undefined => {
    const returnedAt = at.instant()
    const named = names.split(/[\s,;]+/).filter((name) => name !== "")
    if (returnedAt === undefined || named.length === 0) return undefined
    return { returnedAt, recipients: recipientsOf(partyKind, named) }
  }
  return (
    <CommandForm command={command} label={say("notices.returnedButton")} input={input}>
      <p>{say("notices.returnedIntro")}</p>
      <TextBox
        label={say("notices.returnedNames")}
        hint={say("notices.namesHint")}
        value={names}
        onChange={setNames}
        isLong
        isRequired
      />
      <MomentField label={say("notices.returnedAt")} moment={at} />
      {unknown === 0 ? null : <Wrong>{say("notices.returnedUnknown", { count: unknown })}</Wrong>}
    </CommandForm>
  )
}
