import * as z from "zod"
import { documentLanguages } from "../../base/contracts/words.ts"
import { carrier, channels, credentials, type Party, party, retailer } from "../party.ts"
import { contacts, webhookUrl } from "../reachable.ts"
import { isSlackChannel } from "../slack-channel.ts"
import type { InvitedParty } from "./invited-party.ts"

/** Together with the accounts that it had before, these fit into one transaction of DynamoDB, which takes 100 items. */
const mostAccounts = 40

const { alias, laws, noLawBinds, roles, documents, jurisdiction, quotas } = retailer.shape

const ofEveryParty = {
  alias,
  credentials: credentials.meta({
    description: "Your public keys, one or two, or the issuer and subject of your tokens. Never a private key",
  }),
  channels: z.strictObject({
    emails: contacts.min(1).meta({ description: "Contacts who get a mail about every alert" }),
    escalationEmails: contacts
      .default([])
      .meta({ description: channels.shape.escalationEmails.meta()?.description ?? "" }),
    webhookUrl: webhookUrl.optional().meta({
      description:
        "Where events are posted to. The answer has its secret. With `webhookFormat`, the address of an incoming " +
        "webhook of Slack, which is never shown again. Its host alone stands for the address that you entered before",
    }),
    webhookFormat: z.literal("slack").optional().meta({
      description: "Only for a Slack channel: it gets messages for people, as the mails say them, in place of events",
    }),
  }),
  laws,
  noLawBinds,
  roles,
  documents,
  jurisdiction,
  language: z.enum(documentLanguages).optional().meta({ description: "The language of mails to you" }),
  quotas,
}

const { discreet, referenceFormat, shipperAccounts, ordersPerDay, missShare, ordersInAll, disclosure } = retailer.shape

const enteredRetailer = z.strictObject({
  kind: retailer.shape.kind,
  ...ofEveryParty,
  discreet,
  referenceFormat,
  shipperAccounts: z
    .array(shipperAccounts.unwrap().element.omit({ numberPrefixes: true }))
    .max(mostAccounts)
    .default([])
    .meta({ description: shipperAccounts.meta()?.description ?? "" }),
  ordersPerDay,
  missShare: missShare.default(0.05),
  ordersInAll,
  disclosure,
})

const enteredCarrier = z.strictObject({
  kind: carrier.shape.kind,
  ...ofEveryParty,
  trackingNumbers: carrier.shape.trackingNumbers,
})

/** What an invited party enters about itself. The hub enters the rest: accounts, queues, groups and thresholds. */
export const enteredParty = z.discriminatedUnion("kind", [enteredRetailer, enteredCarrier])

export type EnteredParty = z.output<typeof enteredParty>

/** A webhook of an invited party. */
export type SealedWebhook = { readonly url: string; readonly sealedSecret: string }

/** The party that an invited party describes. */
export function partyFrom(
  entered: EnteredParty,
  { partyId: id, language }: Pick<InvitedParty, "partyId" | "language">,
  webhook: SealedWebhook | undefined,
): Party {
  const { emails, escalationEmails } = entered.channels
  return party.parse({
    language,
    ...entered,
    id,
    channels: { emails, escalationEmails, ...(webhook === undefined ? {} : { webhook }) },
  })
}

/** What a party entered, in the form in which it can enter it again. */
export function enteredOf({ channels: { emails, escalationEmails, webhook }, ...others }: Party) {
  const fields = (others.kind === "retailer" ? enteredRetailer : enteredCarrier).keyof().options
  const entered: Readonly<Record<string, unknown>> = {
    ...others,
    channels: {
      emails,
      escalationEmails,
      ...(webhook === undefined || webhook.format === "slack" ? {} : { webhookUrl: webhook.url }),
      ...(webhook !== undefined && isSlackChannel(webhook) ? { webhookFormat: "slack" } : {}),
    },
  }
  return Object.fromEntries(fields.flatMap((name) => (entered[name] === undefined ? [] : [[name, entered[name]]])))
}
