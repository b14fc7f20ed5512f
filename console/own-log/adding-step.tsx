import { useId, useState } from "react"
import { Button } from "react-aria-components"
import { useSay } from "../language/use-say.ts"
import { ActionDialog } from "../parts/action-dialog.tsx"
import { ProblemText } from "../parts/problem-text.tsx"
import { type LogBatch, logBatches } from "./log-batches.ts"
import type { LogEntry } from "./log-entries.ts"
import { type AddingLog, useAddingLog } from "./use-adding-log.ts"

type AddingStepProps = {
  readonly caseAlias: string
  readonly entries: readonly LogEntry[]
  readonly file: Uint8Array
}

/** Adds the lookups to the case, some hundred at a time. It can go on after a lost connection. */
export function AddingStep({ caseAlias, entries, file }: AddingStepProps) {
  const say = useSay()
  const adding = useAddingLog(caseAlias)
  const [isPreparing, setPreparing] = useState(false)
  const isBusy = isPreparing || adding.isRunning
  const add = async () => {
    setPreparing(true)
    const batches: LogBatch[] = await logBatches(entries, { caseAlias, file }).finally(() => setPreparing(false))
    await adding.start(batches)
  }
  return (
    <>
      <div className="buttons">
        {entries.length === 0 || isBusy || isDone(adding) ? null : adding.progress === undefined ? (
          <ActionDialog
            className="primary"
            label={say("ownLog.add", { count: entries.length })}
            title={say("ownLog.title")}
          >
            {(close) => (
              <>
                <p>{say("ownLog.addMeans", { count: entries.length })}</p>
                <div className="buttons">
                  <Button
                    className="danger"
                    onPress={() => {
                      close()
                      void add()
                    }}
                  >
                    {say("ownLog.addConfirm", { count: entries.length })}
                  </Button>
                </div>
              </>
            )}
          </ActionDialog>
        ) : (
          <Button className="primary" onPress={() => void add()}>
            {say("ownLog.goOn")}
          </Button>
        )}
        {adding.isRunning ? <Button onPress={adding.stop}>{say("receipts.stop")}</Button> : null}
      </div>
      {isPreparing ? <p role="status">{say("ownLog.preparing")}</p> : null}
      <AddingProgress adding={adding} />
    </>
  )
}

const isDone = ({ progress }: AddingLog): boolean => progress !== undefined && progress.items === progress.itemsDone

/** Numbers of entries that are shown. */
const mostNumbers = 20

function AddingProgress({ adding }: { readonly adding: AddingLog }) {
  const say = useSay()
  const id = useId()
  const { progress, isRunning, problem, exposures, unknown } = adding
  if (progress === undefined) return null
  const { items, itemsDone } = progress
  const state = isDone(adding) ? "ownLog.done" : isRunning ? "ownLog.running" : "ownLog.stopped"
  return (
    <>
      <p id={id} role="status">
        {say(state, { done: itemsDone, all: items })}
      </p>
      <progress aria-labelledby={id} value={itemsDone} max={items} />
      {problem === null ? null : <ProblemText problem={problem} />}
      {itemsDone === 0 ? null : <p>{say("ownLog.exposures", { count: exposures })}</p>}
      {unknown.length === 0 ? null : (
        <p>
          {say("ownLog.unknown", { count: unknown.length })}{" "}
          {say("ownLog.entries", {
            count: unknown.length,
            numbers: unknown.slice(0, mostNumbers).join(", "),
            more: Math.max(unknown.length - mostNumbers, 0),
          })}
        </p>
      )}
    </>
  )
}
