/**
 * EasyPost trackers: the events `tracker.created` and `tracker.updated`. A tracker of a parcel that is on its way, or
 * delivered, is created with its newest status, and may never be updated.
 *
 * Payload and statuses: https://docs.easypost.com/docs/trackers and https://docs.easypost.com/docs/events. Fields that
 * EasyPost does not know are null. Read on 2026-11-26.
 *
 * Signatures, HMAC-SHA-256 in hexadecimal behind `hmac-sha256-hex=`, under a secret that EasyPost normalises to NFKD:
 * - `X-Hmac-Signature`, of the body: https://docs.easypost.com/guides/webhooks-guide and EasyPost's client libraries
 * - `X-Hmac-Signature-V2`, of `X-Timestamp`, the method, `X-Path` and the body, without anything between them:
 *   https://support.easypost.com/hc/en-us/articles/39826034964237-Webhook-HMAC-Validation. Read on 2026-11-30, but for
 *   the order of the four parts, which is that of public programs that cite the article.
 *
 * The age of `X-Timestamp` is not limited: a repeat has no effect, and nobody knows whether EasyPost signs it anew.
 * EasyPost sends again what gets no 2xx.
 */
import * as z from "zod"
import { boundedString } from "../../base/contracts/bounded-string.ts"
import { instant } from "../../base/contracts/envelope.ts"
import type { VendorConnections } from "../../parties/vendors.ts"
import type { VendorAdapter } from "./adapter.ts"
import { nothing, parcelEvents, type StatusTable } from "./parcel-news.ts"
import { readAs, readJson } from "./read-payload.ts"
import { hmacOf, isSameSecret } from "./signatures.ts"

const statuses: StatusTable = {
  unknown: "nothing",
  pre_transit: "pre-transit",
  in_transit: "in-transit",
  out_for_delivery: "out-for-delivery",
  available_for_pickup: "available-for-pickup",
  delivered: "delivered",
  return_to_sender: "returned",
  failure: "exception",
  cancelled: "exception",
  error: "exception",
}

/** A time, if it is one. Another field then says when it was. */
const time = instant.nullish().catch(undefined)

const event = z.object({
  id: boundedString(1_000).min(1),
  description: boundedString(1_000),
  created_at: time,
  result: z.unknown(),
})

const tracker = z.object({
  tracking_code: boundedString(1_000),
  status: boundedString(1_000).nullish(),
  carrier: boundedString(1_000).nullish(),
  signed_by: boundedString(1_000).nullish(),
  created_at: time,
  updated_at: time,
  tracking_details: z.array(z.object({ datetime: time }).nullable()).nullish(),
})

/** EasyPost, as a carrier connects it. */
export const easypost: VendorAdapter<NonNullable<VendorConnections["easypost"]>> = {
  isSigned({ headers, body }, secret) {
    const signatureOf = (signed: Uint8Array) => `hmac-sha256-hex=${hmacOf(signed, secret.normalize("NFKD"), "hex")}`
    const around = `${headers["x-timestamp"] ?? ""}POST${headers["x-path"] ?? ""}`
    const isFirst = isSameSecret(headers["x-hmac-signature"] ?? "", signatureOf(body))
    const second = signatureOf(Buffer.concat([Buffer.from(around), body]))
    return isFirst || isSameSecret(headers["x-hmac-signature-v2"] ?? "", second)
  },
  map({ body, connection: { carriers }, receivedAt }) {
    const { id, description, created_at: reportedAt, result } = readJson(body, event)
    if (description !== "tracker.created" && description !== "tracker.updated") return nothing
    const {
      tracking_code: trackingNumber,
      status,
      carrier,
      signed_by: signatory,
      ...times
    } = readAs(result, tracker, "result")
    if (carriers !== undefined && !carriers.includes(carrier ?? "")) return nothing
    const scans = (times.tracking_details ?? []).flatMap((detail) => detail?.datetime ?? []).sort()
    const at = scans.at(-1) ?? times.updated_at ?? reportedAt ?? times.created_at ?? receivedAt
    return parcelEvents({ trackingNumber, status: status ?? "unknown", at, signatory }, statuses, ["easypost", id])
  },
}
