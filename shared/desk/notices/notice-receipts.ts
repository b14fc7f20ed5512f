import { canonicalJson } from "../../base/platform/canonical-json.ts"
import { earlier, later } from "../../base/platform/instants.ts"
import type { AffectedRow, NotifiedCounts, PartyRow } from "../cases/case-rows.ts"
import { sha256 } from "../timeline.ts"

/**
 * Counts who was notified, each person once. The person of an affected shipment was notified directly, by public notice
 * only, or not at all. A party's counts are sums over its shipments.
 *
 * A public notice that names no shipments is a bare number. It counts among the shipments that have no receipt. When
 * such a shipment gets a receipt, the notice may have meant it already, so the number falls by one. Once the number
 * covers all shipments without a receipt, each of them counts as notified.
 */

/**
 * Digest of a set of shipments: SHA-256 of the retailer's sorted ids, each once, as canonical JSON (RFC 8785). The
 * timeline holds it instead of the ids. A party that kept the ids can show which shipments a receipt was for.
 */
export const shipmentsDigest = (shipmentIds: readonly string[]): string =>
  sha256(canonicalJson([...new Set(shipmentIds)].sort()))

/** Receipts for one shipment, by the party that gave them. */
export type Receipts = AffectedRow["receipts"]

/** How the person of a shipment was notified, by its receipts. A direct notice outweighs a public one. */
export function howNotified(receipts: Receipts): "directly" | "byPublicNotice" | "notNotified" {
  const given = Object.values(receipts)
  if (given.length === 0) return "notNotified"
  return given.every((receipt) => receipt.public) ? "byPublicNotice" : "directly"
}

/** Whether a shipment counts, and nobody has notified its person by a receipt. */
export function isWithoutReceipt({ possible, receipts }: Pick<AffectedRow, "possible" | "receipts">): boolean {
  return possible !== true && howNotified(receipts) === "notNotified"
}

/** The receipts of both. A party's direct notice replaces its public one; otherwise the first receipt stays. */
export function mergeReceipts(one: Receipts, other: Receipts): Receipts {
  const merged = { ...one }
  for (const [partyId, receipt] of Object.entries(other)) {
    const known = merged[partyId]
    if (known === undefined || (known.public && !receipt.public)) merged[partyId] = receipt
  }
  return merged
}

/** A shipment before and after receipts were added to it. */
export type ReceiptChange = { before: AffectedRow; after: AffectedRow }

/** A shipment with these receipts added; `undefined` if they add nothing. */
export function withReceipts(before: AffectedRow, receipts: Receipts): ReceiptChange | undefined {
  const merged = mergeReceipts(before.receipts, receipts)
  const isNews = Object.entries(merged).some(([partyId, receipt]) => before.receipts[partyId] !== receipt)
  return isNews ? { before, after: { ...before, receipts: merged } } : undefined
}

/** The parties of these shipments with new counts. Shipments that are only possibly exposed do not count. */
export function recountParties(parties: readonly PartyRow[], changes: readonly ReceiptChange[]): PartyRow[] {
  return parties.flatMap((party) => {
    const own = changes.filter(
      ({ after }) => after.possible !== true && [after.retailerId, after.carrierId].includes(party.partyId),
    )
    if (own.length === 0) return []
    const byRetailer = Object.fromEntries(
      Object.entries(party.byRetailer ?? {}).map(([retailerId, share]) => {
        const shared = own.filter(({ after }) => after.retailerId === retailerId)
        return [retailerId, { ...share, notified: recount(share.notified, shared) }]
      }),
    )
    return [
      {
        ...party,
        notified: recount(party.notified, own),
        ...(party.byRetailer === undefined ? {} : { byRetailer }),
      },
    ]
  })
}

