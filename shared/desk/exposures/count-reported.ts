import type { LedgerKey } from "../../watch/lookups/ledger/disclosure.ts"
import { pointerKeys } from "../cases/case-keys.ts"
import { pointersAt } from "../cases/case-pointers.ts"
import type { CaseKey, SearchRow } from "../cases/case-rows.ts"
import { type CaseDesk, changeCase, whileOpen } from "../cases/change-case.ts"
import type { EvidenceQuery } from "../cases/evidence-query.ts"
import type { Attributed } from "../cases/exposure.ts"
import { noteProgress } from "../cases/note-progress.ts"
import { addExposures, asClaimed } from "./add-exposures.ts"
import { joinKeys, leadingCase } from "./attribution.ts"
import type { EvidencePage } from "./evidence.ts"
import type { CountingPorts } from "./exposure-ports.ts"
import { openCasesAt, takeKeys } from "./take-keys.ts"

/**
 * The next lookups that a report is about. Those of parcels are those of the shipments that have claimed them. Of a
 * report that names references, they are possible ones, and the ledger does not hold them.
 */
export async function reportedLookups(
  desk: Pick<CountingPorts, "evidence" | "references" | "claimantsOf">,
  search: EvidenceQuery,
  after?: LedgerKey,
): Promise<EvidencePage> {
  const { retailerId, named } = search
  if (named.kind === "references") return desk.references.page({ ...search, named }, after)
  const page = await desk.evidence.page({ ...search, named }, after)
  if (retailerId === undefined) return page
  const claimed = await asClaimed(desk, page.found)
  return { ...page, found: claimed.filter((one) => one.retailerId === retailerId) }
}

/**
 * The accessor keys that a report brings into its case. A token names an accessor, so its other lookups belong to the
 * case too. Access ids and a time range name no accessor.
 */
export function reportedKeys({ named }: EvidenceQuery, found: readonly Attributed[]): CaseKey[] {
  if (named.kind !== "accessorToken") return []
  return joinKeys(
    [],
    found.map((one) => ({ accessorKey: one.subject, attributesFrom: one.at })),
  )
}

/**
 * Counts one page of the lookups that a report is about, and notes how far the count has come. If another open case has
 * one of the accessors, the watch merges the two.
 *
 * @returns whether the case is open
 */
export async function countReported(desk: CountingPorts, row: SearchRow): Promise<boolean> {
  const { caseId, search, searchedTo } = row
  const { found, next } = await reportedLookups(desk, search, searchedTo)
  const keys = reportedKeys(search, found)
  if (keys.length > 0) await mergeWithOwners(desk, caseId, keys)
  await takeKeys(desk, caseId, keys)
  await addExposures(desk, caseId, found)
  const after = next && { ...row, searchedTo: { subject: next.subject, sortKey: next.sortKey } }
  return noteProgress(desk, row, after)
}

/** Plans to merge the open cases that have these keys with this case, as when it was opened. The leading one stays. */
async function mergeWithOwners(desk: CaseDesk, caseId: string, keys: readonly CaseKey[]): Promise<void> {
  const pointers = await pointersAt(
    desk,
    keys.map(({ accessorKey }) => pointerKeys.accessor(accessorKey)),
  )
  const open = await openCasesAt(desk, [...pointers.values()])
  const owners = new Map([...open.values()].map((row) => [row.caseId, row]))
  owners.delete(caseId)
  const own = owners.size === 0 ? undefined : await desk.cases.get(caseId)
  if (own?.state !== "open") return
  const leading = leadingCase([own, ...owners.values()]) ?? own
  const others = [caseId, ...owners.keys()].filter((id) => id !== leading.caseId)
  await changeCase(desk, planningMerge, { caseId: leading.caseId, others })
}

const planningMerge = whileOpen({
  read: async (_desk: CaseDesk, _of: { caseId: string; others: readonly string[] }) => undefined,
  decide(_rows, { others }, current) {
    const merging = [...new Set([...(current.merging ?? []), ...others])].sort()
    return merging.length === current.merging?.length ? undefined : { case: { ...current, merging } }
  },
})
