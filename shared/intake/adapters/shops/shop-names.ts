import { digestOfLinkToken } from "../../../base/contracts/link-token.ts"
import type { KeyedHash } from "../../../base/keyed-hash/keyed-hash.ts"
import { plainCompany } from "./tracking-company.ts"

/** Names one fulfilment of a retailer's shop. */
export type Fulfilment = { readonly retailerId: string; readonly shop: string; readonly fulfilmentId: string }

/** What the hub names in a shop, by keyed hashes: no number of the shop can be read from a name. */
export type ShopNames = {
  /** The shipment at a place of a fulfilment's list of parcels, from 0. */
  shipmentId(fulfilment: Fulfilment, place: number): string
  /** The link token of a shipment, and its digest. The same each time, so that a repeat writes the same link. */
  linkToken(retailerId: string, shipmentId: string): { token: string; digest: string }
  shopKey(retailerId: string, shop: string): string
  orderKey(order: { retailerId: string; shop: string; orderId: string }): string
  companyKey(retailerId: string, shop: string, company: string): string
  fulfilmentKey(fulfilment: Fulfilment): string
}

/** Names under the oldest version of the secret, so that they stay when it rotates. */
export function shopNames({ lastingHash }: Pick<KeyedHash, "lastingHash">): ShopNames {
  return {
    shipmentId: ({ retailerId, shop, fulfilmentId }, place) =>
      `shp_${lettersOf(lastingHash("shop-shipment", retailerId, shop, fulfilmentId, String(place)))}`,
    linkToken(retailerId, shipmentId) {
      const token = lastingHash("shop-link-token", retailerId, shipmentId)
      return { token, digest: digestOfLinkToken(token) }
    },
    shopKey: (retailerId, shop) => lastingHash("shop", retailerId, shop),
    orderKey: ({ retailerId, shop, orderId }) => lastingHash("shop-order", retailerId, shop, orderId),
    companyKey: (retailerId, shop, company) => lastingHash("shop-company", retailerId, shop, plainCompany(company)),
    fulfilmentKey: ({ retailerId, shop, fulfilmentId }) =>
      lastingHash("shop-fulfilment", retailerId, shop, fulfilmentId),
  }
}

/**
 * The first 128 bits of a hash in letters alone. An id with digits holds a five-digit order number by chance once in
 * some ten thousand, and is then rejected as one that reveals it.
 */
function lettersOf(hash: string): string {
  const hex = Buffer.from(hash, "base64url").subarray(0, 16).toString("hex")
  return hex.replace(/\d/g, (digit) => String.fromCharCode("g".charCodeAt(0) + Number(digit)))
}
