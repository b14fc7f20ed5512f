import {
  type AffectedRow,
  type CaseItem,
  type CaseRow,
  caseKeys,
  decadeOf,
  type ExposureRow,
  type PartyRow,
} from "./breach-case.ts"
import {
  type Claimant,
  type Exposure,
  earlier,
  exposureKey,
  joinExposures,
  later,
  sameExposure,
  seenOf,
  sortedFields,
} from "./exposure.ts"
import { isClaimable } from "./identifiers.ts"
import { recountParties, withoutShipment, withReceipts } from "./notice-receipts.ts"

/** What a case holds already of the exposures that are to be added, by exposure key, record id and party id. */
export type KnownRows = {
  exposures: ReadonlyMap<string, ExposureRow>
  affected: ReadonlyMap<string, AffectedRow>
  parties: ReadonlyMap<string, PartyRow>
}

/** What a case copies of a shipment, so that its evidence outlives the tracking record. */
export type ShipmentDetails = Pick<AffectedRow, "sealedOrderReference" | "sealedTrackingNumber" | "deliveryPoint">

export type GrowthContext = {
  /** ISO instant of the change. */
  at: string
  kindOf(partyId: string): "retailer" | "carrier" | undefined
  aliasOf(partyId: string): string
  detailsOf(recordId: string): ShipmentDetails
}

/** A case after exposures were added. `rows` are those that changed; nothing changed where it is empty. */
export type Growth = { case: CaseRow; rows: CaseItem[]; newParties: PartyRow[] }

/**
 * Adds exposures to a case. Counts are exact whatever is repeated: an exposure counts once, a shipment once per party however
 * many accessors saw it; possible exposures, and shipments that have no others, are counted apart. A party that appears for the first time, or whose shipments reach another power of ten, is noted in
 * `toAlert`.
 */
export function growCase(
  current: CaseRow,
  known: KnownRows,
  found: Iterable<Exposure>,
  context: GrowthContext,
): Growth {
  const exposures = new Map(known.exposures)
  const affected = new Map(known.affected)
  const parties = new Map(known.parties)
  const changed = new Map<string, CaseItem>()
  const newParties = new Map<string, PartyRow>()
  let added = 0
  let exposed = 0

  for (const one of found) {
    const key = exposureKey(one)
    const before = exposures.get(key)
    const joined = before === undefined ? one : joinExposures(plain(before), one)
    if (before !== undefined && sameExposure(before, joined)) continue
    const isNew = before === undefined || before.possible !== joined.possible
    if (isNew) added += 1
    if (isNew && joined.possible !== true) exposed += 1
    const row: ExposureRow = {
      ...caseKeys.exposure(current.caseId, one),
      caseId: current.caseId,
      type: "exposure",
      ...joined,
    }
    exposures.set(key, row)
    changed.set(row.sk, row)

    const shipmentBefore = affected.get(one.recordId)
    const shipment = grownShipment(current.caseId, shipmentBefore, joined, isNew, context)
    affected.set(one.recordId, shipment)
    changed.set(shipment.sk, shipment)
    if (shipmentBefore === undefined && isClaimable(one.recordId)) {
      const { caseId } = current
      const { recordId } = one
      const note = { ...caseKeys.unclaimed(caseId, recordId), caseId, type: "unclaimed" as const, recordId }
      changed.set(note.pk, note)
    }

    // A parcel that no retailer has claimed is the carrier's alone and names it twice.
    for (const partyId of new Set([one.retailerId, one.carrierId])) {
      const otherId = partyId === one.carrierId ? one.retailerId : one.carrierId
      const kind = context.kindOf(partyId)
      if (kind === undefined) continue
      const known = parties.get(partyId)
      const party = known ?? newParty(current, partyId, kind, { ...context, tool: joined.tools[0] ?? current.tool })
      const otherKind = context.kindOf(otherId)
      const counterparty = otherKind === undefined || otherKind === kind ? [] : [otherId]
      const grown = grownParty(
        { ...party, counterparties: [...new Set([...party.counterparties, ...counterparty])].sort() },
        { exposure: before, shipment: shipmentBefore },
        { exposure: joined, shipment },
        kind === "carrier" ? counterparty[0] : undefined,
      )
      parties.set(partyId, grown)
      changed.set(grown.sk, grown)
      if (known === undefined || newParties.has(partyId)) newParties.set(partyId, grown)
    }
  }

  const toAlert = new Set(current.toAlert)
  for (const item of changed.values()) if (item.type === "party" && isToBeAlerted(item)) toAlert.add(item.partyId)
  return {
    case: {
      ...current,
      exposures: current.exposures + exposed,
      ...(added > 0 ? { lastGrowthAt: context.at } : {}),
      parties: [...new Set([...current.parties, ...newParties.keys()])],
      aliases: withAliases(current.aliases, newParties.values()),
      toAlert: [...toAlert].sort(),
    },
    rows: [...changed.values()],
    newParties: [...newParties.values()],
  }
}

