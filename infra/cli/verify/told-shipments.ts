import * as z from "zod"
import { shipmentsDigest } from "../../../shared/breach-desk/notices/notice-receipts.ts"
import type { TimelineEntry } from "../../../shared/breach-desk/timeline.ts"

const receiptData = z.looseObject({ shipmentsDigest: z.string(), method: z.string(), notifiedAt: z.string() })

/**
 * Whether a receipt in the chain was for exactly these shipments, as a line for whoever has to rely on it.
 *
 * @param entries of a chain that holds
 */
export const toldInWords = (entries: readonly TimelineEntry[], shipmentIds: readonly string[]): string => {
  const digest = shipmentsDigest(shipmentIds)
  const count = new Set(shipmentIds).size
  for (const { seq, data } of entries) {
    const receipt = receiptData.safeParse(data)
    if (!receipt.success || receipt.data.shipmentsDigest !== digest) continue
    const { method, notifiedAt } = receipt.data
    return `told       entry ${seq} is a receipt for exactly these ${count} shipments: ${method}, ${notifiedAt}`
  }
  return `told       NO receipt in the chain is for exactly these ${count} shipments`
}
