import { affectedAmong } from "../cases/affected.ts"
import { isShipmentOf } from "../cases/own-shipments.ts"
import type { Participant } from "../cases/participant.ts"
import type { PartyRequest, ServedDesk } from "./desk-request.ts"
import { type ShipmentView, shipmentView } from "./exposures-view.ts"
import { pageMilliseconds } from "./list-pages.ts"

/** One page: its shipments, and the sort key after which the next one begins if there may be more. */
export type ExposuresPage = { readonly views: readonly ShipmentView[]; readonly next?: string }

/**
 * Up to `limit` of the caller's affected shipments, after the sort key `after`. A page that takes long ends early. A
 * carrier's page passes the shipments of others, so it can be empty although there is a next one.
 */
export async function exposuresPage(
  desk: ServedDesk,
  { caller: { party } }: PartyRequest,
  { current }: Participant,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<ExposuresPage> {
  const until = desk.clock().getTime() + pageMilliseconds
  const views: ShipmentView[] = []
  let last: string | undefined
  for await (const row of affectedAmong(desk, current.caseId, party, { after })) {
    const isFull = views.length === limit || desk.clock().getTime() > until
    // Each page passes at least one row.
    if (isFull && last !== undefined) return { views, next: last }
    if (isShipmentOf(row, party)) views.push(await shipmentView(desk.sealer, party, row))
    last = row.sk
  }
  return { views }
}