/** Exposures that a case holds of a parcel or an order, to be handed over to the shipments that claim it. */
export type HandedOver = {
  affected: AffectedRow
  /** Some of its exposures. */
  exposures: readonly ExposureRow[]
  /** Whether it has no others. */
  isLast: boolean
  claimants: readonly Claimant[]
}

/** A {@link Growth}, and the keys of rows that are gone. */
export type HandOver = Growth & { removed: { pk: string; sk: string }[] }

/**
 * Turns exposures of a parcel that no shipment had claimed into those of the shipments that claim it. What the case held of these already
 * is joined with it, so that nothing counts twice; who was told of the parcel was told of the shipments.
 *
 * @param known rows of the claimants, as for {@link growCase}, and of the parties of the parcel
 */
export function handOver(
  current: CaseRow,
  known: KnownRows,
  { affected, exposures, claimants, isLast }: HandedOver,
  context: GrowthContext,
): HandOver {
  const { caseId } = current
  const growth = growCase(
    current,
    known,
    exposures.flatMap((row) => seenOf(plain(row), claimants)),
    context,
  )
  const rows = new Map(growth.rows.map((row) => [row.sk, row]))
  const partyRow = (partyId: string): PartyRow | undefined => {
    const row = rows.get(caseKeys.party(caseId, partyId).sk) ?? known.parties.get(partyId)
    return row?.type === "party" ? row : undefined
  }
  const removed = exposures.map(({ pk, sk }) => ({ pk, sk }))
  const exposed = exposures.filter(({ possible }) => possible !== true).length
  for (const partyId of partiesOf(affected)) {
    const party = partyRow(partyId)
    if (party !== undefined) rows.set(party.sk, shrunkParty(party, exposures, isLast ? affected : undefined))
  }
  if (isLast) {
    removed.push({ pk: affected.pk, sk: affected.sk }, caseKeys.unclaimed(caseId, affected.recordId))
    const changes = claimants.flatMap(({ recordId }) => {
      const row = rows.get(caseKeys.affected(caseId, recordId).sk) ?? known.affected.get(recordId)
      return row?.type === "affected" ? (withReceipts(row, affected.told) ?? []) : []
    })
    const partyIds = new Set(changes.flatMap(({ after }) => [...partiesOf(after)]))
    const parties = recountParties(
      [...partyIds].flatMap((partyId) => partyRow(partyId) ?? []),
      changes,
    )
    for (const row of [...changes.map(({ after }) => after), ...parties]) rows.set(row.sk, row)
  } else {
    const gone = exposures.filter(({ possible }) => possible === affected.possible).length
    rows.set(affected.sk, { ...affected, accessors: affected.accessors - gone })
  }
  return {
    ...growth,
    case: { ...growth.case, exposures: growth.case.exposures - exposed },
    rows: [...rows.values()],
    removed,
  }
}

function partiesOf(of: Pick<AffectedRow, "retailerId" | "carrierId">): Set<string> {
  return new Set([of.retailerId, of.carrierId])
}

