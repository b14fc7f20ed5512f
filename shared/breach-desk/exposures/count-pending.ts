import type { Disclosure } from "../../lookups/ledger/disclosure.ts"
import type { Disclosures } from "../../lookups/ledger/disclosures.ts"
import { pointersAt } from "../cases/case-pointers.ts"
import { type Attribution, type CaseRow, type PendingCount, pointerKeys } from "../cases/case-rows.ts"
import { type CaseDesk, changeCase } from "../cases/change-case.ts"
import type { Attributed } from "../cases/exposure.ts"
import { addExposures } from "./add-exposures.ts"
import { attributedAs } from "./attribution.ts"
import type { GrowthDesk } from "./growth-desk.ts"

/**
 * Which disclosures belong to which open case, by the accessor keys that the cases have claimed.
 *
 * @returns disclosures by case id; those proven or of nobody's case are left out
 */
export async function attributed(
  desk: Pick<CaseDesk, "cases">,
  disclosures: readonly Disclosure[],
): Promise<Map<string, Attributed[]>> {
  const keysOf = ({ subject, network, block }: Disclosure) => [
    ...(block === undefined ? [] : [block]),
    network,
    subject,
  ]
  const keys = [...new Set(disclosures.flatMap(keysOf))]
  const pointers = await pointersAt(desk, keys.map(pointerKeys.accessor))
  const byCase = new Map<string, Attributed[]>()
  for (const one of disclosures) {
    const found = new Map<string, Attributed>()
    // What a case attributes to an accessor is more than possible.
    for (const key of keysOf(one)) {
      const pointer = pointers.get(pointerKeys.accessor(key).pk)
      const seen = pointer === undefined ? undefined : attributedAs(one, pointer)
      if (pointer !== undefined && seen !== undefined) found.set(pointer.caseId, seen)
    }
    for (const [caseId, seen] of found) byCase.set(caseId, [...(byCase.get(caseId) ?? []), seen])
  }
  return byCase
}

/** How many disclosures are taken from the ledger at a time. */
const ledgerPage = 200

/**
 * Counts what the case still has to count of the ledger and is due. Safe to repeat, and to run beside others.
 *
 * @param afterFirst called once when the first page of a count is in, so that nobody waits for a long count to be alerted
 */
export async function countPending(
  desk: GrowthDesk & { disclosures: Disclosures },
  caseId: string,
  afterFirst?: () => Promise<void>,
): Promise<void> {
  const current = await desk.cases.get(caseId)
  if (current === undefined || current.state !== "open") return
  const now = desk.clock().getTime()
  let told = afterFirst === undefined
  for (const pending of current.pending.filter((one) => Date.parse(one.dueAt) <= now)) {
    let page: Attributed[] = []
    const claim: Attribution = current.keys.find((key) => key.accessorKey === pending.accessorKey) ?? {}
    const { accessorKey, from } = pending
    const ofBlock = accessorKey.startsWith("block#")
    const found = ofBlock
      ? desk.disclosures.ofBlock(accessorKey, from, claim.attributesUntil)
      : desk.disclosures.ofAccessor(accessorKey, from)
    for await (const one of found) {
      const seen = attributedAs(one, claim)
      if (seen === undefined) continue
      page.push(seen)
      if (page.length < ledgerPage) continue
      await addExposures(desk, caseId, page)
      page = []
      if (!told) {
        told = true
        await afterFirst?.()
      }
    }
    await addExposures(desk, caseId, page)
    await settle(desk, caseId, pending)
  }
}

/** Strikes a count that is done from the list of those to do. */
async function settle(desk: CaseDesk, caseId: string, done: PendingCount): Promise<void> {
  const isDone = (one: PendingCount) =>
    one.accessorKey === done.accessorKey && one.from === done.from && one.dueAt === done.dueAt
  await changeCase(desk, async () => {
    const current = await desk.cases.get(caseId)
    if (current === undefined || !current.pending.some(isDone)) return { result: undefined }
    const next: CaseRow = { ...current, pending: current.pending.filter((one) => !isDone(one)) }
    return { draft: { case: next, items: [], entries: [] }, result: undefined }
  })
}
