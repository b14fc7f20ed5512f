import { keyKind } from "../../watch/detection/accessor.ts"
import type { Disclosure } from "../../watch/lookups/ledger/disclosure.ts"
import type { Disclosures } from "../../watch/lookups/ledger/disclosures.ts"
import { keysAmong, nextPending, pendingRow } from "../cases/accessor-keys.ts"
import { pointerKeys } from "../cases/case-keys.ts"
import { pointersAt } from "../cases/case-pointers.ts"
import type { Attribution, NoticeRow, PendingCount, PendingRow, SearchRow } from "../cases/case-rows.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import type { Attributed } from "../cases/exposure.ts"
import { noteProgress } from "../cases/note-progress.ts"
import { giveReceipts } from "../notices/give-receipts.ts"
import { addExposures } from "./add-exposures.ts"
import { attributedAs } from "./attribution.ts"
import { countReported } from "./count-reported.ts"
import type { CountingPorts } from "./exposure-ports.ts"
import { openCasesOf } from "./take-keys.ts"

/**
 * Finds the open cases that these disclosures belong to, by the accessor keys that the cases attribute to themselves.
 *
 * @returns disclosures by case id, without those that are proven and those of no case
 */
export async function attributed(
  desk: Pick<CaseDesk, "cases">,
  disclosures: readonly Disclosure[],
): Promise<Map<string, Attributed[]>> {
  const keys = [...new Set(disclosures.flatMap(keysOf))]
  const pointers = await pointersAt(desk, keys.map(pointerKeys.accessor))
  const aside = [...pointers.values()].flatMap(({ setAside = [] }) => setAside)
  const open = await openCasesOf(
    desk,
    aside.map(({ caseId }) => caseId),
  )
  const byCase = new Map<string, Attributed[]>()
  for (const one of disclosures) {
    const found = new Map<string, Attributed>()
    // What a case attributes by one key is more than a possible exposure of another.
    for (const key of keysOf(one)) {
      const pointer = pointers.get(pointerKeys.accessor(key).pk)
      const attributions = pointer === undefined ? [] : [pointer, ...(pointer.setAside ?? [])]
      for (const attribution of attributions) {
        const seen = attributedAs(one, attribution)
        if (seen === undefined) continue
        // A case that was set aside may have been merged into another since.
        const caseId = open.get(attribution.caseId)?.caseId ?? attribution.caseId
        if (!found.has(caseId) || seen.possible !== true) found.set(caseId, seen)
        break
      }
    }
    for (const [caseId, seen] of found) byCase.set(caseId, [...(byCase.get(caseId) ?? []), seen])
  }
  return byCase
}

function keysOf({ subject, network, prefix, block }: Disclosure): string[] {
  return [block, prefix, network, subject].filter((key) => key !== undefined)
}

/** Whoever opens a case counts for this long at most. `watch-duties` counts the rest. */
export const countingMilliseconds = 10_000

/**
 * Disclosures that are read from the ledger before they are counted. A page fills about 21 transactions and takes one
 * to two seconds. Smaller pages leave more transactions half full, and note more often how far they came.
 */
const ledgerPage = 1_000

/**
 * Counts the parts of the ledger that the case still has to count and that are due, those of reports too, and gives the
 * receipts of public notices. The case notes with each page how far it has come, so that another call goes on from
 * there. It can be repeated, and run at the same time as others.
 *
 * @param options.afterFirst called once when the first page is counted, so that no alert waits for a long count
 * @param options.until epoch milliseconds at which it stops; another call goes on
 */
export async function countPending(
  desk: CountingPorts,
  caseId: string,
  options: { afterFirst?: () => Promise<void>; until?: number } = {},
): Promise<void> {
  const { afterFirst = async () => undefined, until = Number.POSITIVE_INFINITY } = options
  const now = desk.clock().toISOString()
  for (let isFirst = true; isFirst || desk.clock().getTime() < until; isFirst = false) {
    const pending = await nextPending(desk, caseId, now)
    if (pending === undefined) return
    if (!(await doNext(desk, pending))) return
    if (isFirst) await afterFirst()
  }
}

/** Does one page of what is pending. @returns whether the case is open */
function doNext(desk: CountingPorts, pending: PendingRow | SearchRow | NoticeRow): Promise<boolean> {
  if (pending.type === "notice") return giveReceipts(desk, pending)
  return pending.type === "search" ? countReported(desk, pending) : countPage(desk, pending)
}

/**
 * Counts one page of the ledger, and notes how far the count has come.
 *
 * @returns whether the case is open
 */
async function countPage(desk: CountingPorts, pending: PendingRow): Promise<boolean> {
  const { caseId, accessorKey } = pending
  const [attribution = {}] = await keysAmong(desk, caseId, [accessorKey])
  const page: Disclosure[] = []
  for await (const one of ledgerOf(desk.disclosures, pending, attribution)) {
    page.push(one)
    if (page.length === ledgerPage) break
  }
  const seen = page.flatMap((one) => attributedAs(one, attribution) ?? [])
  await addExposures(desk, caseId, seen)
  const last = page.length < ledgerPage ? undefined : page.at(-1)
  const countedTo = last && { subject: last.subject, sortKey: last.sortKey }
  const after = countedTo && pendingRow(caseId, { ...pending, countedTo })
  return noteProgress(desk, pending, after)
}

function ledgerOf(
  disclosures: Disclosures,
  { accessorKey, from, countedTo }: PendingCount,
  { attributesUntil }: Attribution,
): AsyncIterable<Disclosure> {
  return keyKind(accessorKey) === "block"
    ? disclosures.ofBlock(accessorKey, { since: from, until: attributesUntil, after: countedTo, pageSize: ledgerPage })
    : disclosures.ofAccessor(accessorKey, { since: from, after: countedTo, pageSize: ledgerPage })
}