function recount(counts: NotifiedCounts, changes: readonly ReceiptChange[]): NotifiedCounts {
  let { direct, publicNotice, unnamed = 0 } = counts
  for (const { before, after } of changes) {
    const from = howNotified(before.receipts)
    const to = howNotified(after.receipts)
    if (from === to) continue
    if (from === "notNotified") unnamed = Math.max(0, unnamed - 1)
    if (from === "byPublicNotice") publicNotice -= 1
    // A notice that came back counts no longer.
    if (from === "directly") direct -= 1
    if (to === "byPublicNotice") publicNotice += 1
    if (to === "directly") direct += 1
  }
  const moments = changes.flatMap(({ before, after }) =>
    Object.entries(after.receipts).flatMap(([partyId, receipt]) =>
      before.receipts[partyId] === receipt ? [] : [receipt.at],
    ),
  )
  return moments.reduce(withMoment, withUnnamed({ ...counts, direct, publicNotice }, unnamed))
}

/** The counts without a shipment that is no longer the party's, or has another key now. */
export function withoutShipment(counts: NotifiedCounts, { receipts }: Pick<AffectedRow, "receipts">): NotifiedCounts {
  const { direct, publicNotice, unnamed = 0 } = counts
  switch (howNotified(receipts)) {
    case "directly":
      return { ...counts, direct: direct - 1 }
    case "byPublicNotice":
      return { ...counts, publicNotice: publicNotice - 1 }
    case "notNotified":
      // A public notice may have meant this shipment.
      return withUnnamed(counts, Math.max(0, unnamed - 1))
  }
}

function withUnnamed({ unnamed: _before, ...counts }: NotifiedCounts, unnamed: number): NotifiedCounts {
  return unnamed === 0 ? counts : { ...counts, unnamed }
}

function withMoment(counts: NotifiedCounts, at: string): NotifiedCounts {
  const { firstAt = at, lastAt = at } = counts
  return { ...counts, firstAt: earlier(firstAt, at), lastAt: later(lastAt, at) }
}

/** How many of a party's shipments have no receipt. A public notice without names may still cover them. */
export function uncertainShipments(party: Pick<PartyRow, "shipments" | "notified">): number {
  return Math.max(0, party.shipments - party.notified.direct - party.notified.publicNotice)
}

/** How many shipments that a retailer and its carrier share have no receipt; of two of one kind none. */
export function uncertainShared(one: PartyRow, other: PartyRow): number {
  const [carrier, retailer] = one.kind === "carrier" ? [one, other] : [other, one]
  const share = carrier.byRetailer?.[retailer.partyId]
  return share === undefined ? 0 : uncertainShipments(share)
}

/** How many were notified by public notice only: with a receipt, or covered by a notice that names no shipments. */
export function notifiedByPublicNotice(party: Pick<PartyRow, "shipments" | "notified">): number {
  return party.notified.publicNotice + Math.min(party.notified.unnamed ?? 0, uncertainShipments(party))
}

/**
 * Records how many of its shipments a party says that its public notices cover in all. The number includes what the
 * party said before, so a repeat adds nothing.
 *
 * @param at ISO instant of the notice
 * @returns the party's row, and how many more shipments without a receipt are covered
 */
export function withPublicNotice(party: PartyRow, shipments: number, at: string): { row: PartyRow; more: number } {
  const { stated = 0, unnamed = 0 } = party.notified
  const covered = Math.min(unnamed + Math.max(0, shipments - stated), uncertainShipments(party))
  const notified = withUnnamed({ ...party.notified, stated: Math.max(stated, shipments) }, covered)
  const more = Math.max(0, covered - unnamed)
  return { row: { ...party, notified: more === 0 ? notified : withMoment(notified, at) }, more }
}

/** Whether public notices cover every shipment that has no receipt, so that each counts as notified. */
export function coversEverybody(party: Pick<PartyRow, "shipments" | "notified">): boolean {
  const { unnamed = 0 } = party.notified
  return unnamed > 0 && unnamed >= uncertainShipments(party)
}
