import { useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { answerOf, api } from "../api/console-api.ts"
import { type InTurn, useInTurn } from "../api/use-in-turn.ts"
import { caseKey } from "../case/case-query.ts"
import { exposuresKey } from "../exposures/use-exposures.ts"
import type { ReceiptBatch } from "./receipt-batches.ts"

/** Receipts that are being given. */
export type Giving = InTurn<ReceiptBatch> & {
  /** Shipments that the hub does not know as the party's affected ones. */
  readonly unknown: number
}

/** Gives receipts in a case, one call after the other. */
export function useReceipts(caseAlias: string): Giving {
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
