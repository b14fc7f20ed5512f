import { earlier, later } from "../../base/platform/instants.ts"
import { sortedFields } from "../../intake/tracking/fields.ts"
import { isClaimable } from "../../intake/tracking/record-ids.ts"
import { isToBeAlerted } from "../cases/alert-steps.ts"
import { caseKeys } from "../cases/case-keys.ts"
import type { AffectedRow, CaseItem, CaseRow, ExposureRow, PartyRow } from "../cases/case-rows.ts"
import { type Exposure, isSomebody, joinExposures, sameExposure } from "../cases/exposure.ts"
import { exposureKey } from "../cases/exposure-key.ts"
import { fieldsExposed, withPossible, withRegion, withShare } from "../cases/party-counts.ts"
import { recountParties } from "../notices/notice-receipts.ts"
import { countedMarker } from "./counted-records.ts"
import type { GrowthContext } from "./growth-context.ts"
import { newParty } from "./new-party.ts"

/** What a case already holds of the exposures to add, by exposure key, record id and party id. */
export type KnownRows = {
  exposures: ReadonlyMap<string, ExposureRow>
  affected: ReadonlyMap<string, AffectedRow>
  parties: ReadonlyMap<string, PartyRow>
}

/** A case after exposures were added. `rows` are those that changed. It is empty if nothing changed. */
export type Growth = { case: CaseRow; rows: CaseItem[]; newParties: PartyRow[] }

/**
 * Adds exposures to a case. Counts stay exact when exposures are repeated: an exposure counts once, and a shipment once
 * for each party however many accessors saw it. Possible exposures, and shipments with no others, are counted apart. A
 * party that is new, or whose shipments reach another power of ten, is put on the list `toAlert`.
 */
export function growCase(
  current: CaseRow,
  known: KnownRows,
  found: Iterable<Exposure>,
  context: GrowthContext,
): Growth {
  const growing: Growing = {
    current,
    context,
    exposures: new Map(known.exposures),
    affected: new Map(known.affected),
    parties: new Map(known.parties),
    changed: new Map(),
    newParties: new Set(),
    added: 0,
    exposed: 0,
  }
  for (const exposure of found) addExposure(growing, exposure)
  return {
    case: grownCase(growing),
    rows: [...growing.changed.values()],
    newParties: [...growing.newParties].flatMap((partyId) => growing.parties.get(partyId) ?? []),
  }
}

/** A growth under way: the rows as they are now, which of them changed, and how many exposures came. */
type Growing = {
  readonly current: CaseRow
  readonly context: GrowthContext
  readonly exposures: Map<string, ExposureRow>
  readonly affected: Map<string, AffectedRow>
  readonly parties: Map<string, PartyRow>
  readonly changed: Map<string, CaseItem>
  readonly newParties: Set<string>
  /** New exposures, and those that were only possible before. */
  added: number
  /** Those of them that are not only possible. */
  exposed: number
}

function addExposure(growing: Growing, found: Exposure): void {
  const { current, exposures, affected, changed } = growing
  const key = exposureKey(found)
  const before = exposures.get(key)
  const exposure = before === undefined ? found : joinExposures(exposureOfRow(before), found)
  if (before !== undefined && sameExposure(before, exposure)) return
  const isNew = before === undefined || before.possible !== exposure.possible
  if (isNew) growing.added += 1
  if (isNew && exposure.possible !== true) growing.exposed += 1
  const { caseId } = current
  const row: ExposureRow = { ...caseKeys.exposure(caseId, found), caseId, type: "exposure", ...exposure }
  exposures.set(key, row)
  changed.set(row.sk, row)

  const shipmentBefore = affected.get(found.recordId)
  const shipment =
    shipmentBefore === undefined ? newShipment(growing, exposure) : grownShipment(shipmentBefore, exposure, isNew)
  affected.set(found.recordId, shipment)
  changed.set(shipment.sk, shipment)
  const counted = { before: { exposure: before, shipment: shipmentBefore }, after: { exposure, shipment } }
  // A parcel that no retailer has claimed is the carrier's alone and names the carrier twice.
  for (const partyId of new Set([found.retailerId, found.carrierId])) countForParty(growing, partyId, counted)
}

function newShipment({ current, context, changed }: Growing, exposure: Exposure): AffectedRow {
  const { caseId } = current
  const { recordId, retailerId, shipmentId, carrierId, possible } = exposure
  if (isClaimable(recordId)) {
    const note = { ...caseKeys.unclaimed(caseId, recordId), caseId, type: "unclaimed" as const, recordId }
    const marker = countedMarker(caseId, recordId, context.at)
    changed.set(note.pk, note)
    changed.set(`${marker.pk}#${marker.sk}`, marker)
  }
  return {
    ...caseKeys.affected(caseId, recordId),
    caseId,
    type: "affected",
    recordId,
    retailerId,
    ...(shipmentId === undefined ? {} : { shipmentId }),
    carrierId,
    ...(possible === true ? { possible } : {}),
    ...seenFirst(exposure),
    ...context.detailsOf(recordId),
    receipts: {},
  }
}

function seenFirst({ fields, firstAt, lastAt }: Exposure) {
  return { fields, accessors: 1, firstAt, lastAt }
}

