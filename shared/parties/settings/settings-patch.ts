import * as z from "zod"
import { thresholdsPatch } from "../detector-settings.ts"
import { carriersOfVendor } from "../vendors.ts"
import { partySettings, readerFields, readersAtMost } from "./party-settings.ts"

const secret = z.string().min(16).max(256).meta({
  description: "What the vendor signs with, or the last part of the address where it does not sign",
})

/** Connections in a change: with secrets, and `null` for what ends. */
const vendorConnectionsPatch = z
  .strictObject({
    aftership: z.strictObject({ carriers: carriersOfVendor.nullable(), secret }).partial().nullable(),
    easypost: z.strictObject({ carriers: carriersOfVendor.nullable(), secret }).partial().nullable(),
  })
  .partial()

export type VendorConnectionsPatch = z.infer<typeof vendorConnectionsPatch>

/**
 * A change of settings, a JSON merge patch (RFC 7396): lists are replaced whole, `thresholds` is merged, and `null`
 * lets a setting follow the parties file again, or what the hub approved of an invited party.
 */
export const settingsPatch = z
  .strictObject({
    emails: partySettings.shape.emails.unwrap().min(1).nullable(),
    escalationEmails: partySettings.shape.escalationEmails.unwrap().nullable(),
    webhookUrl: partySettings.shape.webhookUrl.unwrap().nullable(),
    heavyReaders: z.array(z.strictObject(readerFields)).max(readersAtMost).nullable(),
    thresholds: thresholdsPatch.nullable(),
    vendors: vendorConnectionsPatch.nullable(),
  })
  .partial()
  .meta({
    title: "Settings to change",
    description: "`null`: as the hub's parties file says, or as an invited party was approved",
  })

export type SettingsPatch = z.infer<typeof settingsPatch>
