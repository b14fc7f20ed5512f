import * as z from "zod"
import type { PartyKind } from "../contracts/words.ts"

export const carriersOfVendor = z
  .array(z.string().min(1).max(60))
  .min(1)
  .max(20)
  .optional()
  .meta({ description: "Only events of these carriers, as the vendor names them. When absent, of all" })

/** What a party says of its connection to each vendor, without secrets. */
export const vendorConnections = z
  .object({
    aftership: z.object({ carriers: carriersOfVendor }).meta({ description: "AfterShip Tracking, of a carrier" }),
    easypost: z.object({ carriers: carriersOfVendor }).meta({ description: "EasyPost trackers, of a carrier" }),
  })
  .partial()
  .meta({ description: "Vendors that send events in the party's name. Their secrets are shown to nobody" })

export type VendorConnections = z.infer<typeof vendorConnections>

/** A vendor that an adapter reads. It is a part of the address to which the vendor sends. */
export type VendorName = keyof VendorConnections

export const vendorNames = vendorConnections.keyof().options

/** Whose events a vendor sends. */
export const vendorSenders: Readonly<Record<VendorName, PartyKind>> = { aftership: "carrier", easypost: "carrier" }

const sealedConnection = z.object({ secret: z.string() }).partial()

/** The secrets of each connection as they rest: sealed, by vendor and by name. */
export const sealedVendorSecrets = z.object({ aftership: sealedConnection, easypost: sealedConnection }).partial()

export type SealedVendorSecrets = z.infer<typeof sealedVendorSecrets>
