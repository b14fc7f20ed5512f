import { useRef, useState } from "react"
import { type Call, progressOf, sendInTurn, type TurnProgress } from "./in-turn.ts"

/** Calls that are being made, one after the other. */
export type InTurn<One extends Call> = {
  readonly progress: TurnProgress | undefined
  readonly isRunning: boolean
  readonly problem: Error | null
  /** Makes the calls. The same ones as before go on where they stopped. */
  readonly start: (calls: readonly One[]) => Promise<void>
  /** Stops after the call that is under way. */
  readonly stop: () => void
}

type InTurnParts<One extends Call> = {
  readonly send: (call: One) => Promise<void>
  /** Other calls begin than before. */
  readonly onBegin: () => void
  /** They ended, stopped or failed. */
  readonly onEnd: () => Promise<void>
}

type State = Pick<InTurn<never>, "progress" | "isRunning" | "problem">

const nothingYet: State = { progress: undefined, isRunning: false, problem: null }

/** Makes calls one after the other, and remembers how far they are. */
export function useInTurn<One extends Call>({ send, onBegin, onEnd }: InTurnParts<One>): InTurn<One> {
  const [state, setState] = useState(nothingYet)
  const stopping = useRef(new AbortController())
  const finished = useRef({ keys: "", calls: 0 })
  const start = async (calls: readonly One[]) => {
    const keys = calls.map(({ key }) => key).join()
    if (finished.current.keys !== keys) {
      finished.current = { keys, calls: 0 }
      onBegin()
    }
    const from = finished.current.calls
    stopping.current = new AbortController()
    setState({ progress: progressOf(calls, from), isRunning: true, problem: null })
    const noteDone = (done: number) => {
      finished.current = { keys, calls: done }
      setState((before) => ({ ...before, progress: progressOf(calls, done) }))
    }
    const problem = await sendInTurn(calls, from, { send, noteDone }, stopping.current.signal).then(
      () => null,
      (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
    )
    setState((before) => ({ ...before, isRunning: false, problem }))
    await onEnd()
  }
  return { ...state, start, stop: () => stopping.current.abort() }
}
