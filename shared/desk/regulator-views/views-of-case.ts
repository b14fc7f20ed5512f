import { hashOfToken } from "../../parties/invitations/invitation-token.ts"
import type { BreachCases } from "../cases/breach-cases.ts"
import { caseKeys, pointerKeys } from "../cases/case-keys.ts"
import { pointersAt } from "../cases/case-pointers.ts"
import type { CaseRow, ViewRow } from "../cases/case-rows.ts"
import { assertNotMerging, leadingCase } from "../cases/participant.ts"

type Reader = { readonly cases: Pick<BreachCases, "get" | "items" | "list"> }

/** Stands for the case of a link that leads nowhere, so that such a link is answered after as many reads. */
const noCase = "no-such-case"

/** The views of a case that its parties opened for regulators, in no particular order. */
export async function viewsOf(desk: Pick<Reader, "cases">, caseId: string): Promise<ViewRow[]> {
  const views: ViewRow[] = []
  for await (const row of desk.cases.list(caseId, "VIEW#")) if (row.type === "view") views.push(row)
  return views
}

export async function viewIn(
  desk: { readonly cases: Pick<BreachCases, "items"> },
  caseId: string,
  viewId: string,
): Promise<ViewRow | undefined> {
  const [row] = await desk.cases.items([caseKeys.view(caseId, viewId)])
  return row?.type === "view" ? row : undefined
}

export type FoundView = { readonly current: CaseRow; readonly view: ViewRow }

/**
 * The view whose link has this token, also if the link no longer counts.
 *
 * @throws CaseBusy while its case is merged into another
 */
export async function viewByToken(desk: Reader, token: string): Promise<FoundView | undefined> {
  const linkHash = hashOfToken(token)
  const at = pointerKeys.view(linkHash)
  const pointer = (await pointersAt(desk, [at])).get(at.pk)
  const current = await leadingCase(desk, pointer?.caseId ?? noCase)
  const views = await viewsOf(desk, current?.caseId ?? noCase)
  const view = views.find((row) => row.linkHash === linkHash)
  if (current === undefined) return undefined
  if (view === undefined) assertNotMerging(current)
  return view === undefined ? undefined : { current, view }
}

/** Whether a view can be read. @param at ISO instant */
export const isReadable = ({ revokedAt, endsAt }: ViewRow, at: string): boolean =>
  revokedAt === undefined && at < endsAt
