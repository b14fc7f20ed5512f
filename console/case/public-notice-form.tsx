import { useState } from "react"
import { publicNoticeGround } from "../../shared/base/contracts/words.ts"
import { api } from "../api/console-api.ts"
import { useCommand } from "../api/use-command.ts"
import { useSay } from "../language/use-say.ts"
import { CommandForm } from "../parts/command-form.tsx"
import { OneOf, TextBox } from "../parts/fields.tsx"
import { MomentField, useStatedMoment } from "../parts/moment-field.tsx"
import { useCase } from "./case-context.tsx"
import { notYetNotified } from "./next-step.ts"
import type { Receipt } from "./receipt-bodies.ts"

type Ground = (typeof publicNoticeGround.options)[number]

/** Records a public notice: for how many it stands in all, and why it stands for direct ones. */
export function PublicNoticeForm() {
  const say = useSay()
  const { view } = useCase()
  // Left empty: one press must not declare that everybody else was told.
  const [shipments, setShipments] = useState("")
  const [ground, setGround] = useState<Ground>()
  const at = useStatedMoment()
  const command = useCommand(
    (receipt: Receipt, headers, caseAlias) =>
      api.POST("/v1/cases/{caseAlias}/receipts", { params: { path: { caseAlias } }, headers, body: receipt }),
    () => say("form.recorded"),
  )
  const input = (): Receipt | undefined => {
    const notifiedAt = at.instant()
    if (notifiedAt === undefined || ground === undefined) return undefined
    const recipients = { kind: "public", shipments: Number(shipments) } as const
    return { method: "publicNotice", notifiedAt, recipients, publicNoticeGround: ground }
  }
  return (
    <CommandForm
      command={command}
      label={say("notices.publicButton")}
      input={input}
      confirm={() => say("notices.confirmPublic", { count: Number(shipments) })}
    >
      <p>{say("notices.publicIntro")}</p>
      <TextBox
        label={say("notices.publicCount")}
        hint={say("notices.publicCountHint", { count: notYetNotified(view) + view.notices.publicNotice })}
        type="number"
        value={shipments}
        onChange={setShipments}
        isRequired
      />
      <OneOf
        label={say("notices.ground")}
        value={ground}
        onChange={setGround}
        options={publicNoticeGround.options.map((value) => ({ value, label: say(`notices.ground.${value}`) }))}
      />
      <MomentField label={say("notices.at")} moment={at} />
    </CommandForm>
  )
}
