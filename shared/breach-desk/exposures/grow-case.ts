import { earlier, later } from "../../platform/instants.ts"
import { sortedFields } from "../../tracking/fields.ts"
import { isClaimable } from "../../tracking/record-ids.ts"
import { isToBeAlerted } from "../cases/alert-steps.ts"
import {
  type AffectedRow,
  type CaseItem,
  type CaseRow,
  caseKeys,
  type ExposureRow,
  type PartyRow,
} from "../cases/case-rows.ts"
import { type Exposure, exposureKey, joinExposures, sameExposure } from "../cases/exposure.ts"
import { withPossible, withShare } from "../cases/party-counts.ts"
import { recountParties } from "../notices/notice-receipts.ts"
import type { GrowthContext } from "./growth-context.ts"
import { newParty, withAliases } from "./new-party.ts"

/** What a case holds already of the exposures that are to be added, by exposure key, record id and party id. */
export type KnownRows = {
  exposures: ReadonlyMap<string, ExposureRow>
  affected: ReadonlyMap<string, AffectedRow>
  parties: ReadonlyMap<string, PartyRow>
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
      receipts: {},
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
  const recounted = wasPossible.shipment
    ? recountParties([grown], [{ before: { ...shipment, receipts: {} }, after: shipment }])
    : []
  return recounted[0] ?? grown
}

/** The exposure that a row of a case holds. */
export function plain(row: ExposureRow): Exposure {
  const { pk: _pk, sk: _sk, caseId: _caseId, type: _type, ...exposure } = row
  return exposure
}
