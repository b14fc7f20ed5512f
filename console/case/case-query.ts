import { queryOptions, useQuery } from "@tanstack/react-query"
import { answerOf, api } from "../api/console-api.ts"
import { pollMilliseconds } from "../api/polling.ts"
import type { CaseView } from "./case-view.ts"

const readCase = (caseAlias: string, asked: Promise<Response> | undefined) =>
  answerOf(
    api.GET("/v1/cases/{caseAlias}", {
      params: { path: { caseAlias } },
      ...(asked === undefined ? {} : { fetch: () => asked }),
    }),
  )

/** The key of a case, and the beginning of the keys of all that is read of it. */
export const caseKey = (caseAlias: string) => ["case", caseAlias] as const

/** @param asked what the hub was asked before, which the first reading takes */
export function caseReading(caseAlias: string, asked?: Promise<Response>) {
  let first = asked
  const queryFn = () => {
    const reading = readCase(caseAlias, first)
    first = undefined
    return reading
  }
  return queryOptions({ queryKey: [...caseKey(caseAlias), "view"], queryFn })
}

/** Reads a case again and again, so that what others do appears by itself. */
export const useCaseQuery = (caseAlias: string) =>
  useQuery({ ...caseReading(caseAlias), refetchInterval: pollMilliseconds })

/** Whether two readings of a case show the same, but for the head of the timeline, which grows by itself. */
export const showSame = (one: CaseView, other: CaseView): boolean =>
  JSON.stringify({ ...one, timelineHead: null }) === JSON.stringify({ ...other, timelineHead: null })
