import type { LedgerKey } from "../../lookups/ledger/unite-disclosures.ts"
import { pointerKeys } from "../cases/case-keys.ts"
import { pointersAt } from "../cases/case-pointers.ts"
import type { CaseKey, SearchRow } from "../cases/case-rows.ts"
import { type CaseDesk, changeOpenCase } from "../cases/change-case.ts"
import type { EvidenceQuery } from "../cases/evidence-query.ts"
import type { Attributed } from "../cases/exposure.ts"
import { addExposures } from "./add-exposures.ts"
import { asClaimed } from "./as-claimed.ts"
import { joinKeys } from "./attribution.ts"
import type { EvidencePage } from "./evidence.ts"
import type { CountingDesk } from "./growth-desk.ts"
import { openCasesAt, takeKeys } from "./take-keys.ts"

/** The next lookups that a report is about. Those of parcels are those of the shipments that have claimed them. */
export async function reportedLookups(
  desk: Pick<CountingDesk, "evidence" | "claimantsOf">,
  search: EvidenceQuery,
  after?: LedgerKey,
): Promise<EvidencePage> {
  const page = await desk.evidence.page(search, after)
  const { retailerId } = search
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
 * Counts one page of the lookups that a report is about, and notes how far the count has come. Accessors that another
 * open case has meanwhile stay with that case.
 *
 * @returns whether the case is open
 */
export async function countReported(desk: CountingDesk, row: SearchRow): Promise<boolean> {
  const { caseId, search, searchedTo } = row
  const { found, next } = await reportedLookups(desk, search, searchedTo)
  await takeKeys(desk, caseId, await keysOfNobodyElse(desk, caseId, reportedKeys(search, found)))
  await addExposures(desk, caseId, found)
  let isOpen = false
  await changeOpenCase(desk, caseId, async () => {
    isOpen = true
    const [known] = await desk.cases.items([row])
    if (known === undefined) return undefined
    if (next === undefined) return { removed: [row] }
    return { items: [{ ...row, searchedTo: { subject: next.subject, sortKey: next.sortKey } }] }
  })
  return isOpen
}

async function keysOfNobodyElse(desk: CaseDesk, caseId: string, keys: readonly CaseKey[]): Promise<CaseKey[]> {
  if (keys.length === 0) return []
  const places = keys.map(({ accessorKey }) => pointerKeys.accessor(accessorKey))
  const pointers = await pointersAt(desk, places)
  const open = await openCasesAt(desk, [...pointers.values()])
  return keys.filter(({ accessorKey }) => {
    const pointer = pointers.get(pointerKeys.accessor(accessorKey).pk)
    const of = pointer === undefined ? undefined : open.get(pointer.caseId)
    return of === undefined || of.caseId === caseId
  })
}
