import { isClaimable } from "../../intake/tracking/record-ids.ts"
import { commitItems, type Decided } from "../cases/case-draft.ts"
import { caseKeys } from "../cases/case-keys.ts"
import { aliasOf, aliasPointers } from "../cases/case-pointers.ts"
import type { CaseRow, ExposureRow } from "../cases/case-rows.ts"
import { changeCase, type KindOfChange } from "../cases/change-case.ts"
import { type Attributed, type Claimant, type Exposure, exposuresOf, seenOf } from "../cases/exposure.ts"
import { exposureKey } from "../cases/exposure-key.ts"
import { noteCounted } from "./counted-records.ts"
import type { ExposurePorts } from "./exposure-ports.ts"
import { growCase, type KnownRows } from "./grow-case.ts"
import type { GrowthContext, ShipmentDetails } from "./growth-context.ts"
import { type HandedOver, handOver } from "./hand-over.ts"

/**
 * Adds the exposures of these disclosures to an open case. If a shipment claims what was looked up, they are exposures
 * of that shipment. Repeating the call has no effect.
 *
 * @returns how many exposures changed
 */
export async function addExposures(
  desk: ExposurePorts,
  caseId: string,
  disclosures: readonly Attributed[],
): Promise<number> {
  const exposures = exposuresOf(ofClaimants(disclosures, await notedClaimants(desk, caseId, disclosures)))
  const changed = await addChunks(desk, caseId, [...exposures.values()], true)
  await settleClaims(desk, caseId, disclosures)
  return changed
}

/**
 * The shipments that claim what was seen. They are read after the note that the case counts it, so that a shipment that
 * is not among them finds the note when it claims.
 */
async function notedClaimants(desk: ExposurePorts, caseId: string, seen: readonly { recordId: string }[]) {
  const claimants = await claimantsAmong(desk, seen)
  // What nobody claims is noted together with its exposures.
  if (claimants.size === 0) return claimants
  const claimed = [...claimants.keys()]
  await noteCounted(desk, caseId, claimed)
  return desk.claimantsOf(claimed)
}

/** Exposures for a case. `described`: what is known of their shipments, so that a lost race asks nothing again. */
type Found = { caseId: string; found: readonly Exposure[]; isNews: boolean; described: Map<string, ShipmentDetails> }

/** A parcel or an order of a case, and the shipments that claim it. */
type Claimed = { caseId: string; recordId: string; claimants: readonly Claimant[] }

/** Adds exposures that another case has counted, as {@link addExposures} does. */
export async function addCounted(desk: ExposurePorts, caseId: string, exposures: readonly Exposure[]): Promise<number> {
  const changed = await addChunks(desk, caseId, exposures, false)
  await settleClaims(desk, caseId, exposures)
  return changed
}

async function addChunks(
  desk: ExposurePorts,
  caseId: string,
  exposures: readonly Exposure[],
  isNews: boolean,
): Promise<number> {
  let changed = 0
  for (const chunk of transactionsOfExposures(exposures))
    changed += await changeCase(desk, growing, { caseId, found: chunk, isNews, described: new Map() })
  return changed
}

/**
 * Hands over what a shipment claimed while it was being added. Whichever writes last, the case or the claim, sees what
 * the other wrote.
 */
async function settleClaims(
  desk: ExposurePorts,
  caseId: string,
  added: readonly { recordId: string }[],
): Promise<void> {
  for (const [recordId, claimants] of await claimantsAmong(desk, added)) {
    await handOverExposures(desk, caseId, recordId, claimants)
  }
}

/**
 * Turns the exposures that a case holds of a parcel or an order into exposures of the shipments that claim it.
 * Repeating the call has no effect.
 */
export async function handOverExposures(
  desk: ExposurePorts,
  caseId: string,
  recordId: string,
  claimants: readonly Claimant[],
): Promise<void> {
  let isDone: boolean
  do isDone = await changeCase(desk, handingOver, { caseId, recordId, claimants })
  while (!isDone)
}

/** Hands over as many exposures as one transaction holds. @returns whether none are left */
const handingOver: KindOfChange<ExposurePorts, Claimed, HandOverRows | undefined, boolean> = {
  async read(desk, { caseId, recordId, claimants }) {
    const current = await desk.cases.get(caseId)
    const [affected] = await desk.cases.items([caseKeys.affected(caseId, recordId)])
    if (current?.state !== "open" || affected?.type !== "affected") return undefined
    const { exposures, isLast } = await exposuresToHandOver(desk, caseId, { recordId, claimants })
    const moved = exposures.flatMap((row) => seenOf(row, claimants))
    const known = await knownRows(desk, caseId, [...moved, ...exposures])
    const described = await desk.describeShipments(caseId, moved)
    const context = await contextOf(desk, caseId, { exposures: moved, described, isNews: true })
    return { current, known, handed: { affected, exposures, claimants, isLast }, context }
  },
  decide: decideHandOver,
}

/** The next exposures of a parcel or an order that fit one transaction, and whether they are the last. */
async function exposuresToHandOver(
  desk: ExposurePorts,
  caseId: string,
  { recordId, claimants }: { recordId: string; claimants: readonly Claimant[] },
): Promise<{ exposures: ExposureRow[]; isLast: boolean }> {
  // Each exposure is removed once, and put once per claimant with up to two rows of its accessor. The rest is for
  // shipments, parties and the case.
  const atOnce = Math.max(1, Math.floor((commitItems - 10 - claimants.length) / (1 + 3 * claimants.length)))
  const exposures: ExposureRow[] = []
  const { sk: prefix } = caseKeys.exposure(caseId, { recordId, accessor: "" })
  for await (const row of desk.cases.list(caseId, prefix, { limit: atOnce + 1 })) {
    if (row.type === "exposure") exposures.push(row)
  }
  return { exposures: exposures.slice(0, atOnce), isLast: exposures.length <= atOnce }
}

