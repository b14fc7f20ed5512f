/**
 * Shopify: the topics `fulfillments/create`, `fulfillments/update`, `customers/redact`, `customers/data_request` and
 * `shop/redact`. Of `orders/create` nothing is read: an order names no carrier and no parcel yet, and its fulfilment
 * brings all that a shipment needs.
 *
 * Topics and payloads: https://shopify.dev/docs/api/webhooks/latest. Privacy topics:
 * https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance. Headers and signature:
 * https://shopify.dev/docs/apps/build/webhooks/verify-deliveries, HMAC-SHA-256 of the body in base64 under the app's
 * client secret. Statuses: https://shopify.dev/docs/api/admin-graphql/latest/enums/FulfillmentStatus. Read on
 * 2026-11-26. Shopify waits five seconds, and sends again eight times within four hours what gets no 2xx.
 */
import * as z from "zod"
import { boundedString } from "../../base/contracts/bounded-string.ts"
import { instant } from "../../base/contracts/envelope.ts"
import { trackingNumber } from "../../base/contracts/fields.ts"
import { opensNothing } from "../../base/contracts/postal-code.ts"
import { shipmentCancelled } from "../../base/contracts/shipment-cancelled.ts"
import { shipmentCreated } from "../../base/contracts/shipment-created.ts"
import { trackingNumberAssigned } from "../../base/contracts/tracking-number-assigned.ts"
import type { VendorConnections } from "../../parties/vendors.ts"
import type { AdapterAnswer, VendorAdapter, VendorRequest } from "./adapter.ts"
import { type MappedEvent, mapped, nothing, plainNumber } from "./parcel-news.ts"
import { readJson } from "./read-payload.ts"
import { orderPk, type ShopShipment, shipmentEntryExpiry, waitingExpiry, waitingPk } from "./shops/shop-entries.ts"
import { shopNames } from "./shops/shop-names.ts"
import type { ShopNews } from "./shops/shop-news.ts"
import type { ShopNotice } from "./shops/shop-tasks.ts"
import { carrierOf, plainCompany } from "./shops/tracking-company.ts"
import { hmacOf, isSameSecret } from "./signatures.ts"

type Connection = NonNullable<VendorConnections["shopify"]>
type Request = VendorRequest<Connection>

/** What a fulfilment's own status means. */
const statuses: Readonly<Record<string, "shipped" | "cancelled" | "nothing">> = {
  pending: "shipped",
  open: "shipped",
  success: "shipped",
  cancelled: "cancelled",
  error: "nothing",
  failure: "nothing",
}

/** What a status of a fulfilment means that the table does not have: it has a parcel as any other. */
const fallbackStatus = "shipped"

/** Where a parcel is. Its carrier says that to the exchange, and a retailer cannot. */
const carriersOwnStatuses: ReadonlySet<string> = new Set([
  "label_printed",
  "label_purchased",
  "attempted_delivery",
  "carrier_picked_up",
  "confirmed",
  "delayed",
  "delivered",
  "failure",
  "in_transit",
  "out_for_delivery",
  "picked_up",
  "ready_for_pickup",
])

/** An id of Shopify: a number below 2^53, or the same as text. */
const id = z.union([z.int().nonnegative(), boundedString(256).regex(/^\d{1,20}$/)]).transform(String)

const fulfilment = z.object({
  id,
  order_id: id,
  name: boundedString(1_000),
  status: boundedString(1_000),
  shipment_status: boundedString(1_000).nullish(),
  created_at: instant,
  updated_at: instant,
  tracking_company: boundedString(1_000).nullish(),
  tracking_number: boundedString(1_000).nullish(),
  tracking_numbers: z.array(boundedString(1_000).nullable()).nullish(),
  destination: z
    .object({
      zip: boundedString(1_000).nullish(),
      country_code: boundedString(1_000).nullish(),
      address1: boundedString(1_000).nullish(),
    })
    .nullish(),
})
type FulfilmentPayload = z.output<typeof fulfilment>

const redaction = z.object({ shop_domain: boundedString(1_000), orders_to_redact: z.array(id).nullish() })
const dataRequest = z.object({
  shop_domain: boundedString(1_000),
  orders_requested: z.array(id).nullish(),
  data_request: z.object({ id }),
})
const shopRedaction = z.object({ shop_domain: boundedString(1_000) })

/** Shopify, as a retailer connects its shop. */
export const shopify: VendorAdapter<Connection> = {
  isSigned: ({ headers, body }, secret) =>
    isSameSecret(headers["x-shopify-hmac-sha256"] ?? "", hmacOf(body, secret, "base64")),
  isFor: ({ headers }, { shop }) => headers["x-shopify-shop-domain"]?.toLowerCase() === shop,
  map(request) {
    switch (request.headers["x-shopify-topic"]) {
      case "fulfillments/create":
      case "fulfillments/update":
        return ofFulfilment(request, readJson(request.body, fulfilment))
      case "customers/redact":
        return ofRedaction(request)
      case "customers/data_request":
        return ofDataRequest(request)
      case "shop/redact":
        return ofShopRedaction(request)
      default:
        return nothing
    }
  },
}

