import { useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { answerOf, api } from "../api/console-api.ts"
import { type InTurn, useInTurn } from "../api/use-in-turn.ts"
import { caseKey } from "../case/case-query.ts"
import { exposuresKey } from "../exposures/use-exposures.ts"
import type { LogBatch } from "./log-batches.ts"

/** Lookups that are being added to a case. */
export type AddingLog = InTurn<LogBatch> & Found

type Found = {
  /** Exposures that they added or extended. */
  readonly exposures: number
  /** Numbers of entries whose shipment the hub does not know as the party's. */
  readonly unknown: readonly number[]
}

const nothingYet: Found = { exposures: 0, unknown: [] }

/** Adds the lookups of a log to a case, one call after the other. */
export function useAddingLog(caseAlias: string): AddingLog {
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
