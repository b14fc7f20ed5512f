import * as z from "zod"
import { boundedEmail, boundedString, boundedUrl, ownString } from "../base/contracts/bounded-string.ts"
import { shipperAccount } from "../base/contracts/shipper.ts"
import { approvalKind, documentLanguages, goodsKind, lawId, partyId, partyKind } from "../base/contracts/words.ts"
import { contractList, counterpartyList, type Named, ownAuthority } from "./counterparty-entry.ts"
import { idReserved, isReservedId } from "./counterparty-id.ts"
import { heavyReader, thresholds } from "./detector-settings.ts"
import { documentDetails } from "./document-details.ts"
import { numberPrefixes, sharePrefix } from "./number-prefixes.ts"
import { officerKey } from "./officer-keys.ts"
import { privateKeyGiven } from "./private-key-given.ts"
import { signInSettings } from "./sign-in-settings.ts"
import { slackUrlGiven } from "./slack-url-given.ts"
import { enteredTrackingSite } from "./tracking-site.ts"

const publicJwk = z.looseObject({
  kid: boundedString(300).min(1),
  kty: z.enum(["OKP", "EC"]),
  crv: z.enum(["Ed25519", "P-256"]),
  x: boundedString(4_000),
  y: boundedString(4_000).optional(),
  d: z.undefined({ error: privateKeyGiven }).optional(),
})

/** How a party authenticates over HTTPS: with its own public keys (two during a rotation) or one pinned OIDC issuer. */
export const credentials = z.union([
  z.strictObject({ publicKeys: z.array(publicJwk).min(1).max(2) }),
  z.strictObject({
    oidc: z.strictObject({ issuer: boundedUrl(), audience: boundedString(300), subject: boundedString(300) }),
  }),
])

const webhookUrl = boundedUrl({ protocol: /^https$/ })

/** Of a webhook that gets events. */
const noFormat = z.undefined().optional()

/**
 * Where events are posted to, and the Standard Webhooks secret that signs them; or a Slack channel, whose address is
 * the secret, and which gets messages for people alone.
 */
export const webhook = z.union([
  z.strictObject({
    format: noFormat,
    url: webhookUrl,
    secretName: boundedString(300).meta({ description: "Name of the secret in Secrets Manager" }),
  }),
  z.strictObject({
    format: noFormat,
    url: webhookUrl,
    sealedSecret: ownString().meta({
      description:
        "The secret, sealed. Of invited parties, not in this file. If `url` is Slack's host: a channel's address",
    }),
  }),
  z.strictObject({
    format: z.literal("slack").meta({
      description:
        "Messages for people: alerts, updates, reminders, closings and drills, to an incoming webhook of Slack",
    }),
    secretName: boundedString(300).meta({
      description: "Name of the secret in Secrets Manager that is the webhook's address",
    }),
    url: z.undefined({ error: slackUrlGiven }).optional(),
  }),
])

export type PartyWebhook = z.infer<typeof webhook>

/** Where a party receives events and mails. Every channel is optional. */
export const channels = z.strictObject({
  queue: z.boolean().optional().meta({
    description: "Whether the party has a queue in the hub's account. By default it has if somebody can read it",
  }),
  queueReader: boundedString(300)
    .regex(/^arn:aws[a-z-]*:iam::\d{12}:(root|(role|user)\/[\w+=,.@/-]+)$/, "write the ARN of a role or user")
    .optional()
    .meta({ description: "Who reads the queue of a party that has no AWS account: a principal of the hub's account" }),
  busArn: boundedString(300)
    .regex(/^arn:aws[a-z-]*:events:[a-z0-9-]+:\d{12}:event-bus\/[\w./-]+$/, "write the ARN of an event bus")
    .optional(),
  webhook: webhook.optional(),
  emails: z.array(boundedEmail()).max(100).default([]),
  escalationEmails: z
    .array(boundedEmail())
    .max(100)
    .default([])
    .meta({ description: "Contacts who get a mail only when nobody has acted on an alert" }),
})

/**
 * How to read the ordinal from a retailer's order reference or a carrier's tracking number: a fixed prefix, the number
 * of digits, an optional check digit, and a fixed suffix.
 */
export const referenceFormat = z.strictObject({
  prefix: boundedString(300).default(""),
  digits: z.int().min(3).max(20),
  checkDigit: z
    .enum(["none", "luhn", "s10", "mod7"])
    .default("none")
    .meta({ description: "`luhn`: ISO/IEC 7812-1; `s10`: UPU S10, for 8 digits; `mod7`: remainder of 7" }),
  suffix: boundedString(300).optional(),
})

