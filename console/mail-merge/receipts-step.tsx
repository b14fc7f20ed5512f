import { useId, useState } from "react"
import { Button } from "react-aria-components"
import { useSession } from "../api/session.ts"
import { type DirectMethod, directMethods } from "../case/receipt-bodies.ts"
import { useSay } from "../language/use-say.ts"
import { Labelled } from "../parts/labelled.tsx"
import { ProblemText } from "../parts/problem-text.tsx"
import type { Affected } from "./join-orders.ts"
import { receiptBatches } from "./receipt-batches.ts"
import { instantIn, localMinute } from "./stated-time.ts"
import { type Giving, useReceipts } from "./use-receipts.ts"

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
      <h3>{say("receipts.title")}</h3>
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
