import { unknownRegion } from "../../intake/tracking/recipient-region.ts"
import { shipmentRecordId } from "../../intake/tracking/record-ids.ts"
import type { Party } from "../../parties/party.ts"
import { caseKeys } from "./case-keys.ts"
import type { AffectedRow, PartyRow } from "./case-rows.ts"
import type { CaseDesk } from "./change-case.ts"
import { isShipmentOf } from "./own-shipments.ts"

/** Most shipments that are read to count people. */
const shipmentsRead = 20_000

/** How many people, in all and by region of their deliveries. `possible`: of shipments that were possibly exposed. */
export type People = {
  readonly all: number
  readonly byRegion: Readonly<Record<string, number>>
  readonly possible: number
}

/**
 * How many people a party's exposed shipments were for. It counts each known delivery point once, and each shipment
 * without one: among them those of a retailer's orders that it has not published, which are not among its rows.
 * Shipments that were only possibly exposed are counted apart.
 *
 * @param own the party's row, with its count of shipments
 * @returns `undefined` if there are too many shipments to read
 */
export async function peopleOf(
  desk: Reader,
  { caseId, partyId, kind, shipments }: Pick<PartyRow, "caseId" | "partyId" | "kind" | "shipments">,
): Promise<People | undefined> {
  // A case that is opened reads them each time.
  if (shipments > shipmentsRead) return undefined
  const points = new Set<number>()
  const possible = new Set<number | string>()
  const byRegion: Record<string, number> = {}
  let all = 0
  let read = 0
  let exposed = 0
  for await (const row of affectedOf(desk, caseId, { id: partyId, kind })) {
    if (++read > shipmentsRead) return undefined
    if (row.possible === true) {
      possible.add(row.deliveryPoint ?? row.recordId)
      continue
    }
    exposed += 1
    if (row.deliveryPoint !== undefined && points.has(row.deliveryPoint)) continue
    if (row.deliveryPoint !== undefined) points.add(row.deliveryPoint)
    const { region = unknownRegion } = row
    all += 1
    byRegion[region] = (byRegion[region] ?? 0) + 1
  }
  const unread = shipments - exposed
  const counted = { all, byRegion, possible: possible.size }
  if (unread <= 0) return counted
  const ofUnknownRegion = (byRegion[unknownRegion] ?? 0) + unread
  return { ...counted, all: all + unread, byRegion: { ...byRegion, [unknownRegion]: ofUnknownRegion } }
}

/**
 * A party's own affected shipments in the order of their keys. A retailer's are read alone, a carrier's among all of
 * the case.
 */
export async function* affectedOf(
  desk: Pick<CaseDesk, "cases">,
  caseId: string,
  party: Pick<Party, "id" | "kind">,
): AsyncGenerator<AffectedRow> {
  for await (const row of affectedAmong(desk, caseId, party)) if (isShipmentOf(row, party)) yield row
}

/**
 * The same among the rows that have to be read for it: a carrier's pass others' shipments.
 *
 * @param page `after`: the sort key behind which they begin; `limit`: how many rows to read; `unpublished`: read a
 *   retailer's orders that it has not published too. They lie among those of others
 */
export async function* affectedAmong(
  desk: Pick<CaseDesk, "cases">,
  caseId: string,
  party: Pick<Party, "id" | "kind">,
  { after, limit, unpublished }: { after?: string | undefined; limit?: number; unpublished?: true } = {},
): AsyncGenerator<AffectedRow> {
  const prefix = party.kind === "retailer" && unpublished === undefined ? shipmentRecordId(party.id, "") : ""
  const { sk } = caseKeys.affected(caseId, prefix)
  for await (const row of desk.cases.list(caseId, sk, {
    ...(after === undefined ? {} : { after }),
    ...(limit === undefined ? {} : { limit }),
  })) {
    if (row.type === "affected") yield row
  }
}

type Reader = Pick<CaseDesk, "cases" | "parties">
