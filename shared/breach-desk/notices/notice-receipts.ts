import { earlier, later } from "../../platform/instants.ts"
import type { AffectedRow, NotifiedCounts, PartyRow } from "../cases/case-rows.ts"
import { canonicalJson, sha256 } from "../timeline.ts"

/**
 * Who was told, counted without counting anybody twice. An affected shipment was told directly, by public notice alone, or
 * not at all; a party's counts are sums over its shipments. A public notice that names no shipments is a number only. It
 * counts as such among the notNotified, and each of them who is told otherwise may have been one of those it stood for, so the
 * number goes down by one. It becomes certain of every single one once it stands for all who are notNotified.
 */

/**
 * Digest of a set of shipments, by the retailer's own ids: SHA-256 of the sorted ids, each once, as canonical JSON (RFC 8785). It stands in the
 * chain in the place of the ids, so that whoever kept them can show which shipments a receipt was for.
 */
export const shipmentsDigest = (shipmentIds: readonly string[]): string =>
  sha256(canonicalJson([...new Set(shipmentIds)].sort()))

/** Receipts for one shipment, by the party that gave them. */
export type Receipts = AffectedRow["receipts"]

/** How the addressee of a shipment was told, as its receipts say. Whoever was told directly is not told by public notice as well. */
export function howNotified(receipts: Receipts): "directly" | "byPublicNotice" | "notNotified" {
  const given = Object.values(receipts)
  if (given.length === 0) return "notNotified"
  return given.every((receipt) => receipt.public) ? "byPublicNotice" : "directly"
}

/** Both; of one party's receipts a direct one replaces a public notice, and otherwise the first stays. */
export function joinReceipts(one: Receipts, other: Receipts): Receipts {
  const joined = { ...one }
  for (const [partyId, receipt] of Object.entries(other)) {
    const known = joined[partyId]
    if (known === undefined || (known.public && !receipt.public)) joined[partyId] = receipt
  }
  return joined
}

/** A shipment before and after receipts were added to it. */
export type ReceiptChange = { before: AffectedRow; after: AffectedRow }

/** A shipment with these receipts added; `undefined` when they say nothing new of it. */
export function withReceipts(before: AffectedRow, receipts: Receipts): ReceiptChange | undefined {
  const joined = joinReceipts(before.receipts, receipts)
  const isNews = Object.entries(joined).some(([partyId, receipt]) => before.receipts[partyId] !== receipt)
  return isNews ? { before, after: { ...before, receipts: joined } } : undefined
}

/** The rows of the parties that these shipments are of, counted anew; those of which exposures are only possible are not counted. */
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

/** Counts without a shipment that is none of the party's any more, or goes by another key. */
export function withoutShipment(counts: NotifiedCounts, { receipts }: Pick<AffectedRow, "receipts">): NotifiedCounts {
  const { direct, publicNotice, unnamed = 0 } = counts
  switch (howNotified(receipts)) {
    case "directly":
      return { ...counts, direct: direct - 1 }
    case "byPublicNotice":
      return { ...counts, publicNotice: publicNotice - 1 }
    case "notNotified":
      // It may have been one of those that a public notice stood for.
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

/** A party's shipments that no receipt is certain of: told by nobody, or by a public notice that named nobody. */
export function uncertainShipments(party: Pick<PartyRow, "shipments" | "notified">): number {
  return Math.max(0, party.shipments - party.notified.direct - party.notified.publicNotice)
}

/** Shipments that are known to be told by public notice alone, and of those that a notice stands for without naming them so many as were not told otherwise. */
export function notifiedByPublicNotice(party: Pick<PartyRow, "shipments" | "notified">): number {
  return party.notified.publicNotice + Math.min(party.notified.unnamed ?? 0, uncertainShipments(party))
}

/**
 * A party says for how many of its shipments its public notices stand, in all. What it said before is part of that, so that a
 * repeat adds nothing.
 *
 * @param shipments how many
 * @param at ISO instant of the notice
 * @returns the party's row, and for how many more of its shipments not notified the notice stands
 */
export function withPublicNotice(party: PartyRow, shipments: number, at: string): { row: PartyRow; more: number } {
  const { stated = 0, unnamed = 0 } = party.notified
  const standing = Math.min(unnamed + Math.max(0, shipments - stated), uncertainShipments(party))
  const notified = withUnnamed({ ...party.notified, stated: Math.max(stated, shipments) }, standing)
  const more = Math.max(0, standing - unnamed)
  return { row: { ...party, notified: more === 0 ? notified : withMoment(notified, at) }, more }
}

/** Whether a public notice stands for everybody whom no receipt is certain of, so that it is certain of each. */
export function coversEverybody(party: Pick<PartyRow, "shipments" | "notified">): boolean {
  const { unnamed = 0 } = party.notified
  return unnamed > 0 && unnamed >= uncertainShipments(party)
}
