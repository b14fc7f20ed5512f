import type { PartyRow } from "../cases/case-rows.ts"
import { possibleCount } from "../cases/party-counts.ts"
import type { NoticeProgress, PartyFacts } from "../facts.ts"
import { notifiedByPublicNotice } from "./notice-receipts.ts"

/** How many of the people behind a party's exposed shipments were notified, by any party. */
export function noticeProgress(party: Pick<PartyRow, "shipments" | "notified">): NoticeProgress {
  return {
    affected: party.shipments,
    notified: party.notified.direct,
    notifiedByPublicNotice: notifiedByPublicNotice(party),
    ...(party.notified.firstAt === undefined ? {} : { firstNotifiedAt: party.notified.firstAt }),
    ...(party.notified.lastAt === undefined ? {} : { lastNotifiedAt: party.notified.lastAt }),
  }
}

/**
 * How many of the people that a carrier must notify were notified, by retailer. While none of its shipments is known to
 * be exposed, or some are possibly, every retailer that it deals with in the case counts, also with none.
 */
export function noticeByRetailer(party: PartyRow): PartyFacts["byRetailer"] {
  if (party.kind !== "carrier") return undefined
  const none = { shipments: 0, notified: { direct: 0, publicNotice: 0 } }
  const isUnsure = party.shipments === 0 || possibleCount(party).possibleShipments !== undefined
  const shares = Object.entries({
    ...(isUnsure ? Object.fromEntries(party.counterparties.map((id) => [id, none])) : {}),
    ...party.byRetailer,
  })
  return [...shares]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([retailer, share]) => ({ retailer, notice: noticeProgress(share) }))
}

/** How many of the people behind a party's exposed shipments were notified, in all and by retailer. */
export function noticesOf(party: PartyRow): Pick<PartyFacts, "notice" | "byRetailer"> {
  return { notice: noticeProgress(party), byRetailer: noticeByRetailer(party) }
}
