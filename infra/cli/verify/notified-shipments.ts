import * as z from "zod"
import { shipmentsDigest } from "../../../shared/breach-desk/notices/notice-receipts.ts"
import type { TimelineEntry } from "../../../shared/breach-desk/timeline.ts"

const receiptData = z.looseObject({ shipmentsDigest: z.string(), method: z.string(), notifiedAt: z.string() })

/**
 * Reports in one line which receipt in the chain is for exactly these shipments.
 *
 * @param entries the entries of a chain that holds
 */
export const notifiedInWords = (entries: readonly TimelineEntry[], shipmentIds: readonly string[]): string => {
  const digest = shipmentsDigest(shipmentIds)
  const count = new Set(shipmentIds).size
  for (const { seq, data } of entries) {
    const receipt = receiptData.safeParse(data)
    if (!receipt.success || receipt.data.shipmentsDigest !== digest) continue
    const { method, notifiedAt } = receipt.data
    return `notified   entry ${seq} is a receipt for exactly these ${count} shipments: ${method}, ${notifiedAt}`
  }
  return `notified   NO receipt in the chain is for exactly these ${count} shipments`
}
