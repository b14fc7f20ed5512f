import { caseKeys } from "./case-keys.ts"
import type { CaseKey, KeyRow, NoticeRow, PendingCount, PendingRow, SearchRow } from "./case-rows.ts"
import type { CaseDesk } from "./change-case.ts"

/** What a case attributes to itself for these accessor keys. Keys that are not the case's are left out. */
export async function keysAmong(
  desk: Pick<CaseDesk, "cases">,
  caseId: string,
  accessorKeys: readonly string[],
): Promise<CaseKey[]> {
  const rows = await desk.cases.items([...new Set(accessorKeys)].map((one) => caseKeys.key(caseId, one)))
  return rows.flatMap((row) => (row.type === "key" ? [keyOfRow(row)] : []))
}

/** All accessor keys of a case, in no particular order. */
export async function* keysOfCase(
  desk: { cases: Pick<CaseDesk["cases"], "list"> },
  caseId: string,
): AsyncGenerator<CaseKey> {
  for await (const row of desk.cases.list(caseId, "KEY#")) if (row.type === "key") yield keyOfRow(row)
}

/** The row of an accessor key of a case. */
export function keyRow(caseId: string, key: CaseKey): KeyRow {
  return { ...caseKeys.key(caseId, key.accessorKey), caseId, type: "key", ...key }
}

/** What the row of an accessor key says. */
export function keyOfRow({ pk: _pk, sk: _sk, caseId: _caseId, type: _type, ...key }: KeyRow): CaseKey {
  return key
}

/** The row of a part of the ledger that the case still has to count. */
export function pendingRow(caseId: string, pending: PendingCount): PendingRow {
  return { ...caseKeys.pending(caseId, pending), caseId, type: "pending", ...pending }
}

/**
 * What the case has to do next, if there is anything: count a part of the ledger or the lookups of a report, or give
 * the receipts of a public notice.
 *
 * @param dueBy ISO instant; later counts are left out
 */
export async function nextPending(
  desk: { readonly cases: Pick<CaseDesk["cases"], "list"> },
  caseId: string,
  dueBy?: string,
): Promise<PendingRow | SearchRow | NoticeRow | undefined> {
  for await (const row of desk.cases.list(caseId, "PENDING#", { limit: 1 })) {
    const isPending = row.type === "pending" || row.type === "search" || row.type === "notice"
    if (isPending && (dueBy === undefined || Date.parse(row.dueAt) <= Date.parse(dueBy))) return row
  }
  return undefined
}