/** A party's counts without some exposures, and without their shipment when they were its last. */
function shrunkParty(party: PartyRow, exposures: readonly ExposureRow[], last: AffectedRow | undefined): PartyRow {
  const possible = exposures.filter((one) => one.possible === true).length
  const isPossible = last?.possible === true
  const fewer = {
    ...withPossible(party, { exposures: -possible, shipments: isPossible ? -1 : 0 }),
    exposures: party.exposures - exposures.length + possible,
  }
  if (last === undefined || isPossible) return fewer
  const shipmentsByField = { ...party.shipmentsByField }
  for (const field of last.fields) {
    const { [field]: shipments = 0 } = shipmentsByField
    if (shipments > 1) shipmentsByField[field] = shipments - 1
    else delete shipmentsByField[field]
  }
  return {
    ...fewer,
    shipments: party.shipments - 1,
    shipmentsByField,
    told: withoutShipment(party.told, last),
    ...(party.byRetailer?.[last.retailerId] === undefined ? {} : { byRetailer: withoutShare(party, last) }),
  }
}

/** A party's row with so many more possible exposures, and shipments that have no others. */
function withPossible(party: PartyRow, more: { exposures: number; shipments: number }): PartyRow {
  if (more.exposures === 0 && more.shipments === 0) return party
  const { possible = { exposures: 0, shipments: 0, alerted: 0 }, ...others } = party
  const exposures = possible.exposures + more.exposures
  const shipments = possible.shipments + more.shipments
  return exposures === 0 ? others : { ...others, possible: { exposures, shipments, alerted: possible.alerted } }
}

/** Whether a party has not been told of the case, or not since its shipments reached another power of ten: the exposed, or the possibly exposed. */
export function isToBeAlerted(
  party: Pick<PartyRow, "alertedAt" | "shipments" | "alertedShipments" | "possible">,
): boolean {
  const { shipments, alerted } = party.possible ?? { shipments: 0, alerted: 0 }
  return (
    party.alertedAt === undefined ||
    decadeOf(party.shipments) > decadeOf(party.alertedShipments) ||
    decadeOf(shipments) > decadeOf(alerted)
  )
}

/** Whether a party was told of so many shipments as it has. */
export function wasToldOfAll(party: Pick<PartyRow, "shipments" | "alertedShipments" | "possible">): boolean {
  const { shipments, alerted } = party.possible ?? { shipments: 0, alerted: 0 }
  return party.shipments === party.alertedShipments && shipments === alerted
}

/** The party's row once it is told of the shipments that it has. */
export function asAlerted(party: PartyRow): PartyRow {
  const { possible } = party
  return {
    ...party,
    alertedShipments: party.shipments,
    ...(possible === undefined ? {} : { possible: { ...possible, alerted: possible.shipments } }),
    alerts: party.alerts + 1,
  }
}

/** The row of a party that is new to a case. */
export function newParty(
  of: Pick<CaseRow, "caseId">,
  partyId: string,
  kind: "retailer" | "carrier",
  context: Pick<GrowthContext, "at" | "aliasOf"> & Pick<PartyRow, "tool"> & { counterparties?: string[] },
): PartyRow {
  return {
    ...caseKeys.party(of.caseId, partyId),
    caseId: of.caseId,
    type: "party",
    partyId,
    openedAt: context.at,
    kind,
    tool: context.tool,
    alias: context.aliasOf(partyId),
    counterparties: context.counterparties ?? [],
    exposures: 0,
    shipments: 0,
    shipmentsByField: {},
    alertedShipments: 0,
    alerts: 0,
    acknowledgeEscalations: 0,
    told: { direct: 0, publicNotice: 0 },
  }
}

/** The aliases of a case, those of new parties added. */
export function withAliases(aliases: CaseRow["aliases"], parties: Iterable<PartyRow>): CaseRow["aliases"] {
  return { ...aliases, ...Object.fromEntries([...parties].map(({ partyId, alias }) => [partyId, alias])) }
}

