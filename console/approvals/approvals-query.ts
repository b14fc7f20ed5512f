import { useQuery } from "@tanstack/react-query"
import { answerOf, api } from "../api/console-api.ts"
import { useMayAct, useSession } from "../api/session.ts"
import { useCase } from "../case/case-context.tsx"
import { caseKey } from "../case/case-query.ts"
import type { Approval } from "./approval.ts"

const readApprovals = (caseAlias: string) =>
  answerOf(api.GET("/v1/cases/{caseAlias}/approvals", { params: { path: { caseAlias } } }))

/** What waits for a second person in the case of the page. It is read again whenever the case changes. */
export function useApprovalsQuery() {
  const { view, etag } = useCase()
  const { caseAlias, timelineHead } = view
  return useQuery({
    queryKey: [...caseKey(caseAlias), "approvals", etag ?? timelineHead.seq],
    queryFn: () => readApprovals(caseAlias),
    placeholderData: (before) => before,
  })
}

/** The same. Nothing until it is read. */
export const useApprovals = (): readonly Approval[] => useApprovalsQuery().data?.body.approvals ?? []

/** Whether the person may approve an action: an officer may who did not ask for it. */
export function useMayApprove(): (approval: Approval) => boolean {
  const { userId } = useSession()
  const mayAct = useMayAct()
  return ({ requestedBy }) => mayAct && requestedBy !== userId
}
