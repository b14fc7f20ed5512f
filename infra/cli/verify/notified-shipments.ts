import * as z from "zod"
import { shipmentsDigest } from "../../../shared/desk/notices/notice-receipts.ts"
import type { TimelineEntry } from "../../../shared/desk/timeline.ts"

const receiptData = z.looseObject({ shipmentsDigest: z.string(), method: z.string(), notifiedAt: z.string() })

/** A receipt in a chain: the number of its entry, and what it states. */
type Receipt = { readonly entry: number; readonly method: string; readonly notifiedAt: string }

/**
 * The receipt in a chain that is for exactly these shipments; undefined if none is.
 *
 * @param entries the entries of a chain that holds
 */
export const receiptFor = (entries: readonly TimelineEntry[], shipmentIds: readonly string[]): Receipt | undefined => {
  const digest = shipmentsDigest(shipmentIds)
  for (const { seq: entry, data } of entries) {
    const receipt = receiptData.safeParse(data).data
    if (receipt?.shipmentsDigest === digest) return { entry, method: receipt.method, notifiedAt: receipt.notifiedAt }
  }
  return undefined
}

/** Reports in one line which receipt in the chain is for exactly these shipments. */
export const notifiedInWords = (entries: readonly TimelineEntry[], shipmentIds: readonly string[]): string => {
  const count = new Set(shipmentIds).size
  const receipt = receiptFor(entries, shipmentIds)
  if (receipt === undefined) return `notified   NO receipt in the chain is for exactly these ${count} shipments`
  const { entry, method, notifiedAt } = receipt
  return `notified   entry ${entry} is a receipt for exactly these ${count} shipments: ${method}, ${notifiedAt}`
}