function grownShipment(
  caseId: string,
  before: AffectedRow | undefined,
  exposure: Exposure,
  isNewExposure: boolean,
  context: GrowthContext,
): AffectedRow {
  const seen = { fields: exposure.fields, accessors: 1, firstAt: exposure.firstAt, lastAt: exposure.lastAt }
  if (before === undefined) {
    return {
      ...caseKeys.affected(caseId, exposure.recordId),
      caseId,
      type: "affected",
      recordId: exposure.recordId,
      retailerId: exposure.retailerId,
      ...(exposure.shipmentId === undefined ? {} : { shipmentId: exposure.shipmentId }),
      carrierId: exposure.carrierId,
      ...(exposure.possible === true ? { possible: true } : {}),
      ...seen,
      ...context.detailsOf(exposure.recordId),
      told: {},
    }
  }
  if (before.possible === exposure.possible) {
    return {
      ...before,
      fields: sortedFields([...before.fields, ...exposure.fields]),
      accessors: before.accessors + (isNewExposure ? 1 : 0),
      firstAt: earlier(before.firstAt, exposure.firstAt),
      lastAt: later(before.lastAt, exposure.lastAt),
    }
  }
  if (exposure.possible === true) return before
  const { possible: _, ...exposed } = before
  return { ...exposed, ...seen }
}

/** An exposure and its shipment. */
type Seen = { exposure: Exposure; shipment: AffectedRow }
type SeenBefore = { [Name in keyof Seen]: Seen[Name] | undefined }

/** @param retailerId of a carrier's shipment */
function grownParty(
  party: PartyRow,
  before: SeenBefore,
  { exposure, shipment }: Seen,
  retailerId: string | undefined,
): PartyRow {
  if (exposure.possible === true) {
    return withPossible(party, {
      exposures: before.exposure === undefined ? 1 : 0,
      shipments: before.shipment === undefined ? 1 : 0,
    })
  }
  const wasPossible = { exposure: before.exposure?.possible === true, shipment: before.shipment?.possible === true }
  const known = wasPossible.shipment ? undefined : before.shipment
  const shipmentsByField = { ...party.shipmentsByField }
  for (const field of shipment.fields) {
    if (known?.fields.includes(field) !== true) shipmentsByField[field] = (shipmentsByField[field] ?? 0) + 1
  }
  const certain = withPossible(party, {
    exposures: wasPossible.exposure ? -1 : 0,
    shipments: wasPossible.shipment ? -1 : 0,
  })
  const isNewExposure = before.exposure === undefined || wasPossible.exposure
  const grown = {
    ...certain,
    exposures: party.exposures + (isNewExposure ? 1 : 0),
    shipments: party.shipments + (known === undefined ? 1 : 0),
    shipmentsByField,
    ...(retailerId === undefined || known !== undefined ? {} : { byRetailer: withShare(party, retailerId, 1) }),
    firstAt: party.firstAt === undefined ? exposure.firstAt : earlier(party.firstAt, exposure.firstAt),
    lastAt: party.lastAt === undefined ? exposure.lastAt : later(party.lastAt, exposure.lastAt),
  }
  // Receipts that came while the exposure was only possible count from now on.
  const told = wasPossible.shipment
    ? recountParties([grown], [{ before: { ...shipment, told: {} }, after: shipment }])
    : []
  return told[0] ?? grown
}

/** A carrier's shipments by retailer, without one. */
function withoutShare(party: PartyRow, last: AffectedRow): NonNullable<PartyRow["byRetailer"]> {
  const byRetailer = withShare(party, last.retailerId, -1)
  const share = byRetailer[last.retailerId]
  return share === undefined
    ? byRetailer
    : { ...byRetailer, [last.retailerId]: { ...share, told: withoutShipment(share.told, last) } }
}

/** A carrier's shipments by retailer, with some more or fewer of one. */
function withShare(party: PartyRow, retailerId: string, more: number): NonNullable<PartyRow["byRetailer"]> {
  const { shipments, told } = party.byRetailer?.[retailerId] ?? { shipments: 0, told: { direct: 0, publicNotice: 0 } }
  return { ...party.byRetailer, [retailerId]: { shipments: shipments + more, told } }
}

/** The exposure that a row of a case holds. */
export function plain(row: ExposureRow): Exposure {
  const { pk: _pk, sk: _sk, caseId: _caseId, type: _type, ...exposure } = row
  return exposure
}
