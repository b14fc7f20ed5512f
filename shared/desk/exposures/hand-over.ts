import { caseKeys } from "../cases/case-keys.ts"
import type { AffectedRow, CaseItem, CaseRow, ExposureRow, PartyRow } from "../cases/case-rows.ts"
import { type Claimant, seenOf } from "../cases/exposure.ts"
import { withPossible, withRegion, withShare } from "../cases/party-counts.ts"
import { recountParties, withoutShipment, withReceipts } from "../notices/notice-receipts.ts"
import { exposureOfRow, type Growth, growCase, hasGrown, type KnownRows } from "./grow-case.ts"
import type { GrowthContext } from "./growth-context.ts"

/** Exposures of a parcel or an order, to be handed over to the shipments that claim it. */
export type HandedOver = {
  affected: AffectedRow
  /** Some of its exposures. */
  exposures: readonly ExposureRow[]
  /** Whether these are all that are left. */
  isLast: boolean
  claimants: readonly Claimant[]
}

/** A {@link Growth}, and the keys of rows to remove. */
export type HandOver = Growth & { removed: { pk: string; sk: string }[] }

/**
 * Turns exposures of a parcel that no shipment had claimed into exposures of the shipments that claim it. What the case
 * already held of these shipments is joined, so that nothing counts twice. Receipts for the parcel become receipts for
 * the shipments.
 *
 * @param known rows of the claimants, as for {@link growCase}, and of the parties of the parcel
 */
export function handOver(current: CaseRow, known: KnownRows, handed: HandedOver, context: GrowthContext): HandOver {
  const { affected, exposures, claimants, isLast } = handed
  const found = exposures.flatMap((row) => seenOf(exposureOfRow(row), claimants))
  const growth = growCase(current, known, found, context)
  const rows = rowsAfter(growth, known)
  for (const partyId of partiesOf(affected)) {
    const party = rows.party(partyId)
    if (party === undefined) continue
    const shrunk = shrunkParty(party, exposures, isLast ? affected : undefined)
    rows.put(withNewsSince(known.parties.get(partyId), shrunk, context.at))
  }
  if (isLast) moveReceiptsToClaimants(rows, handed)
  else {
    const gone = exposures.filter(({ possible }) => possible === affected.possible).length
    rows.put({ ...affected, accessors: affected.accessors - gone })
  }
  const exposed = exposures.filter(({ possible }) => possible !== true).length
  const { pk, sk, caseId, recordId } = affected
  return {
    ...growth,
    case: { ...growth.case, exposures: growth.case.exposures - exposed },
    rows: rows.changed(),
    removed: [
      ...exposures.map((row) => ({ pk: row.pk, sk: row.sk })),
      ...(isLast ? [{ pk, sk }, caseKeys.unclaimed(caseId, recordId)] : []),
    ],
  }
}

type RowsAfter = ReturnType<typeof rowsAfter>

/** The rows of a case after a growth, for changes on top of it. */
function rowsAfter(growth: Growth, known: KnownRows) {
  const { caseId } = growth.case
  const changed = new Map(growth.rows.map((row) => [row.sk, row]))
  return {
    party(partyId: string): PartyRow | undefined {
      const row = changed.get(caseKeys.party(caseId, partyId).sk) ?? known.parties.get(partyId)
      return row?.type === "party" ? row : undefined
    },
    affected(recordId: string): AffectedRow | undefined {
      const row = changed.get(caseKeys.affected(caseId, recordId).sk) ?? known.affected.get(recordId)
      return row?.type === "affected" ? row : undefined
    },
    put(row: CaseItem): void {
      changed.set(row.sk, row)
    },
    changed: (): CaseItem[] => [...changed.values()],
  }
}

function moveReceiptsToClaimants(rows: RowsAfter, { affected, claimants }: HandedOver): void {
  const changes = claimants.flatMap(({ recordId }) => {
    const row = rows.affected(recordId)
    return row === undefined ? [] : (withReceipts(row, affected.receipts) ?? [])
  })
  const partyIds = new Set(changes.flatMap(({ after }) => [...partiesOf(after)]))
  const parties = recountParties(
    [...partyIds].flatMap((partyId) => rows.party(partyId) ?? []),
    changes,
  )
  for (const row of [...changes.map(({ after }) => after), ...parties]) rows.put(row)
}

function partiesOf(of: Pick<AffectedRow, "retailerId" | "carrierId">): Set<string> {
  return new Set([of.retailerId, of.carrierId])
}

/** A party's counts without these exposures, and without their shipment `last` if it has no others. */
function shrunkParty(party: PartyRow, exposures: readonly ExposureRow[], last: AffectedRow | undefined): PartyRow {
  const possible = exposures.filter((one) => one.possible === true).length
  const isPossible = last?.possible === true
  const fewer = {
    ...withPossible(party, { exposures: -possible, shipments: isPossible ? -1 : 0, of: last }),
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
    shipmentsByRegion: withRegion(party, last, -1),
    notified: withoutShipment(party.notified, last),
    ...(party.byRetailer?.[last.retailerId] === undefined ? {} : { byRetailer: withoutShare(party, last) }),
  }
}

/** A party's row after a hand-over, with the time only if it has more or fewer shipments than before. */
function withNewsSince(before: PartyRow | undefined, party: PartyRow, at: string): PartyRow {
  if (before === undefined || hasGrown(before, party)) return party
  const { grownAt: _, ...others } = party
  return {
    ...others,
    ...(before.grownAt === undefined ? {} : { grownAt: before.grownAt }),
    ...(party.shipments < before.shipments ? { shrunkAt: at } : {}),
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
