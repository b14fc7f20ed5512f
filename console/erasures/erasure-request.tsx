import { useState } from "react"
import * as z from "zod"
import type { Answered } from "../api/answered.ts"
import { api } from "../api/console-api.ts"
import { now } from "../api/server-time.ts"
import { usePlainCommand } from "../api/use-command.ts"
import { useTyped } from "../drafts/draft-context.ts"
import { DraftEnd, DraftNews } from "../drafts/draft-news.tsx"
import { Drafted } from "../drafts/drafted.tsx"
import { useSay } from "../language/language-provider.tsx"
import { ActionDialog } from "../parts/action-dialog.tsx"
import { useAnnounce } from "../parts/announcements.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { TextBox } from "../parts/fields.tsx"
import { idsIn } from "../reports/reported-evidence.ts"
import { erasureEvents, isWhole, mostErasures, noShipments, type Published } from "./erasure-requests.ts"
import { erasuresKey } from "./erasures-query.ts"

/** Asks for the erasure of shipments, and confirms that first. */
export function ErasureRequest() {
  const say = useSay()
  return (
    <section aria-labelledby="erasure-request">
      <h2 id="erasure-request">{say("erasures.ask")}</h2>
      <Drafted form="erasure">
        <RequestFields />
      </Drafted>
    </section>
  )
}

function RequestFields() {
  const say = useSay()
  const [text, setText] = useTyped("ids", z.string(), "")
  return (
    <>
      <div className="narrow">
        <DraftNews problem={null} />
        <TextBox
          label={say("erasures.ids")}
          hint={say("erasures.idsHint", { most: mostErasures })}
          value={text}
          onChange={setText}
          isLong
          isRequired
        />
      </div>
      <div className="buttons">
        <ActionDialog className="danger" label={say("erasures.askButton")} title={say("erasures.ask")}>
          {(close) => (
            <Confirmation
              ids={idsIn(text)}
              onDone={() => {
                setText("")
                close()
              }}
            />
          )}
        </ActionDialog>
      </div>
      <DraftEnd />
    </>
  )
}

type ConfirmationProps = { readonly ids: readonly string[]; readonly onDone: () => void }

function Confirmation({ ids, onDone }: ConfirmationProps) {
  const say = useSay()
  const wrong = noShipments(ids)
  if (ids.length === 0) return <p>{say("erasures.noIds")}</p>
  if (wrong.length > 0) return <p className="problem">{say("erasures.wrongIds", { places: wrong.join(", ") })}</p>
  if (ids.length > mostErasures) return <p className="problem">{say("erasures.tooMany", { most: mostErasures })}</p>
  return <ConfirmedRequest ids={ids} onDone={onDone} />
}

function ConfirmedRequest({ ids, onDone }: ConfirmationProps) {
  const say = useSay()
  const announce = useAnnounce()
  const [occurredAt] = useState(() => now().toISOString())
  const command = usePlainCommand({
    call: (wanted: readonly string[], { "idempotency-key": key }) => publish(wanted, { key, occurredAt }),
    changes: erasuresKey,
    onDone: () => {
      announce(say("erasures.askedFor", { count: ids.length }))
      onDone()
    },
  })
  return (
    <CommandForm command={command} label={say("erasures.confirm", { count: ids.length })} input={() => ids} isDanger>
      <p>{say("erasures.confirmMeans", { count: ids.length })}</p>
      <ul>
        {ids.map((id) => (
          <li key={id}>
            <code>{id}</code>
          </li>
        ))}
      </ul>
      <p>{say("erasures.note")}</p>
    </CommandForm>
  )
}

/** Publishes the events. If the hub took only some, nothing counts as done: a shipment may be asked for again. */
async function publish(ids: readonly string[], of: Parameters<typeof erasureEvents>[1]): Promise<Answered<Published>> {
  const answer = await api.POST("/v1/events", { body: erasureEvents(ids, of) })
  if (answer.data === undefined || isWhole(answer.data)) return answer
  const isRefused = answer.data.events.some(({ outcome }) => outcome === "rejected")
  const status = isRefused ? 400 : 503
  return { error: { code: isRefused ? "invalid" : "unavailable" }, response: new Response(null, { status }) }
}
