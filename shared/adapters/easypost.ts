/**
 * EasyPost trackers: the event `tracker.updated`.
 *
 * Payload and statuses: https://docs.easypost.com/docs/trackers and https://docs.easypost.com/docs/events. Signature:
 * https://docs.easypost.com/guides/webhooks-guide, HMAC-SHA-256 in hexadecimal behind `hmac-sha256-hex=`, under a
 * secret that EasyPost normalises to NFKD. Read on 2026-11-26. EasyPost sends again what gets no 2xx.
 */
import * as z from "zod"
import { boundedString } from "../contracts/bounded-string.ts"
import { instant } from "../contracts/envelope.ts"
import type { VendorConnections } from "../parties/vendors.ts"
import type { VendorAdapter } from "./adapter.ts"
import { nothing } from "./mapped-event.ts"
import { parcelEvents, type StatusTable } from "./parcel-news.ts"
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

const event = z.object({ id: boundedString(1_000).min(1), description: boundedString(1_000), result: z.unknown() })

const tracker = z.object({
  tracking_code: boundedString(1_000),
  status: boundedString(1_000),
  carrier: boundedString(1_000).nullish(),
  signed_by: boundedString(1_000).nullish(),
  updated_at: instant,
  tracking_details: z.array(z.object({ datetime: instant })).default([]),
})

/** EasyPost, as a carrier connects it. */
export const easypost: VendorAdapter<NonNullable<VendorConnections["easypost"]>> = {
  isSigned: ({ headers, body }, secret) =>
    isSameSecret(headers["x-hmac-signature"] ?? "", `hmac-sha256-hex=${hmacOf(body, secret.normalize("NFKD"), "hex")}`),
  map({ body, connection: { carriers } }) {
    const { id, description, result } = readJson(body, event)
    if (description !== "tracker.updated") return nothing
    const {
      tracking_code: trackingNumber,
      status,
      carrier,
      signed_by: signatory,
      ...times
    } = readAs(result, tracker, "result")
    if (carriers !== undefined && !carriers.includes(carrier ?? "")) return nothing
    const scans = times.tracking_details.map(({ datetime }) => datetime).sort()
    const at = scans.at(-1) ?? times.updated_at
    return parcelEvents({ trackingNumber, status, at, signatory }, statuses, ["easypost", id])
  },
}