/** Possible exposures are left out of a shipment that has others, and replaced by the first other. */
function grownShipment(before: AffectedRow, exposure: Exposure, isNewExposure: boolean): AffectedRow {
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
  return { ...exposed, ...seenFirst(exposure) }
}

function countForParty(growing: Growing, partyId: string, counted: Counted): void {
  const { current, context, parties, changed, newParties } = growing
  const { retailerId, carrierId, tools } = counted.after.exposure
  const kind = context.kindOf(partyId)
  if (kind === undefined) return
  const otherId = partyId === carrierId ? retailerId : carrierId
  const otherKind = context.kindOf(otherId)
  const counterparty = otherKind === undefined || otherKind === kind ? [] : [otherId]
  const known = parties.get(partyId)
  const { caseId } = current
  const party = known ?? newParty({ caseId, partyId, kind, tool: tools[0] ?? current.tool }, context)
  const counterparties = [...new Set([...party.counterparties, ...counterparty])].sort()
  const grown = grownParty({ ...party, counterparties }, counted, kind === "carrier" ? counterparty[0] : undefined)
  const after = context.isNews && hasGrown(party, grown) ? { ...grown, grownAt: context.at } : grown
  parties.set(partyId, after)
  changed.set(after.sk, after)
  if (counted.before.exposure === undefined && isSomebody(counted.after.exposure.accessor)) {
    const { accessor } = counted.after.exposure
    const row = { ...caseKeys.accessor(caseId, partyId, accessor), caseId, type: "accessor" as const }
    changed.set(row.sk, { ...row, accessorKey: accessor })
  }
  if (known === undefined) newParties.add(partyId)
}

/** Whether more is known to be exposed, or possibly exposed, than before: shipments, or fields of them. */
export function hasGrown(before: PartyRow, after: PartyRow): boolean {
  return (
    after.shipments > before.shipments ||
    fieldsExposed(after).length > fieldsExposed(before).length ||
    (after.possible?.shipments ?? 0) > (before.possible?.shipments ?? 0)
  )
}

function grownCase({ current, context, changed, newParties, added, exposed }: Growing): CaseRow {
  const toAlert = new Set(current.toAlert)
  for (const item of changed.values()) if (item.type === "party" && isToBeAlerted(item)) toAlert.add(item.partyId)
  return {
    ...current,
    exposures: current.exposures + exposed,
    // A case that was set aside because nothing was seen is watched again.
    ...(added > 0 ? { lastGrowthAt: context.at, partyId: "hub" } : {}),
    parties: [...new Set([...current.parties, ...newParties])],
    toAlert: [...toAlert].sort(),
  }
}

/** The exposure that a row of a case holds. */
export function exposureOfRow(row: ExposureRow): Exposure {
  const { pk: _pk, sk: _sk, caseId: _caseId, type: _type, ...exposure } = row
  return exposure
}

type Seen = { exposure: Exposure; shipment: AffectedRow }

/** An exposure and its shipment, before and after it was added. */
type Counted = { before: { [Name in keyof Seen]: Seen[Name] | undefined }; after: Seen }

/**
 * A party's counts after one exposure was added.
 *
 * @param retailerId whose shipment it is, for a carrier's counts by retailer
 */
function grownParty(party: PartyRow, { before, after }: Counted, retailerId: string | undefined): PartyRow {
  if (after.exposure.possible === true) {
    const isNew = before.shipment === undefined
    const more = {
      exposures: before.exposure === undefined ? 1 : 0,
      shipments: isNew ? 1 : 0,
      of: after.shipment,
    } as const
    return withPossible(party, more, after.exposure)
  }
  const wasPossible = { exposure: before.exposure?.possible === true, shipment: before.shipment?.possible === true }
  const isNewExposure = before.exposure === undefined || wasPossible.exposure
  const known = wasPossible.shipment ? undefined : before.shipment
  const { exposure, shipment } = after
  const grown: PartyRow = {
    ...withPossible(party, {
      exposures: wasPossible.exposure ? -1 : 0,
      shipments: wasPossible.shipment ? -1 : 0,
      of: shipment,
    }),
    exposures: party.exposures + (isNewExposure ? 1 : 0),
    shipments: party.shipments + (known === undefined ? 1 : 0),
    shipmentsByField: withFields(party, shipment, known),
    ...(known === undefined ? { shipmentsByRegion: withRegion(party, shipment, 1) } : {}),
    ...(retailerId === undefined || known !== undefined ? {} : { byRetailer: withShare(party, retailerId, 1) }),
    firstAt: party.firstAt === undefined ? exposure.firstAt : earlier(party.firstAt, exposure.firstAt),
    lastAt: party.lastAt === undefined ? exposure.lastAt : later(party.lastAt, exposure.lastAt),
  }
  // Receipts that came while the shipment was only possibly exposed count from now on.
  const recounted = wasPossible.shipment
    ? recountParties([grown], [{ before: { ...shipment, receipts: {} }, after: shipment }])
    : []
  return recounted[0] ?? grown
}

/** Counts each field once per shipment. */
function withFields(party: PartyRow, shipment: AffectedRow, known: AffectedRow | undefined) {
  const shipmentsByField = { ...party.shipmentsByField }
  for (const field of shipment.fields) {
    if (known?.fields.includes(field) !== true) shipmentsByField[field] = (shipmentsByField[field] ?? 0) + 1
  }
  return shipmentsByField
}
