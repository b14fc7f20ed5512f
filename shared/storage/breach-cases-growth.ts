import { type AffectedRow, type CaseRow, caseKeys, type PendingCount, pointerKeys } from "../domain/breach-case.ts"
import { growCase, type KnownRows, type ShipmentDetails } from "../domain/breach-case-growth.ts"
import { attributedAs } from "../domain/breach-case-joining.ts"
import type { Disclosure } from "../domain/disclosure.ts"
import { type Exposure, exposureKey, exposuresOf } from "../domain/exposure.ts"
import { commitItems } from "./breach-cases.ts"
import { type CaseDesk, changeCase } from "./breach-cases-desk.ts"
import { aliasOf, aliasPointers, pointersAt } from "./breach-cases-opening.ts"
import type { Disclosures } from "./disclosures.ts"

/** What a case copies of shipments, sealed under its own key; shipments that are gone are left out. */
export type DescribeShipments = (
  caseId: string,
  shipments: readonly Pick<AffectedRow, "recordId" | "retailerId" | "carrierId">[],
) => Promise<ReadonlyMap<string, ShipmentDetails>>

export type GrowthDesk = CaseDesk & { describeShipments: DescribeShipments }

/**
 * Adds the exposures that these disclosures make to a case, in as few transactions as hold them. Safe to repeat.
 *
 * @returns how many exposures changed; nothing does in a case that is not open
 */
export async function addExposures(
  desk: GrowthDesk,
  caseId: string,
  disclosures: Iterable<Disclosure>,
): Promise<number> {
  return addCounted(desk, caseId, [...exposuresOf(disclosures).values()])
}

/** Adds exposures that were counted already, as {@link addExposures} does. */
export async function addCounted(desk: GrowthDesk, caseId: string, exposures: readonly Exposure[]): Promise<number> {
  let changed = 0
  for (const chunk of transactionsOf(exposures)) changed += await addChunk(desk, caseId, chunk)
  return changed
}

async function addChunk(desk: GrowthDesk, caseId: string, found: readonly Exposure[]): Promise<number> {
  const described = new Map<string, ShipmentDetails>()
  return changeCase(desk, async () => {
    const current = await desk.cases.get(caseId)
    if (current === undefined || current.state !== "open") return { result: 0 }
    const known = await knownRows(desk, caseId, found)
    const unknown = found.filter(({ recordId }) => !known.affected.has(recordId) && !described.has(recordId))
    if (unknown.length > 0) {
      for (const [recordId, details] of await desk.describeShipments(caseId, unknown)) described.set(recordId, details)
    }
    const growth = growCase(current, known, found, {
      at: desk.clock().toISOString(),
      kindOf: (partyId) => desk.parties.byId(partyId)?.kind,
      aliasOf: (partyId) => aliasOf(desk, caseId, partyId),
      detailsOf: (recordId) => described.get(recordId) ?? {},
    })
    const result = growth.rows.filter((row) => row.type === "exposure").length
    if (result === 0) return { result }
    return {
      draft: { case: growth.case, items: growth.rows, pointers: aliasPointers(growth.newParties), entries: [] },
      result,
    }
  })
}

async function knownRows(desk: GrowthDesk, caseId: string, found: readonly Exposure[]): Promise<KnownRows> {
  const partyIds = new Set(found.flatMap((one) => [one.retailerId, one.carrierId]))
  const rows = await desk.cases.items([
    ...found.map((one) => caseKeys.exposure(caseId, one)),
    ...[...new Set(found.map((one) => one.recordId))].map((recordId) => caseKeys.affected(caseId, recordId)),
    ...[...partyIds].map((partyId) => caseKeys.party(caseId, partyId)),
  ])
  return {
    exposures: new Map(rows.flatMap((row) => (row.type === "exposure" ? [[exposureKey(row), row] as const] : []))),
    affected: new Map(rows.flatMap((row) => (row.type === "affected" ? [[row.recordId, row] as const] : []))),
    parties: new Map(rows.flatMap((row) => (row.type === "party" ? [[row.partyId, row] as const] : []))),
  }
}

/** Cuts exposures so that each part fits one transaction: an exposure and a shipment each, and a row and a pointer per party. */
function transactionsOf(found: readonly Exposure[]): Exposure[][] {
  const chunks: Exposure[][] = []
  let chunk: Exposure[] = []
  let parties = new Set<string>()
  for (const one of found) {
    const together = new Set([...parties, one.retailerId, one.carrierId])
    if (chunk.length > 0 && 1 + 2 * (chunk.length + 1) + 2 * together.size > commitItems) {
      chunks.push(chunk)
      chunk = []
      parties = new Set([one.retailerId, one.carrierId])
    } else parties = together
    chunk.push(one)
  }
  return chunk.length === 0 ? chunks : [...chunks, chunk]
}

/**
 * Which disclosures belong to which open case, by the accessor keys that the cases have claimed.
 *
 * @returns disclosures by case id; those proven or of nobody's case are left out
 */
export async function attributed(
  desk: Pick<CaseDesk, "cases">,
  disclosures: readonly Disclosure[],
): Promise<Map<string, Disclosure[]>> {
  const keys = [...new Set(disclosures.flatMap((one) => [one.subject, one.network]))]
  const pointers = await pointersAt(desk, keys.map(pointerKeys.accessor))
  const byCase = new Map<string, Disclosure[]>()
  for (const one of disclosures) {
    const found = new Map<string, Disclosure>()
    for (const key of [one.network, one.subject]) {
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
    let page: Disclosure[] = []
    const claim = current.keys.find((key) => key.accessorKey === pending.accessorKey) ?? {}
    for await (const one of desk.disclosures.ofAccessor(pending.accessorKey, pending.from)) {
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
