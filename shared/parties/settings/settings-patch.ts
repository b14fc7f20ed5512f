import * as z from "zod"
import { boundedString } from "../../base/contracts/bounded-string.ts"
import { wordsOfNotice } from "../../base/contracts/words-of-notice.ts"
import { ownAuthority } from "../counterparty-entry.ts"
import { thresholdsPatch } from "../detector-settings.ts"
import { officerKey, officerKeysAtMost } from "../officer-keys.ts"
import { trackingSite } from "../tracking-site.ts"
import { carriersOfVendor, shopifyFields } from "../vendors.ts"
import { partySettings, readerFields, readersAtMost } from "./party-settings.ts"

const secret = boundedString(256).min(16).meta({
  description: "What the vendor signs with, or the last part of the address where it does not sign",
})

/** A Shopify shop in a change. Tracking companies are merged one by one, and `null` removes one. */
const shopifyPatch = z
  .strictObject({
    shop: shopifyFields.shop,
    carriers: z.record(boundedString(256), boundedString(256).nullable()),
    clientId: shopifyFields.clientId.nullable(),
    notifiesCustomers: shopifyFields.notifiesCustomers.nullable(),
    secret: secret.meta({ description: "The app's client secret, with which Shopify signs" }),
    nextSecret: secret.nullable().meta({
      description: "The client secret that follows. While it is there, both are accepted. `null`: there is none",
    }),
    accessToken: secret.nullable().meta({
      description: "Admin API access token of an app that has a lasting one. Others need none",
    }),
  })
  .partial()

/** Connections in a change: with secrets, and `null` for what ends. */
const vendorConnectionsPatch = z
  .strictObject({
    aftership: z.strictObject({ carriers: carriersOfVendor.nullable(), secret }).partial().nullable(),
    easypost: z.strictObject({ carriers: carriersOfVendor.nullable(), secret }).partial().nullable(),
    shopify: shopifyPatch.nullable(),
  })
  .partial()

const { site, entry } = trackingSite.shape
const { en, fr } = entry.unwrap().shape

/** Its words in a language are removed with `null`. */
const trackingSitePatch = z
  .strictObject({
    site,
    entry: z.strictObject({ en: en.unwrap().nullable(), fr: fr.unwrap().nullable() }).partial().nullable(),
  })
  .partial()

export type VendorConnectionsPatch = z.infer<typeof vendorConnectionsPatch>

/**
 * A change of settings, a JSON merge patch (RFC 7396): lists are replaced whole, `thresholds`, `trackingSite` and
 * `wayToCheck` are merged, and `null` lets a setting follow the parties file again, or what the hub approved of an
 * invited party.
 */
export const settingsPatch = z
  .strictObject({
    emails: partySettings.shape.emails.unwrap().min(1).nullable(),
    escalationEmails: partySettings.shape.escalationEmails.unwrap().nullable(),
    webhookUrl: partySettings.shape.webhookUrl.unwrap().nullable(),
    heavyReaders: z.array(z.strictObject(readerFields)).max(readersAtMost).nullable(),
    thresholds: thresholdsPatch.nullable(),
    approvals: partySettings.shape.approvals.unwrap().nullable(),
    vendors: vendorConnectionsPatch.nullable(),
    trackingSite: trackingSitePatch.nullable(),
    wayToCheck: z.strictObject({ en: wordsOfNotice.nullable(), fr: wordsOfNotice.nullable() }).partial().nullable(),
    counterparties: partySettings.shape.counterparties.unwrap().nullable(),
    authorities: z.array(ownAuthority).max(100).nullable(),
    contracts: partySettings.shape.contracts.unwrap().nullable(),
    officerKeys: z.array(z.strictObject(officerKey.shape)).max(officerKeysAtMost).nullable(),
  })
  .partial()
  .meta({
    title: "Settings to change",
    description: "`null`: as the hub's parties file says, or as an invited party was approved",
  })

export type SettingsPatch = z.infer<typeof settingsPatch>