export type ReferenceFormat = z.infer<typeof referenceFormat>

/** A carrier's own numbers. With them the detector sees walks along tracking numbers. */
export const trackingNumbers = z.strictObject({
  format: referenceFormat,
  parcelsPerDay: z.number().positive().meta({ description: "Numbers that the carrier gives out in a day" }),
})

/** A party's role for tracking data: towards whom, under which law, in whose tool. What is left out means all. */
const controlRoleOfPair = z.strictObject({
  with: partyId.optional().meta({ description: "The other party" }),
  law: lawId.optional(),
  tool: z
    .enum(["own", "hub"])
    .optional()
    .meta({ description: "own: a carrier's own tracking tool; hub: the lookups that the hub answers" }),
  role: z.enum(["inControl", "jointlyInControl", "holder"]).meta({
    description: "holder: it keeps the data for the other party, as a processor or service provider does",
  }),
})

const partyBase = {
  id: partyId,
  alias: boundedString(64)
    .min(2)
    .meta({ description: "Public name. Answers may show it unless the retailer is discreet" }),
  account: boundedString(256)
    .regex(/^\d{12}$/, "an AWS account has 12 digits")
    .optional()
    .meta({ description: "AWS account of the party. If absent, the party uses the HTTP API" }),
  sharesAccount: z
    .boolean()
    .optional()
    .meta({ description: "Whether other parties use the same AWS account. They can then publish for each other" }),
  credentials: credentials.optional(),
  signIn: signInSettings
    .optional()
    .meta({ description: "Where the party's people sign in to the console. Absent: nobody can" }),
  group: z
    .int()
    .min(1)
    .max(99)
    .optional()
    .meta({
      description:
        "Which stack of parties the party's channels are in; by default 1. A stack takes about 35 parties. Never " +
        "change it after the first deployment: the party's queue would have to be made anew",
    }),
  leaving: z
    .boolean()
    .optional()
    .meta({
      description:
        "Whether the party is about to be removed. Then nothing new goes to its queue, bus and webhook, and it can " +
        "still take what waits in its queue. It still gets mails",
    }),
  channels,
  laws: z.array(lawId).max(100).default([]),
  noLawBinds: boundedString(2_000)
    .min(10)
    .optional()
    .meta({ description: "Why no law of the law pack binds the party. Needed if `laws` is empty" }),
  roles: z
    .array(controlRoleOfPair)
    .max(10_000)
    .default([])
    .meta({
      description:
        "Who decides about the tracking data, where it is not this party for itself. The most exact entry counts. " +
        "Without one, a party is in control of its own data, and owes what a law asks of one in control",
    }),
  contracts: contractList.optional().meta({
    description:
      "Contracts that ask this party to tell another party of a breach: one with each. The party can change them, and " +
      "nobody but the other party of a contract sees it",
  }),
  documents: documentDetails.prefault({}),
  authorities: z
    .array(ownAuthority)
    .max(100)
    .optional()
    .meta({
      description:
        "The authorities to which the party reports under laws that leave it open which, such as the GDPR. Without a main " +
        "establishment in the Union it names one for each state where people live",
    }),
  trackingSite: enteredTrackingSite.optional(),
  noticeLanguages: z
    .array(
      z.strictObject({
        language: boundedString(256).regex(
          /^(?!(?:en|fr)$)[a-z]{2,3}(-[A-Z]{2})?$/,
          "a further language is a code, such as de or pt-BR",
        ),
        sentences: z.record(boundedString(64), boundedString(4_000)),
      }),
    )
    .max(50)
    .optional()
    .meta({
      description:
        "Further languages of notices to people, in the words of the party's counsel. `npx wayseal notice-sentences` " +
        "writes the file to translate, and checks it",
    }),
  jurisdiction: z.strictObject({ country: boundedString(256).length(2), timeZone: boundedString(64) }),
  language: z.enum(documentLanguages).default("en").meta({ description: "The language of mails to the party" }),
  heavyReaders: z.array(heavyReader).max(10_000).default([]),
  approvals: z
    .array(approvalKind)
    .max(100)
    .optional()
    .meta({ description: "What a second person has to approve before it is done. The party can change it" }),
  officerKeys: z.array(officerKey).max(10_000).optional().meta({
    description: "Public keys that people of the party keep in browsers to sign what they do. The party changes them",
  }),
  quotas: z
    .strictObject({
      perCredential: z.number().positive().optional(),
      perStaffMember: z.number().positive().optional(),
    })
    .optional()
    .meta({
      description:
        "Different references that a credential, or a member of staff, looks up in a busy hour. Three times as many raise an alert",
    }),
}