/** When Shopify sent a message. A time to come would be refused later, and a redaction must not be. */
function newsOf({ headers, receivedAt }: Request): Pick<ShopNews, "requestedAt"> {
  const triggered = instant.safeParse(headers["x-shopify-triggered-at"])
  return { requestedAt: triggered.success && triggered.data < receivedAt ? triggered.data : receivedAt }
}

function ofFulfilment(request: Request, payload: FulfilmentPayload): AdapterAnswer {
  const known = Object.hasOwn(statuses, payload.status) ? statuses[payload.status] : undefined
  const meaning = known ?? fallbackStatus
  const where = payload.shipment_status ?? undefined
  const isStatusUnknown = known === undefined || (where !== undefined && !carriersOwnStatuses.has(where))
  if (meaning === "nothing") return { ...nothing, isStatusUnknown }
  return { ...(meaning === "cancelled" ? cancelled(request, payload) : shipped(request, payload)), isStatusUnknown }
}

/** The shipment of each parcel that a fulfilment lists. One without an address or a number has none. */
function shipped(request: Request, payload: FulfilmentPayload): AdapterAnswer {
  const { connection } = request
  const numbers = numbersOf(payload)
  if (payload.destination == null || numbers.length === 0) return nothing
  const recipient = recipientOf(payload.destination)
  if (recipient === undefined) return onlyNotice(request, "addressMissing")
  const carrierId = carrierOf(connection, payload.tracking_company ?? "")
  if (carrierId === undefined) return waits(request, payload)
  const parcels = numbers.map((number, place) => ({ number, place })).filter(({ number }) => isUsable(number))
  const events = parcels.flatMap(({ number, place }) =>
    shipmentEvents(payload, shipmentAt(request, payload, place), { number, carrierId, recipient }),
  )
  const notices = [
    ...(parcels.length < numbers.length ? noticesOf(request, "numberUnusable") : []),
    ...(parcels.length > 0 && opensNothing({ recipient, linkTokenDigest: "" })
      ? noticesOf(request, "codeUnusable")
      : []),
  ]
  const shipments = parcels.map(({ place }) => entryOf(request, payload, place))
  const links = parcels.length === 0 ? [] : [linksOf(request, payload)]
  return {
    events,
    shop: { ...newsOf(request), shipments, tasks: [...links, ...notices] },
    notices: notices.length,
  }
}

type Parcel = {
  readonly number: string
  readonly carrierId: string
  readonly recipient: NonNullable<ReturnType<typeof recipientOf>>
}

/** The number is an event of its own: it can change, and the creation is the same event each time. */
function shipmentEvents(
  { name, created_at: createdAt, updated_at: updatedAt }: FulfilmentPayload,
  { shipmentId, digest }: ReturnType<typeof shipmentAt>,
  { number: trackingNumber, carrierId, recipient }: Parcel,
): MappedEvent[] {
  const orderReference = orderReferenceOf(name)
  const creation = { shipmentId, orderReference, carrierId, linkTokenDigest: digest, recipient, createdAt }
  const assignment = { occurredAt: updatedAt, source: ["shopify", shipmentId, trackingNumber, updatedAt] }
  return [
    mapped(shipmentCreated, creation, { occurredAt: createdAt, source: ["shopify", shipmentId] }),
    mapped(trackingNumberAssigned, { shipmentId, trackingNumber }, assignment),
  ]
}

/** Its time is that of the fulfilment, so that a repeat is the same task. */
function linksOf({ party, connection: { shop }, hashes }: Request, payload: FulfilmentPayload) {
  const companyKey = shopNames(hashes).companyKey(party.id, shop, payload.tracking_company ?? "")
  const { id: fulfilmentId, updated_at: requestedAt } = payload
  return { kind: "writeLinks" as const, shop, fulfilmentId, companyKey, requestedAt }
}

/**
 * A fulfilment of a company that is not set waits for one of that company that is read. The link that is then written
 * into it makes Shopify send it again. One without a company is sent again when it gets one.
 */
function waits(request: Request, payload: FulfilmentPayload): AdapterAnswer {
  if (plainCompany(payload.tracking_company ?? "") === "") return onlyNotice(request, "carrierUnknown")
  const { party, connection, hashes, receivedAt } = request
  const task = linksOf(request, payload)
  const fulfilmentOf = { retailerId: party.id, shop: connection.shop, fulfilmentId: payload.id }
  const sk = shopNames(hashes).fulfilmentKey(fulfilmentOf)
  const waiting = { pk: waitingPk(task.companyKey), sk, expiresAt: waitingExpiry(receivedAt), task }
  return onlyNotice(request, "carrierUnknown", { waiting })
}

