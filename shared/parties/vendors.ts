import * as z from "zod"
import { boundedString, ownString } from "../base/contracts/bounded-string.ts"
import { type PartyKind, partyId } from "../base/contracts/words.ts"

export const carriersOfVendor = z
  .array(boundedString(60).min(1))
  .min(1)
  .max(20)
  .optional()
  .meta({ description: "Only events of these carriers, as the vendor names them. When absent, of all" })

/** What a retailer says of its Shopify shop. */
export const shopifyFields = {
  // The hub calls this host, so nothing but a shop of Shopify may stand here.
  shop: boundedString(256)
    .regex(/^[a-z0-9][a-z0-9-]{0,59}\.myshopify\.com$/, "write the shop's own name, such as leafline.myshopify.com")
    .meta({ description: "Host name of the shop at Shopify, in lower-case letters" }),
  carriers: z
    .record(boundedString(256).trim().max(100).min(1), partyId)
    .refine((carriers) => Object.keys(carriers).length <= 50, "name at most 50 tracking companies")
    .meta({ description: "Party id of the carrier by tracking company, as the shop names it" }),
  clientId: boundedString(256)
    .regex(/^[A-Za-z0-9_-]{8,64}$/)
    .optional()
    .meta({
      description: "Client id of the app. With it the hub writes links into fulfilments. Absent: it writes none",
    }),
  notifiesCustomers: z.boolean().optional().meta({
    description:
      "Whether Shopify mails the customer when the link is written. When absent, Shopify mails nobody because of it",
  }),
}

/** What a party says of its connection to each vendor, without secrets. */
export const vendorConnections = z
  .object({
    aftership: z.object({ carriers: carriersOfVendor }).meta({ description: "AfterShip Tracking, of a carrier" }),
    easypost: z.object({ carriers: carriersOfVendor }).meta({ description: "EasyPost trackers, of a carrier" }),
    shopify: z.object(shopifyFields).meta({ description: "A shop at Shopify, of a retailer" }),
  })
  .partial()
  .meta({ description: "Vendors that send events in the party's name. Their secrets are shown to nobody" })

export type VendorConnections = z.infer<typeof vendorConnections>

/** A vendor that an adapter reads. It is a part of the address to which the vendor sends. */
export type VendorName = keyof VendorConnections

export const vendorNames = vendorConnections.keyof().options

/** Whose events a vendor sends. */
export const vendorSenders: Readonly<Record<VendorName, PartyKind>> = {
  aftership: "carrier",
  easypost: "carrier",
  shopify: "retailer",
}

const sealedConnection = z.object({ secret: ownString(), nextSecret: ownString(), accessToken: ownString() }).partial()

/** The secrets of each connection as they rest: sealed, by vendor and by name. */
export const sealedVendorSecrets = z
  .object({ aftership: sealedConnection, easypost: sealedConnection, shopify: sealedConnection })
  .partial()

export type SealedVendorSecrets = z.infer<typeof sealedVendorSecrets>
