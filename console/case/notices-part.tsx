import { type ComponentProps, useState } from "react"
import { Link } from "react-router"
import * as z from "zod"
import { publicNoticeGround } from "../../shared/base/contracts/words.ts"
import { api } from "../api/console-api.ts"
import { useCommand } from "../api/use-command.ts"
import { useTyped } from "../drafts/draft-context.ts"
import { Drafted } from "../drafts/drafted.tsx"
import { useSay } from "../language/language-provider.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { MomentField, OneOf, TextBox, useStatedMoment } from "../parts/fields.tsx"
import { useCase, useMayChangeCase } from "./case-context.tsx"
import { pathOfPart } from "./case-pages.ts"
import { notYetNotified } from "./next-step.ts"
import { NoticeProgress } from "./notice-progress.tsx"
import { NotifiedForm } from "./notified-form.tsx"
import type { Receipt } from "./receipt-bodies.ts"
import { ReturnedForm } from "./returned-form.tsx"
import { WhomYouReach } from "./whom-you-reach.tsx"

/** How many of the affected people are notified, and the record of more. */
export function NoticesPart() {
  const say = useSay()
  const mayChange = useMayChangeCase()
  const { view } = useCase()
  const rest = notYetNotified(view)
  const isAnyKnown = view.notices.affected > 0
  const { possibleShipments: possible = 0 } = view.counts
  // It stays while it says what it did not find, once all notices have come back.
  const [wasToldBefore] = useState(view.notices.told > 0)
  const mayReturn = wasToldBefore || view.notices.told > 0
  return (
    <>
      {isAnyKnown ? <NoticeProgress /> : null}
      <WhomYouReach />
      {rest > 0 ? <p>{say("notices.rest", { count: rest })}</p> : isAnyKnown ? <p>{say("notices.allDone")}</p> : null}
      {possible > 0 ? (
        <p>
          {say("notices.possible", { count: possible })} {say("notices.possibleThen")}{" "}
          <Link to={`/cases/${view.caseAlias}/${pathOfPart("duties")}`}>{say("page.duties")}</Link>
        </p>
      ) : null}
      <p>
        {say("notices.listIntro")} <Link to={`/cases/${view.caseAlias}/exposures`}>{say("exposures.title")}</Link>
      </p>
      {mayChange ? (
        <>
          <NoticeCard id="notified" form="notified" title={say("notices.record")}>
            <NotifiedForm />
          </NoticeCard>
          {mayReturn ? (
            <NoticeCard id="returned" form="returned" title={say("notices.returned")}>
              <ReturnedForm />
            </NoticeCard>
          ) : null}
          <NoticeCard id="public-notice" form="publicNotice" title={say("notices.public")}>
            <PublicNoticeForm />
          </NoticeCard>
        </>
      ) : null}
    </>
  )
}

type NoticeCardProps = Pick<ComponentProps<typeof Drafted>, "form" | "children"> & {
  readonly id: string
  readonly title: string
}

function NoticeCard({ id, form, title, children }: NoticeCardProps) {
  return (
    <section className="card" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <Drafted form={form}>{children}</Drafted>
    </section>
  )
}

/** Records a public notice: for how many it stands in all, and why it stands for direct ones. */
function PublicNoticeForm() {
  const say = useSay()
  const { view } = useCase()
  // Left empty: one press must not declare that everybody else was told.
  const [shipments, setShipments] = useTyped("shipments", z.string(), "")
  const [ground, setGround] = useTyped("ground", publicNoticeGround.optional(), undefined)
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