/** A retailer cancels what it noted before. What the hub never had stays unknown to it. */
function cancelled(request: Request, payload: FulfilmentPayload): AdapterAnswer {
  const events = numbersOf(payload).map((_, place) => {
    const { shipmentId } = shipmentAt(request, payload, place)
    const data = { shipmentId, reason: "retailerCancelled" as const }
    return mapped(shipmentCancelled, data, { occurredAt: payload.updated_at, source: ["shopify", shipmentId] })
  })
  return { events }
}

function ofRedaction(request: Request): AdapterAnswer {
  const { shop_domain: shop, orders_to_redact: orders } = readJson(request.body, redaction)
  if (!isOwn(request, shop)) return nothing
  return {
    events: [],
    shop: { ...newsOf(request), ordersToErase: (orders ?? []).map((order) => orderKeyOf(request, order)) },
  }
}

function ofDataRequest(request: Request): AdapterAnswer {
  const { shop_domain: shop, orders_requested: orders, data_request } = readJson(request.body, dataRequest)
  if (!isOwn(request, shop)) return nothing
  const asked = { orders: (orders ?? []).map((order) => orderKeyOf(request, order)), about: data_request.id }
  return { events: [], shop: { ...newsOf(request), dataRequest: asked } }
}

function ofShopRedaction(request: Request): AdapterAnswer {
  const { shop_domain: shop } = readJson(request.body, shopRedaction)
  if (!isOwn(request, shop)) return nothing
  const news = newsOf(request)
  return { events: [], shop: { ...news, tasks: [{ kind: "eraseShop", shop, requestedAt: news.requestedAt }] } }
}

/** The headers are not signed, and the body is: it has to name the same shop. */
const isOwn = ({ connection }: Request, shop: string): boolean => shop.toLowerCase() === connection.shop

function onlyNotice(request: Request, notice: ShopNotice, more: Pick<ShopNews, "waiting"> = {}): AdapterAnswer {
  return { events: [], shop: { ...newsOf(request), ...more, tasks: noticesOf(request, notice) }, notices: 1 }
}

/** One notice a day for each reason, however many fulfilments there are. */
function noticesOf(request: Request, notice: ShopNotice) {
  const { requestedAt } = newsOf(request)
  return [{ kind: "notice" as const, notice, requestedAt, about: "", shipmentIds: [] }]
}

function entryOf(request: Request, payload: FulfilmentPayload, place: number): ShopShipment {
  const { party, connection, hashes } = request
  return {
    pk: orderPk(orderKeyOf(request, payload.order_id)),
    sk: shipmentAt(request, payload, place).shipmentId,
    kind: "shipment",
    shopKey: shopNames(hashes).shopKey(party.id, connection.shop),
    createdAt: payload.created_at,
    expiresAt: shipmentEntryExpiry(payload.updated_at),
  }
}

function shipmentAt({ party, connection, hashes }: Request, payload: FulfilmentPayload, place: number) {
  const names = shopNames(hashes)
  const of = { retailerId: party.id, shop: connection.shop, fulfilmentId: payload.id }
  const shipmentId = names.shipmentId(of, place)
  return { shipmentId, digest: names.linkToken(party.id, shipmentId).digest }
}

const orderKeyOf = ({ party, connection: { shop }, hashes }: Request, orderId: string): string =>
  shopNames(hashes).orderKey({ retailerId: party.id, shop, orderId })

/** Tracking numbers in the fulfilment's own order, in which Shopify lists its links too. */
function numbersOf({ tracking_numbers: numbers, tracking_number: first }: FulfilmentPayload): readonly string[] {
  const given = numbers == null || numbers.length === 0 ? [first] : numbers
  return given.map((number) => plainNumber(number ?? "")).filter((number) => number !== "")
}

const isUsable = (number: string): boolean => trackingNumber.safeParse(number).success

/** `#1001.1` or `#1001-F1` is the first fulfilment of order `#1001`, which customers know as 1001. */
const orderReferenceOf = (name: string): string => name.replace(/^#/, "").replace(/(\.|-F)\d+$/, "")

function recipientOf({ zip, country_code: country, address1 }: NonNullable<FulfilmentPayload["destination"]>) {
  const postalCode = zip?.trim() ?? ""
  if (postalCode.length < 2 || !/^[A-Z]{2}$/.test(country ?? "")) return undefined
  const addressLine = address1?.trim().slice(0, 200) ?? ""
  return { postalCode, country: country ?? "", ...(addressLine === "" ? {} : { addressLine }) }
}
