import { type AffectedRow, type CaseRow, caseKeys, type ExposureRow, type PartyRow } from "../cases/case-rows.ts"
import { type Claimant, seenOf } from "../cases/exposure.ts"
import { withPossible, withShare } from "../cases/party-counts.ts"
import { recountParties, withoutShipment, withReceipts } from "../notices/notice-receipts.ts"
import { exposureOfRow, type Growth, growCase, type KnownRows } from "./grow-case.ts"
import type { GrowthContext } from "./growth-context.ts"

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
    exposures.flatMap((row) => seenOf(exposureOfRow(row), claimants)),
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
      return row?.type === "affected" ? (withReceipts(row, affected.receipts) ?? []) : []
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
    notified: withoutShipment(party.notified, last),
    ...(party.byRetailer?.[last.retailerId] === undefined ? {} : { byRetailer: withoutShare(party, last) }),
  }
}

/** A carrier's shipments by retailer, without one. */
function withoutShare(party: PartyRow, last: AffectedRow): NonNullable<PartyRow["byRetailer"]> {
  const byRetailer = withShare(party, last.retailerId, -1)
  const share = byRetailer[last.retailerId]
  return share === undefined
    ? byRetailer
    : { ...byRetailer, [last.retailerId]: { ...share, notified: withoutShipment(share.notified, last) } }
}