async function contextOf(
  desk: ExposurePorts,
  caseId: string,
  {
    exposures,
    described,
    isNews,
  }: {
    exposures: readonly Pick<Exposure, "retailerId" | "carrierId">[]
    described: ReadonlyMap<string, ShipmentDetails>
    isNews: boolean
  },
): Promise<GrowthContext> {
  const partyIds = exposures.flatMap(({ retailerId, carrierId }) => [retailerId, carrierId])
  const parties = await desk.parties.byIds([...new Set(partyIds)])
  return {
    at: desk.clock().toISOString(),
    isNews,
    kindOf: (partyId) => parties.get(partyId)?.kind,
    aliasOf: (partyId) => aliasOf(desk, caseId, partyId),
    detailsOf: (recordId) => described.get(recordId) ?? {},
  }
}

/** Adds exposures that fit one transaction. @returns how many exposures changed */
const growing: KindOfChange<ExposurePorts, Found, GrowthRows | undefined, number> = {
  async read(desk, { caseId, found, isNews, described }) {
    const current = await desk.cases.get(caseId)
    if (current?.state !== "open") return undefined
    const known = await knownRows(desk, caseId, found)
    const unknown = found.filter(({ recordId }) => !known.affected.has(recordId) && !described.has(recordId))
    if (unknown.length > 0) {
      for (const [recordId, details] of await desk.describeShipments(caseId, unknown)) described.set(recordId, details)
    }
    return { current, known, context: await contextOf(desk, caseId, { exposures: found, described, isNews }) }
  },
  decide: decideGrowth,
}

async function knownRows(desk: ExposurePorts, caseId: string, found: readonly Exposure[]): Promise<KnownRows> {
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
 * Groups of exposures that each fit one transaction: an exposure and a shipment each, two notes for a parcel or order
 * that nobody has claimed, a row and a pointer per party, and a row for each accessor of a party.
 */
function transactionsOfExposures(found: readonly Exposure[]): Exposure[][] {
  const chunks: Exposure[][] = []
  let chunk: Exposure[] = []
  const rowsOf = (exposures: readonly Exposure[]) =>
    exposures.reduce((rows, { recordId }) => rows + (isClaimable(recordId) ? 4 : 2), 0)
  let parties = new Set<string>()
  let accessors = new Set<string>()
  for (const one of found) {
    const own = [one.retailerId, one.carrierId]
    const names = own.map((partyId) => `${partyId}#${one.accessor}`)
    const together = new Set([...parties, ...own])
    const seenBy = new Set([...accessors, ...names])
    const isFull = chunk.length > 0 && 1 + rowsOf([...chunk, one]) + 2 * together.size + seenBy.size > commitItems
    if (isFull) chunks.push(chunk)
    chunk = isFull ? [one] : [...chunk, one]
    parties = isFull ? new Set(own) : together
    accessors = isFull ? new Set(names) : seenBy
  }
  return chunk.length === 0 ? chunks : [...chunks, chunk]
}

/**
 * The disclosures, with those of parcels and orders that a shipment has claimed since as disclosures of that shipment.
 */
export async function asClaimed(
  desk: Pick<ExposurePorts, "claimantsOf">,
  disclosures: readonly Attributed[],
): Promise<Attributed[]> {
  return ofClaimants(disclosures, await claimantsAmong(desk, disclosures))
}

/** The disclosures, with those of a parcel or an order as disclosures of each shipment that claims it. */
function ofClaimants(
  disclosures: readonly Attributed[],
  claimants: ReadonlyMap<string, readonly Claimant[]>,
): Attributed[] {
  return disclosures.flatMap((one) => {
    const found = claimants.get(one.recordId)
    return found === undefined ? [one] : seenOf(one, found)
  })
}

async function claimantsAmong(
  desk: Pick<ExposurePorts, "claimantsOf">,
  seen: readonly { recordId: string }[],
): Promise<ReadonlyMap<string, readonly Claimant[]>> {
  const recordIds = [...new Set(seen.map((one) => one.recordId))].filter(isClaimable)
  return recordIds.length === 0 ? new Map() : desk.claimantsOf(recordIds)
}

/** An open case, what it holds of the exposures to add, and what is known of their parties and shipments. */
type GrowthRows = { current: CaseRow; known: KnownRows; context: GrowthContext }

/** An open case with exposures of a parcel or an order that shipments claim. */
type HandOverRows = GrowthRows & { handed: HandedOver }

/** Adds exposures to an open case; see {@link growCase}. The result is how many exposures changed. */
function decideGrowth(rows: GrowthRows | undefined, { found }: { found: readonly Exposure[] }): Decided<number> {
  if (rows === undefined) return { result: 0 }
  const growth = growCase(rows.current, rows.known, found, rows.context)
  const changed = growth.rows.filter((row) => row.type === "exposure").length
  if (changed === 0) return { result: 0 }
  const draft = { case: growth.case, items: growth.rows, pointers: aliasPointers(growth.newParties), entries: [] }
  return { draft, result: changed }
}

/** Hands exposures over to the shipments that claim them; see {@link handOver}. The result: whether none were left. */
function decideHandOver(rows: HandOverRows | undefined): Decided<boolean> {
  if (rows === undefined) return { result: true }
  const { case: next, rows: items, removed, newParties } = handOver(rows.current, rows.known, rows.handed, rows.context)
  return { draft: { case: next, items, pointers: aliasPointers(newParties), removed, entries: [] }, result: false }
}
