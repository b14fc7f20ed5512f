import { useQueryClient } from "@tanstack/react-query"
import { useRef, useState } from "react"
import { answerOf, api } from "../api/console-api.ts"
import { useCase } from "../case/case-context.tsx"
import { caseKey } from "../case/case-query.ts"
import { declarationOf } from "./chosen-file.ts"
import { upload } from "./upload.ts"

/** How far the adding of a file is. */
export type Adding = {
  readonly step: "nothing" | "hashing" | "uploading" | "done" | "failed"
  /** Bytes that were sent. */
  readonly sent: number
  readonly problem: Error | null
  readonly add: (file: File) => Promise<void>
  readonly stop: () => void
}

const nothing = { step: "nothing", sent: 0, problem: null } as const

/** Hashes a file in the browser, declares it in the case, and sends it to the bucket. */
export function useAdding(onDone: () => void): Adding {
  const { caseAlias } = useCase().view
  const queries = useQueryClient()
  const [state, setState] = useState<Omit<Adding, "add" | "stop">>(nothing)
  const stopping = useRef(new AbortController())
  const send = async (file: File, signal: AbortSignal) => {
    const { key, declared } = await declarationOf(caseAlias, file)
    const params = { path: { caseAlias } }
    const { body } = await answerOf(
      api.POST("/v1/cases/{caseAlias}/evidence", { params, headers: { "idempotency-key": key }, body: declared }),
    )
    setState({ ...nothing, step: "uploading" })
    await upload(file, body.upload, { signal, noteSent: (sent) => setState((before) => ({ ...before, sent })) })
  }
  const add = async (file: File) => {
    stopping.current = new AbortController()
    setState({ ...nothing, step: "hashing" })
    const problem = await send(file, stopping.current.signal).then(
      () => null,
      (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
    )
    await queries.invalidateQueries({ queryKey: caseKey(caseAlias) })
    setState({ ...nothing, step: problem === null ? "done" : "failed", problem })
    if (problem === null) onDone()
  }
  return { ...state, add, stop: () => stopping.current.abort() }
}
