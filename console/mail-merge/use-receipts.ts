import { useQueryClient } from "@tanstack/react-query"
import { useRef, useState } from "react"
import { answerOf, api } from "../api/console-api.ts"
import { exposuresKey } from "../exposures/use-exposures.ts"
import { progressOf, type ReceiptBatch, type ReceiptProgress, sendReceipts } from "./receipt-batches.ts"

/** Receipts that are being given. */
export type Giving = {
  readonly progress: ReceiptProgress | undefined
  readonly isRunning: boolean
  readonly problem: Error | null
  /** Shipments that the hub does not know as the party's affected ones. */
  readonly unknown: number
  /** Sends the batches. The same ones as before go on where they stopped. */
  readonly give: (batches: readonly ReceiptBatch[]) => Promise<void>
  /** Stops after the call that is under way. */
  readonly stop: () => void
}

type State = Pick<Giving, "progress" | "isRunning" | "problem" | "unknown">

const nothingYet: State = { progress: undefined, isRunning: false, problem: null, unknown: 0 }

/** Gives receipts in a case, one call after the other. */
export function useReceipts(caseAlias: string): Giving {
  const queries = useQueryClient()
  const [state, setState] = useState(nothingYet)
  const stopping = useRef(new AbortController())
  const finished = useRef({ keys: "", calls: 0 })
  const send = async ({ key, body }: ReceiptBatch) => {
    const params = { path: { caseAlias } }
    const headers = { "idempotency-key": key }
    const answer = await answerOf(api.POST("/v1/cases/{caseAlias}/receipts", { params, body, headers }))
    setState((before) => ({ ...before, unknown: before.unknown + answer.body.unknown.length }))
  }
  const give = async (batches: readonly ReceiptBatch[]) => {
    const keys = batches.map(({ key }) => key).join()
    const isNew = finished.current.keys !== keys
    if (isNew) finished.current = { keys, calls: 0 }
    const from = finished.current.calls
    stopping.current = new AbortController()
    setState((before) => ({
      progress: progressOf(batches, from),
      isRunning: true,
      problem: null,
      unknown: isNew ? 0 : before.unknown,
    }))
    const noteDone = (calls: number) => {
      finished.current = { keys, calls }
      setState((before) => ({ ...before, progress: progressOf(batches, calls) }))
    }
    const problem = await sendReceipts(batches, from, { send, noteDone }, stopping.current.signal).then(
      () => null,
      (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
    )
    setState((before) => ({ ...before, isRunning: false, problem }))
    await queries.invalidateQueries({ queryKey: ["case", caseAlias] })
    await queries.invalidateQueries({ queryKey: exposuresKey(caseAlias) })
  }
  return { ...state, give, stop: () => stopping.current.abort() }
}
