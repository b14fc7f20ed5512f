import { useQueryClient } from "@tanstack/react-query"
import { useEffect, useId, useRef, useState } from "react"
import { Button } from "react-aria-components"
import { answerOf, api } from "../api/console-api.ts"
import { type InTurn, useInTurn } from "../api/use-in-turn.ts"
import { caseKey } from "../case/case-query.ts"
import { exposuresKey } from "../exposures/use-exposures.ts"
import { useSay } from "../language/language-provider.tsx"
import { ActionDialog } from "../parts/action-dialog.tsx"
import { ProblemText } from "../parts/problem-text.tsx"
import { EntryNumbers } from "./entry-numbers.tsx"
import { type LogBatch, logBatches } from "./log-batches.ts"
import type { LogEntry } from "./log-entries.ts"

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
  /** What was begun with last. Another file, or other columns, begin anew. */
  const [begun, setBegun] = useState<readonly LogEntry[]>()
  const isBusy = isPreparing || adding.isRunning
  const isBegun = begun === entries
  const add = async () => {
    setBegun(entries)
    setPreparing(true)
    const batches = await logBatches(entries, { caseAlias, file }).finally(() => setPreparing(false))
    await adding.start(batches)
  }
  return (
    <>
      <div className="buttons">
        {entries.length > 0 && !isBusy && !isBegun ? <AddButton count={entries.length} add={() => void add()} /> : null}
        {isBegun && !isBusy && !isDone(adding) ? (
          <Button className="primary" onPress={() => void add()}>
            {say("ownLog.goOn")}
          </Button>
        ) : null}
        {adding.isRunning ? <Button onPress={adding.stop}>{say("receipts.stop")}</Button> : null}
      </div>
      <AddingProgress adding={isBegun || isBusy ? adding : undefined} isPreparing={isPreparing} />
    </>
  )
}

/** Confirms first: nobody can take a lookup out of a case again. */
function AddButton({ count, add }: { readonly count: number; readonly add: () => void }) {
  const say = useSay()
  return (
    <ActionDialog className="primary" label={say("ownLog.add", { count })} title={say("ownLog.title")}>
      {(close) => (
        <>
          <p>{say("ownLog.addMeans", { count })}</p>
          <div className="buttons">
            <Button
              className="danger"
              onPress={() => {
                close()
                add()
              }}
            >
              {say("ownLog.addConfirm", { count })}
            </Button>
          </div>
        </>
      )}
    </ActionDialog>
  )
}

const isDone = ({ progress }: AddingLog): boolean => progress !== undefined && progress.items === progress.itemsDone

type AddingProgressProps = { readonly adding: AddingLog | undefined; readonly isPreparing: boolean }

/** How far it is. It has the focus once the button that began it is gone. */
function AddingProgress({ adding, isPreparing }: AddingProgressProps) {
  const say = useSay()
  const id = useId()
  const line = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    if (isPreparing) line.current?.focus()
  }, [isPreparing])
  const progress = isPreparing ? undefined : adding?.progress
  return (
    <>
      <p id={id} role="status" tabIndex={-1} ref={line}>
        {isPreparing ? say("ownLog.preparing") : null}
        {adding === undefined || progress === undefined
          ? null
          : say(stateOf(adding), { done: progress.itemsDone, all: progress.items })}
      </p>
      {progress === undefined ? null : (
        <progress aria-labelledby={id} value={progress.itemsDone} max={progress.items} />
      )}
      {adding === undefined || progress === undefined ? null : <Found adding={adding} />}
    </>
  )
}

function stateOf(adding: AddingLog): "ownLog.done" | "ownLog.running" | "ownLog.stopped" {
  if (isDone(adding)) return "ownLog.done"
  return adding.isRunning ? "ownLog.running" : "ownLog.stopped"
}

/** What came of the lookups that were sent. */
function Found({ adding: { progress, problem, exposures, unknown } }: { readonly adding: AddingLog }) {
  const say = useSay()
  return (
    <>
      {problem === null ? null : <ProblemText problem={problem} isAnswer />}
      {progress?.itemsDone === 0 ? null : <p>{say("ownLog.exposures", { count: exposures })}</p>}
      {unknown.length === 0 ? null : (
        <p>
          {say("ownLog.unknown", { count: unknown.length })} <EntryNumbers numbers={unknown} />
        </p>
      )}
    </>
  )
}

/** Lookups that are being added to a case. */
type AddingLog = InTurn<LogBatch> & Added

type Added = {
  /** Exposures that they added or extended. */
  readonly exposures: number
  /** Numbers of entries whose shipment the hub does not know as the party's. */
  readonly unknown: readonly number[]
}

const nothingYet: Added = { exposures: 0, unknown: [] }

/** Adds the lookups of a log to a case, one call after the other. */
function useAddingLog(caseAlias: string): AddingLog {
  const queries = useQueryClient()
  const [found, setFound] = useState(nothingYet)
  const adding = useInTurn<LogBatch>({
    send: async ({ key, body, entries }) => {
      const params = { path: { caseAlias } }
      const headers = { "idempotency-key": key }
      const answer = await answerOf(api.POST("/v1/cases/{caseAlias}/accesses", { params, body, headers }))
      const { exposures, unknown } = answer.body
      const numbers = unknown.flatMap((place) => entries[place] ?? [])
      setFound((before) => ({
        exposures: before.exposures + exposures,
        unknown: [...before.unknown, ...numbers],
      }))
    },
    onBegin: () => setFound(nothingYet),
    onEnd: async () => {
      await queries.invalidateQueries({ queryKey: caseKey(caseAlias) })
      await queries.invalidateQueries({ queryKey: exposuresKey(caseAlias) })
    },
  })
  return { ...adding, ...found }
}
