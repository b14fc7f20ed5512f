import { type QueryKey, useQuery } from "@tanstack/react-query"
import { useContext } from "react"
import type { paths } from "../../client/api/generated/paths.ts"
import { answerOf, api } from "../api/console-api.ts"
import { CaseContext } from "../case/case-context.tsx"

type DraftPath = paths["/v1/cases/{caseAlias}/drafts"]
type DraftBody = DraftPath["post"]["requestBody"]["content"]["application/json"]

/** A draft as the hub keeps it. */
export type StoredDraft = DraftPath["get"]["responses"]["200"]["content"]["application/json"]["drafts"][number]

/** Drafts of a case or of none, and the calls that read and keep them. */
export type DraftPlace = {
  readonly queryKey: QueryKey
  readonly read: () => Promise<readonly StoredDraft[]>
  readonly keep: (body: DraftBody) => Promise<{ at: string; until?: string }>
}

/** A browser sends no more than 64 KB in all for a page that is left. */
const mostWhileLeaving = 16_000

/** The drafts of the case that the page shows, or else those outside of all cases. */
export function useDraftPlace(): DraftPlace {
  const caseAlias = useContext(CaseContext)?.view.caseAlias
  const place = caseAlias === undefined ? outside : ofCase(caseAlias)
  return { ...place, queryKey: ["drafts", caseAlias ?? ""] }
}

type Calls = Omit<DraftPlace, "queryKey">

const isSmall = ({ content }: DraftBody): boolean => (content ?? "").length < mostWhileLeaving

const ofCase = (caseAlias: string): Calls => {
  const [path, params] = ["/v1/cases/{caseAlias}/drafts", { path: { caseAlias } }] as const
  return {
    read: async () => (await answerOf(api.GET(path, { params }))).body.drafts,
    keep: async (body) => (await answerOf(api.POST(path, { params, body, keepalive: isSmall(body) }))).body,
  }
}

const outside: Calls = {
  read: async () => (await answerOf(api.GET("/v1/drafts"))).body.drafts,
  keep: async (body) => (await answerOf(api.POST("/v1/drafts", { body, keepalive: isSmall(body) }))).body,
}

/** All drafts of a place, read once for all forms of a page, and again for each form that is opened. */
export function useStoredDrafts(isWanted: boolean) {
  const { queryKey, read } = useDraftPlace()
  return useQuery({ queryKey, queryFn: () => inTurn(read), enabled: isWanted, gcTime: 0, retry: 1 })
}

let last: Promise<unknown> = Promise.resolve()

/** Calls one after the other, so that what was typed last is stored last, and is read only then. */
export function inTurn<Result>(call: () => Promise<Result>): Promise<Result> {
  const next = last.then(call, call)
  last = next
  return next
}
