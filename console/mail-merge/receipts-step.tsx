import { useQueryClient } from "@tanstack/react-query"
import { DateTime } from "luxon"
import { useId, useState } from "react"
import { Button } from "react-aria-components"
import { answerOf, api } from "../api/console-api.ts"
import { now } from "../api/server-time.ts"
import { useSession } from "../api/session.ts"
import { type InTurn, useInTurn } from "../api/use-in-turn.ts"
import { caseKey } from "../case/case-query.ts"
import { type DirectMethod, directMethods } from "../case/receipt-bodies.ts"
import { exposuresKey } from "../exposures/use-exposures.ts"
import { useSay } from "../language/language-provider.tsx"
import { Labelled } from "../parts/labelled.tsx"
import { ProblemText } from "../parts/problem-text.tsx"
import type { Affected } from "./join-orders.ts"
import { type ReceiptBatch, receiptBatches } from "./receipt-batches.ts"

const asTyped = "yyyy-MM-dd'T'HH:mm"

/** The instant that a day and time in a time zone mean. Undefined for a text that is no time. */
function instantIn(text: string, timeZone: string): string | undefined {
  const stated = DateTime.fromFormat(text, asTyped, { zone: timeZone })
  return stated.isValid ? stated.toUTC().toISO() : undefined
}

/** The present minute in a time zone, as a field for a time takes it. */
const localMinute = (timeZone: string): string => DateTime.fromJSDate(now(), { zone: timeZone }).toFormat(asTyped)

type ReceiptsStepProps = {
  readonly caseAlias: string
  readonly mayChange: boolean
  readonly told: readonly Affected[]
}

/** Last: the receipts, which say that these people were told, when and how. */
export function ReceiptsStep({ caseAlias, mayChange, told }: ReceiptsStepProps) {
  const say = useSay()
  const { partyKind, timeZone } = useSession()
  const [method, setMethod] = useState<DirectMethod>("email")
  const [sentAt, setSentAt] = useState("")
  const giving = useReceipts(caseAlias)
  const withId = told.filter(({ receiptId }) => receiptId !== undefined)
  const notifiedAt = instantIn(sentAt, timeZone)
  const give = async () => {
    if (notifiedAt === undefined) return
    await giving.start(await receiptBatches(withId, { caseAlias, partyKind, method, notifiedAt }))
  }
  if (!mayChange) return <p>{say("receipts.mayNot")}</p>
  return (
    <>
      <h4>{say("receipts.title")}</h4>
      <p>{say("receipts.text")}</p>
      <fieldset className="group columns" disabled={giving.isRunning}>
        <legend>{say("receipts.how")}</legend>
        <Labelled label={say("receipts.method")}>
          {(id) => (
            <select
              id={id}
              value={method}
              onChange={({ target }) => setMethod(directMethods.catch("email").parse(target.value))}
            >
              {directMethods.options.map((one) => (
                <option key={one} value={one}>
                  {say(`receipts.method.${one}`)}
                </option>
              ))}
            </select>
          )}
        </Labelled>
        <SentAt value={sentAt} change={setSentAt} timeZone={timeZone} />
      </fieldset>
      <div className="buttons">
        <Button
          className="primary"
          isDisabled={withId.length === 0 || notifiedAt === undefined || giving.isRunning}
          onPress={() => void give()}
        >
          {say(giving.problem === null ? "receipts.give" : "receipts.goOn", { count: withId.length })}
        </Button>
        {giving.isRunning ? <Button onPress={giving.stop}>{say("receipts.stop")}</Button> : null}
      </div>
      {withId.length > 0 && notifiedAt === undefined ? <p className="hint">{say("receipts.timeMissing")}</p> : null}
      <GivingProgress giving={giving} />
    </>
  )
}

type SentAtProps = { readonly value: string; readonly change: (value: string) => void; readonly timeZone: string }

function SentAt({ value, change, timeZone }: SentAtProps) {
  const say = useSay()
  const id = useId()
  return (
    <div>
      <label htmlFor={id}>{say("receipts.sentAt")}</label>
      <input
        id={id}
        type="datetime-local"
        required
        value={value}
        max={localMinute(timeZone)}
        aria-describedby={`${id}-zone`}
        onChange={({ target }) => change(target.value)}
      />
      <p id={`${id}-zone`} className="hint">
        {say("receipts.zone", { timeZone })}
      </p>
    </div>
  )
}

function GivingProgress({ giving: { progress, isRunning, problem, unknown } }: { readonly giving: Giving }) {
  const say = useSay()
  const id = useId()
  if (progress === undefined) return null
  const { items, itemsDone } = progress
  const isDone = itemsDone === items
  return (
    <>
      <p id={id} role="status">
        {say(isDone ? "receipts.done" : isRunning ? "receipts.running" : "receipts.stopped", {
          done: itemsDone,
          all: items,
        })}
      </p>
      <progress aria-labelledby={id} value={itemsDone} max={items} />
      {problem === null ? null : <ProblemText problem={problem} isAnswer />}
      {unknown === 0 ? null : <p>{say("receipts.unknown", { count: unknown })}</p>}
    </>
  )
}

/** Receipts that are being given. */
type Giving = InTurn<ReceiptBatch> & {
  /** Shipments that the hub does not know as the party's affected ones. */
  readonly unknown: number
}

/** Gives receipts in a case, one call after the other. */
function useReceipts(caseAlias: string): Giving {
  const queries = useQueryClient()
  const [unknown, setUnknown] = useState(0)
  const giving = useInTurn<ReceiptBatch>({
    send: async ({ key, body }) => {
      const params = { path: { caseAlias } }
      const headers = { "idempotency-key": key }
      const answer = await answerOf(api.POST("/v1/cases/{caseAlias}/receipts", { params, body, headers }))
      setUnknown((before) => before + answer.body.unknown.length)
    },
    onBegin: () => setUnknown(0),
    onEnd: async () => {
      await queries.invalidateQueries({ queryKey: caseKey(caseAlias) })
      await queries.invalidateQueries({ queryKey: exposuresKey(caseAlias) })
    },
  })
  return { ...giving, unknown }
}
