/**
 * AfterShip Tracking: the event `tracking_update`.
 *
 * Payload: https://www.aftership.com/docs/tracking/webhook/webhook-specifications. Statuses:
 * https://www.aftership.com/docs/tracking/enum/delivery-statuses. Signature:
 * https://www.aftership.com/docs/tracking/webhook/webhook-signature, HMAC-SHA-256 in base64. Read on 2026-11-26.
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
  Pending: "nothing",
  Expired: "nothing",
  InfoReceived: "pre-transit",
  InTransit: "in-transit",
  OutForDelivery: "out-for-delivery",
  AvailableForPickup: "available-for-pickup",
  Delivered: "delivered",
  AttemptFail: "exception",
  Exception: "exception",
}

const event = z.object({
  event_id: boundedString(1_000).min(1),
  event: boundedString(1_000),
  // Until the year 9999, because no later time is an instant.
  ts: z.int().min(0).max(253_402_300_799).meta({ description: "Seconds since 1970" }),
  msg: z.unknown(),
})

const message = z.object({
  tracking_number: boundedString(1_000),
  tag: boundedString(1_000).nullish(),
  slug: boundedString(1_000).nullish(),
  signed_by: boundedString(1_000).nullish(),
  checkpoints: z.array(z.object({ checkpoint_time: z.unknown() }).nullable()).nullish(),
})

/** AfterShip, as a carrier connects it. */
export const aftership: VendorAdapter<NonNullable<VendorConnections["aftership"]>> = {
  isSigned: ({ headers, body }, secret) =>
    isSameSecret(headers["aftership-hmac-sha256"] ?? "", hmacOf(body, secret, "base64")),
  map({ body, connection: { carriers } }) {
    const { event_id: id, event: kind, ts, msg } = readJson(body, event)
    if (kind !== "tracking_update") return nothing
    const {
      tracking_number: trackingNumber,
      tag,
      slug,
      signed_by: signatory,
      checkpoints,
    } = readAs(msg, message, "msg")
    if (carriers !== undefined && !carriers.includes(slug ?? "")) return nothing
    // Carriers may give a time without an offset, which is no instant. Then it is when AfterShip heard of it.
    const scan = instant.safeParse(checkpoints?.at(-1)?.checkpoint_time)
    const at = scan.success ? scan.data : new Date(ts * 1_000).toISOString()
    return parcelEvents({ trackingNumber, status: tag ?? "Pending", at, signatory }, statuses, ["aftership", id])
  },
}
