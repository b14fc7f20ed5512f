import {
  type AffectedRow,
  type Attribution,
  type CaseRow,
  caseKeys,
  type ExposureRow,
  type PendingCount,
  pointerKeys,
} from "../domain/breach-case.ts"
import {
  type GrowthContext,
  growCase,
  handOver,
  type KnownRows,
  type ShipmentDetails,
} from "../domain/breach-case-growth.ts"
import { attributedAs } from "../domain/breach-case-joining.ts"
import type { Disclosure } from "../domain/disclosure.ts"
import { type Attributed, type Claimant, type Exposure, exposureKey, exposuresOf, seenOf } from "../domain/exposure.ts"
import { isClaimable } from "../domain/identifiers.ts"
import { commitItems } from "./breach-cases.ts"
import { type CaseDesk, changeCase } from "./breach-cases-desk.ts"
import { aliasOf, aliasPointers, pointersAt } from "./breach-cases-opening.ts"
import type { Disclosures } from "./disclosures.ts"

/** What a case copies of shipments, sealed under its own key; shipments that are gone are left out. */
export type DescribeShipments = (
  caseId: string,
  shipments: readonly Pick<AffectedRow, "recordId" | "retailerId" | "carrierId">[],
) => Promise<ReadonlyMap<string, ShipmentDetails>>

/** The shipments that claim these parcels, or are of these orders, by the keys that were asked for; those that nobody claims are left out. */
export type ClaimantsOf = (recordIds: readonly string[]) => Promise<ReadonlyMap<string, readonly Claimant[]>>

export type GrowthDesk = CaseDesk & { describeShipments: DescribeShipments; claimantsOf: ClaimantsOf }

/** Disclosures of parcels and orders that a shipment has claimed since, as the disclosures of that shipment. */
export async function asClaimed(
  desk: Pick<GrowthDesk, "claimantsOf">,
  disclosures: readonly Attributed[],
): Promise<Attributed[]> {
  const claimants = await claimantsAmong(desk, disclosures)
  return disclosures.flatMap((one) => {
    const found = claimants.get(one.recordId)
    return found === undefined ? [one] : seenOf(one, found)
  })
}

async function claimantsAmong(
  desk: Pick<GrowthDesk, "claimantsOf">,
  seen: readonly { recordId: string }[],
): Promise<ReadonlyMap<string, readonly Claimant[]>> {
  const recordIds = [...new Set(seen.map((one) => one.recordId))].filter(isClaimable)
  return recordIds.length === 0 ? new Map() : desk.claimantsOf(recordIds)
}

/**
 * Adds the exposures that these disclosures make to a case, in as few transactions as hold them: of the shipments that claim what was
 * looked up, where there are any. Safe to repeat.
 *
 * @returns how many exposures changed; nothing does in a case that is not open
 */
export async function addExposures(
  desk: GrowthDesk,
  caseId: string,
  disclosures: readonly Attributed[],
): Promise<number> {
  const exposures = exposuresOf(await asClaimed(desk, disclosures))
  const changed = await addChunks(desk, caseId, [...exposures.values()])
  await settleClaims(desk, caseId, disclosures)
  return changed
}

/** Adds exposures that were counted already, as {@link addExposures} does. */
export async function addCounted(desk: GrowthDesk, caseId: string, exposures: readonly Exposure[]): Promise<number> {
  const changed = await addChunks(desk, caseId, exposures)
  await settleClaims(desk, caseId, exposures)
  return changed
}

async function addChunks(desk: GrowthDesk, caseId: string, exposures: readonly Exposure[]): Promise<number> {
  let changed = 0
  for (const chunk of transactionsOf(exposures)) changed += await addChunk(desk, caseId, chunk)
  return changed
}

/**
 * Hands over what was claimed while it was being added: whoever writes last, the case or the claim, sees what the other wrote.
 */
async function settleClaims(desk: GrowthDesk, caseId: string, added: readonly { recordId: string }[]): Promise<void> {
  for (const [recordId, claimants] of await claimantsAmong(desk, added)) {
    await handOverExposures(desk, caseId, recordId, claimants)
  }
}

/** Turns the exposures that a case holds of a parcel or an order into those of the shipments that claim it. Safe to repeat. */
export async function handOverExposures(
  desk: GrowthDesk,
  caseId: string,
  recordId: string,
  claimants: readonly Claimant[],
): Promise<void> {
  // An exposure goes and comes once for each claimant; beside them there are a row for each shipment, the parties', and the case's.
  const atOnce = Math.max(1, Math.floor((commitItems - 10 - claimants.length) / (1 + claimants.length)))
  const step = () =>
    changeCase(desk, async () => {
      const current = await desk.cases.get(caseId)
      const [affected] = await desk.cases.items([caseKeys.affected(caseId, recordId)])
      if (current?.state !== "open" || affected?.type !== "affected") return { result: "done" as const }
      const exposures: ExposureRow[] = []
      const { sk: prefix } = caseKeys.exposure(caseId, { recordId, accessor: "" })
      for await (const row of desk.cases.list(caseId, prefix, { limit: atOnce + 1 })) {
        if (row.type === "exposure") exposures.push(row)
      }
      const isLast = exposures.splice(atOnce).length === 0
      const moved = exposures.flatMap((row) => seenOf(row, claimants))
      const known = await knownRows(desk, caseId, [...moved, ...exposures])
      const described = await desk.describeShipments(caseId, moved)
      const growth = handOver(
        current,
        known,
        { affected, exposures, claimants, isLast },
        contextOf(desk, caseId, described),
      )
      const { case: next, rows: items, removed } = growth
      const pointers = aliasPointers(growth.newParties)
      return { draft: { case: next, items, pointers, removed, entries: [] }, result: "more" as const }
    })
  while ((await step()) === "more");
}

function contextOf(desk: GrowthDesk, caseId: string, described: ReadonlyMap<string, ShipmentDetails>): GrowthContext {
  return {
    at: desk.clock().toISOString(),
    kindOf: (partyId) => desk.parties.byId(partyId)?.kind,
    aliasOf: (partyId) => aliasOf(desk, caseId, partyId),
    detailsOf: (recordId) => described.get(recordId) ?? {},
  }
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
    const growth = growCase(current, known, found, contextOf(desk, caseId, described))
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

/**
 * Cuts exposures so that each part fits one transaction: an exposure and a shipment each, a note of what nobody has claimed, and a row
 * and a pointer per party.
 */
function transactionsOf(found: readonly Exposure[]): Exposure[][] {
  const chunks: Exposure[][] = []
  let chunk: Exposure[] = []
  const rowsOf = (exposures: readonly Exposure[]) =>
    exposures.reduce((rows, { recordId }) => rows + (isClaimable(recordId) ? 3 : 2), 0)
  let parties = new Set<string>()
  for (const one of found) {
    const together = new Set([...parties, one.retailerId, one.carrierId])
    if (chunk.length > 0 && 1 + rowsOf([...chunk, one]) + 2 * together.size > commitItems) {
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
