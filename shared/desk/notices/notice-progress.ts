import type { PartyRow } from "../cases/case-rows.ts"
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
 * be exposed, every retailer that it deals with in the case counts, each with none.
 */
export function noticeByRetailer(party: PartyRow): PartyFacts["byRetailer"] {
  if (party.kind !== "carrier") return undefined
  const none = { shipments: 0, notified: { direct: 0, publicNotice: 0 } }
  const shares =
    party.shipments === 0
      ? party.counterparties.map((id) => [id, none] as const)
      : Object.entries(party.byRetailer ?? {})
  return [...shares]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([retailer, share]) => ({ retailer, notice: noticeProgress(share) }))
}

/** How many of the people behind a party's exposed shipments were notified, in all and by retailer. */
export function noticesOf(party: PartyRow): Pick<PartyFacts, "notice" | "byRetailer"> {
  return { notice: noticeProgress(party), byRetailer: noticeByRetailer(party) }
}
