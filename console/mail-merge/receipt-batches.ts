import type { Call } from "../api/in-turn.ts"
import { type Receipt, receiptsOf, type Sent } from "../case/receipt-bodies.ts"
import type { Affected } from "./join-orders.ts"

/** One call, and its number of shipments. */
export type ReceiptBatch = Call & { readonly body: Receipt }

/** How the notices were sent, and in which case. */
export type NoticesSent = Sent & { readonly caseAlias: string }

/**
 * The receipts for everybody who was told, up to 500 shipments each. The same file makes the same batches with the same
 * keys, whatever has been sent before and in whatever order its lines stand.
 */
export async function receiptBatches(told: readonly Affected[], sent: NoticesSent): Promise<ReceiptBatch[]> {
  const ids = [...new Set(told.flatMap(({ receiptId }) => receiptId ?? []))].sort()
  return Promise.all(
    receiptsOf(ids, sent).map(async ({ body, names }) => ({
      key: await keyOf(sent.caseAlias, body),
      body,
      items: names.length,
    })),
  )
}

async function keyOf(caseAlias: string, body: Receipt): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify([caseAlias, body]))
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", text))
  return `receipt-${Array.from(digest.subarray(0, 20), (byte) => byte.toString(16).padStart(2, "0")).join("")}`
}
