import { type Receipt, receiptsOf, type Sent } from "../case/receipt-bodies.ts"
import type { Affected } from "./join-orders.ts"

/** One call. Its key follows from what it says, so sending it again has no second effect. */
export type ReceiptBatch = { readonly key: string; readonly body: Receipt; readonly shipments: number }

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
      shipments: names.length,
    })),
  )
}

async function keyOf(caseAlias: string, body: Receipt): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify([caseAlias, body]))
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", text))
  return `receipt-${Array.from(digest.subarray(0, 20), (byte) => byte.toString(16).padStart(2, "0")).join("")}`
}

/** How far the receipts are. */
export type ReceiptProgress = {
  readonly calls: number
  readonly callsDone: number
  readonly shipments: number
  readonly shipmentsDone: number
}

export const progressOf = (batches: readonly ReceiptBatch[], callsDone: number): ReceiptProgress => ({
  calls: batches.length,
  callsDone,
  shipments: batches.reduce((sum, { shipments }) => sum + shipments, 0),
  shipmentsDone: batches.slice(0, callsDone).reduce((sum, { shipments }) => sum + shipments, 0),
})

/**
 * Sends the batches one after the other. It can go on from where it stopped: an interrupted call is simply sent again.
 *
 * @param from how many calls were done before
 * @param send one call; it rejects if the hub refuses it or does not answer
 * @returns how many calls are done now
 * @throws what `send` throws, after `noteDone` has said how far it came
 */
export async function sendReceipts(
  batches: readonly ReceiptBatch[],
  from: number,
  { send, noteDone }: { send: (batch: ReceiptBatch) => Promise<void>; noteDone: (callsDone: number) => void },
  signal?: AbortSignal,
): Promise<number> {
  let done = from
  for (const batch of batches.slice(from)) {
    if (signal?.aborted === true) return done
    await send(batch)
    done += 1
    noteDone(done)
  }
  return done
}
