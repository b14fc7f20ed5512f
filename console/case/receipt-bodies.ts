import type { paths } from "../../client/api/generated/paths.ts"
import { noticeMethod } from "../../shared/base/contracts/words.ts"

/** How people are notified directly. A public notice names no shipments. */
export const directMethods = noticeMethod.exclude(["publicNotice"])

export type DirectMethod = (typeof directMethods.options)[number]

/** A receipt as the hub takes it. */
export type Receipt = paths["/v1/cases/{caseAlias}/receipts"]["post"]["requestBody"]["content"]["application/json"]

/** How people were notified, and by what kind of party. */
export type Sent = Pick<Receipt, "method" | "notifiedAt"> & { readonly partyKind: "retailer" | "carrier" }

/** The hub takes this many shipments in one receipt, at most. */
const receiptLimit = 500

/** One receipt, and the names of its shipments, in its order. */
type ReceiptPart = { readonly body: Receipt; readonly names: readonly string[] }

/**
 * The receipts for shipments, as many as it takes.
 *
 * @param names the party's own names of the shipments: a retailer's ids of them, or a carrier's tracking numbers
 */
export function receiptsOf(names: readonly string[], { method, notifiedAt, partyKind }: Sent): ReceiptPart[] {
  const parts: ReceiptPart[] = []
  for (let start = 0; start < names.length; start += receiptLimit) {
    const some = names.slice(start, start + receiptLimit)
    const recipients =
      partyKind === "retailer"
        ? ({ kind: "shipmentIds", shipmentIds: some } as const)
        : ({ kind: "trackingNumbers", trackingNumbers: some } as const)
    parts.push({ body: { method, notifiedAt, recipients }, names: some })
  }
  return parts
}
