import * as z from "zod"
import { boundedString, ownString } from "../../base/contracts/bounded-string.ts"
import { approvalKind } from "../../base/contracts/words.ts"
import { wayToCheck } from "../../base/contracts/words-of-notice.ts"
import { contractList, counterpartyList, ownAuthority } from "../counterparty-entry.ts"
import { heavyReader, thresholds } from "../detector-settings.ts"
import { officerKey, officerKeysAtMost } from "../officer-keys.ts"
import { contacts, webhookUrl } from "../reachable.ts"
import { trackingSite } from "../tracking-site.ts"
import { sealedVendorSecrets, vendorConnections } from "../vendors.ts"

export const readersAtMost = 50
export const readerFields = {
  ...heavyReader.shape,
  name: heavyReader.shape.name.min(1).max(100),
  networks: heavyReader.shape.networks.unwrap().max(50).default([]),
  credentials: z.array(boundedString(256).min(1)).max(50).default([]),
}

/**
 * What a party may change about itself while the exchange runs. The parties file gives the first values, or what the
 * hub approved of an invited party. An absent field follows them. Fields that a newer release wrote are dropped.
 */
export const partySettings = z
  .object({
    emails: contacts.meta({ description: "Contacts who get a mail about every alert" }),
    escalationEmails: contacts.meta({ description: "Contacts who get a mail only when nobody acted on an alert" }),
    webhookUrl: webhookUrl.meta({
      description:
        "Where events are posted to. Only for a party that has a webhook already. Of a Slack channel of an invited " +
        "party, what is shown is Slack's host alone",
    }),
    heavyReaders: z
      .array(z.object(readerFields))
      .max(readersAtMost)
      .meta({ description: "Who reads many shipments for a legitimate reason" }),
    thresholds: thresholds.meta({ description: "Thresholds of a retailer by chart" }),
    vendors: vendorConnections,
    approvals: z
      .array(approvalKind)
      .max(approvalKind.options.length)
      .meta({ description: "What a second person approves before it is done. Programs can then do none of these" }),
    trackingSite,
    authorities: z
      .array(z.object(ownAuthority.shape))
      .max(100)
      .meta({ description: "The authorities to which the party reports under laws that leave it open which" }),
    wayToCheck: z.object(wayToCheck.shape).meta({ description: wayToCheck.description }),
    counterparties: counterpartyList.meta({
      description:
        "Carriers of a retailer that take no part in the exchange. Leave one in the list while a case about it is open",
    }),
    contracts: contractList.meta({
      description:
        "Contracts that ask the party to tell another party of a breach, one with each. Nobody checks `with` here: " +
        "an id that names no party gives no duty. In an open case a change can add a duty or bring it forward, and " +
        "takes none back and puts none off",
    }),
    officerKeys: z
      .array(officerKey)
      .max(officerKeysAtMost)
      .meta({
        description:
          "Public keys that your people keep in their browsers to sign what they do in a case. A person adds keys of " +
          "their own alone, and may remove any",
      }),
  })
  .partial()

export type PartySettings = z.infer<typeof partySettings>

/**
 * The settings as they rest. If `webhookUrl` is of a Slack channel, it is Slack's host, and the address is sealed. So
 * are the secrets of vendors.
 */
export const storedSettings = partySettings.extend({
  sealedWebhookUrl: ownString().optional(),
  sealedVendorSecrets: sealedVendorSecrets.optional(),
})

export type RestingSettings = z.infer<typeof storedSettings>

export const settingNames = partySettings.keyof().options
export type SettingName = (typeof settingNames)[number]