/** What a retailer lets a lookup show. */
export const disclosurePolicy = z.strictObject({
  phaseByTrackingNumber: z.boolean().default(true),
  retailerAlias: z.boolean().default(true),
  pickupPoint: z.boolean().default(true),
  signatureRecorded: z.boolean().default(true),
})

export const retailer = z.strictObject({
  ...partyBase,
  kind: z.literal(partyKind.enum.retailer),
  discreet: z
    .boolean()
    .default(false)
    .meta({ description: "Wayseal names this retailer to nobody except its own proven customer" }),
  goods: goodsKind.optional().meta({
    description:
      "What the retailer sells: `health` if its goods can show a condition or a treatment, `ageRestricted`, or " +
      "`ordinary`. Its own documents take it into account, and nobody else sees it. When absent, nothing is assumed",
  }),
  referenceFormat: referenceFormat.optional(),
  shipperAccounts: z
    .array(z.strictObject({ carrierId: partyId, account: shipperAccount, numberPrefixes }))
    .max(10_000)
    .default([])
    .meta({
      description: "Account numbers that carriers gave to this retailer. With one, a carrier confirms its claims",
    }),
  counterparties: counterpartyList.optional().meta({
    description:
      "Carriers of this retailer that take no part in the exchange. The hub writes letters to them. Nobody else sees " +
      "them, and the retailer can change them",
  }),
  ordersPerDay: z.number().positive(),
  missShare: z.number().min(0).max(1),
  ordersInAll: z.int().positive().optional().meta({ description: "All orders so far, for the share of a breach" }),
  disclosure: disclosurePolicy.prefault({}),
  detection: z
    .strictObject({ mode: z.enum(["enforce", "shadow"]).default("enforce"), thresholds })
    .prefault({ thresholds: {} }),
})

export type Retailer = z.infer<typeof retailer>

export const carrier = z.strictObject({
  ...partyBase,
  kind: z.literal(partyKind.enum.carrier),
  discreet: z.literal(false).default(false),
  trackingNumbers: trackingNumbers.optional(),
})

/** A carrier. `named` is of one that takes no part, and stands in no file: its retailer's entry gives it. */
export type Carrier = z.infer<typeof carrier> & { readonly named?: Named }

export const party = z.discriminatedUnion("kind", [retailer, carrier])

export type Party = Retailer | Carrier

/** parties.json: every party of the exchange, with unique ids and aliases. */
export const parties = z
  .strictObject({ $schema: boundedString(300).optional(), parties: z.array(party).max(10_000).min(1) })
  .superRefine((file, context) => {
    for (const field of ["id", "alias"] as const) {
      const seen = new Set<string>()
      file.parties.forEach((entry, index) => {
        if (seen.has(entry[field])) {
          context.addIssue({ code: "custom", path: ["parties", index, field], message: `${field} is used twice` })
        }
        seen.add(entry[field])
      })
    }
    file.parties.forEach(({ id }, index) => {
      if (isReservedId(id)) context.addIssue({ code: "custom", path: ["parties", index, "id"], message: idReserved })
    })
    file.parties.forEach(({ channels: { webhook: entered } }, index) => {
      if (entered === undefined || "secretName" in entered) return
      const path = ["parties", index, "channels", "webhook", "sealedSecret"]
      context.addIssue({ code: "custom", path, message: "this is of invited parties alone. Write secretName" })
    })
    const accountsOf = (entry: Party) => (entry.kind === "retailer" ? entry.shipperAccounts : [])
    const accounts = new Set<string>()
    file.parties.forEach((entry, index) => {
      for (const { carrierId, account } of accountsOf(entry)) {
        const key = `${carrierId} ${account}`
        if (accounts.has(key)) {
          const path = ["parties", index, "shipperAccounts"]
          context.addIssue({ code: "custom", path, message: "an account of a carrier is used twice" })
        }
        accounts.add(key)
      }
    })
    file.parties.forEach((entry, index) => {
      if (!file.parties.some((other) => other !== entry && sharePrefix(accountsOf(entry), accountsOf(other)))) return
      const message = "a number can begin with prefixes of two retailers"
      context.addIssue({ code: "custom", path: ["parties", index, "shipperAccounts"], message })
    })
  })
