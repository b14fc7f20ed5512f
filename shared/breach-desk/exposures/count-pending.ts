import { keyKind } from "../../detection/accessor.ts"
import type { Disclosure } from "../../lookups/ledger/disclosure.ts"
import type { Disclosures } from "../../lookups/ledger/disclosures.ts"
import { pointersAt } from "../cases/case-pointers.ts"
import { type Attribution, type CaseKey, type PendingCount, pointerKeys } from "../cases/case-rows.ts"
import { type CaseDesk, changeOpenCase } from "../cases/change-case.ts"
import type { Attributed } from "../cases/exposure.ts"
import { addExposures } from "./add-exposures.ts"
import { attributedAs, widenedKeys } from "./attribution.ts"
import type { GrowthDesk } from "./growth-desk.ts"

/** An index of the ledger may lag behind it. What it hid is counted this much later. */
export const recountSeconds = 90

/**
 * What to count of the ledger for keys that attribute more than before. A key that is read through an index is counted
 * again a little later.
 */
export function planCounts(before: readonly CaseKey[], after: readonly CaseKey[], at: string): PendingCount[] {
  const later = new Date(Date.parse(at) + recountSeconds * 1000).toISOString()
  return widenedKeys(before, after).flatMap(({ accessorKey, from }) => [
    { accessorKey, from, dueAt: at },
    ...(keyKind(accessorKey) === "subject" ? [] : [{ accessorKey, from, dueAt: later }]),
  ])
}

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
  const byCase = new Map<string, Attributed[]>()
  for (const one of disclosures) {
    const found = new Map<string, Attributed>()
    // The subject comes last: what a case attributes to a subject is more than a possible exposure of its block.
    for (const key of keysOf(one)) {
      const pointer = pointers.get(pointerKeys.accessor(key).pk)
      const seen = pointer === undefined ? undefined : attributedAs(one, pointer)
      if (pointer !== undefined && seen !== undefined) found.set(pointer.caseId, seen)
    }
    for (const [caseId, seen] of found) byCase.set(caseId, [...(byCase.get(caseId) ?? []), seen])
  }
  return byCase
}

function keysOf({ subject, network, prefix, block }: Disclosure): string[] {
  return [block, prefix, network, subject].filter((key) => key !== undefined)
}

/** Disclosures that are read from the ledger before they are counted. */
const ledgerPage = 200

/**
 * Counts the parts of the ledger that the case still has to count and that are due. It can be repeated, and run at the
 * same time as others.
 *
 * @param afterFirst called once when the first page is counted, so that no alert waits for a long count
 */
export async function countPending(
  desk: GrowthDesk & { disclosures: Disclosures },
  caseId: string,
  afterFirst: () => Promise<void> = async () => undefined,
): Promise<void> {
  const current = await desk.cases.get(caseId)
  if (current?.state !== "open") return
  const now = desk.clock().getTime()
  let isFirst = true
  for (const pending of current.pending.filter((one) => Date.parse(one.dueAt) <= now)) {
    const attribution = current.keys.find((key) => key.accessorKey === pending.accessorKey) ?? {}
    let page: Attributed[] = []
    for await (const one of ledgerOf(desk.disclosures, pending, attribution)) {
      const seen = attributedAs(one, attribution)
      if (seen === undefined) continue
      page.push(seen)
      if (page.length < ledgerPage) continue
      await addExposures(desk, caseId, page)
      page = []
      if (isFirst) await afterFirst()
      isFirst = false
    }
    await addExposures(desk, caseId, page)
    await strikeCount(desk, caseId, pending)
  }
}

function ledgerOf(
  disclosures: Disclosures,
  { accessorKey, from }: PendingCount,
  { attributesUntil }: Attribution,
): AsyncIterable<Disclosure> {
  return keyKind(accessorKey) === "block"
    ? disclosures.ofBlock(accessorKey, from, attributesUntil)
    : disclosures.ofAccessor(accessorKey, from)
}

/** Takes a finished count off the list. */
async function strikeCount(desk: CaseDesk, caseId: string, done: PendingCount): Promise<void> {
  const isDone = (one: PendingCount) =>
    one.accessorKey === done.accessorKey && one.from === done.from && one.dueAt === done.dueAt
  await changeOpenCase(desk, caseId, async (current) =>
    current.pending.some(isDone)
      ? { case: { ...current, pending: current.pending.filter((one) => !isDone(one)) } }
      : undefined,
  )
}
