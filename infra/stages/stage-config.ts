import * as z from "zod"
import { boundedEmail, boundedString, boundedUrl } from "../../shared/base/contracts/bounded-string.ts"
import { partyId } from "../../shared/base/contracts/words.ts"
import { operatorSettings } from "../../shared/pages/operator/operator-settings.ts"
import { didYouMean } from "../../shared/parties/issue-sentences.ts"
import { mostExpectedLookups } from "../warm-throughput.ts"
import { companySettings } from "./company-settings.ts"
import { mailSettings } from "./mail-settings.ts"
import { partSettings } from "./part-settings.ts"
import { knownRegions } from "./region-gaps.ts"

const limit = z.strictObject({
  requestsPerSecond: z.number().positive(),
  burst: z.int().positive(),
})

const rate = limit.extend({
  perParty: limit.optional().meta({
    description:
      "What one party gets of it. Half when absent. For events and the desk each container counts for itself, so it is " +
      "approximate there",
  }),
})

const noRegion = (given: unknown): string =>
  typeof given === "string" ? `there is no region ${given}${didYouMean(given, knownRegions)}` : "write a region"

/** The name of a stage, as in `-c stage=<name>` and in the names of its resources. */
export const stageName = boundedString(256).regex(
  /^[a-z][a-z0-9]{1,11}$/,
  "a stage is named with 2 to 12 lower-case letters and digits, a letter first",
)

/** The stage of a developer's machine, on the local AWS. */
export const localStage = "local"

const standardTags = { application: "wayseal" }

const hostName = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/

/** Whether a text is the origin of a page, as browsers send it: scheme and host, and a port if it is not 443. */
const isWebOrigin = (text: string): boolean => {
  const url = URL.parse(text)
  return url?.protocol === "https:" && url.origin === text && hostName.test(url.hostname)
}

const browserEdge = z
  .strictObject({
    domain: boundedString(300)
      .regex(hostName, "write a host name in lower-case letters, such as track.hub.example")
      .meta({ description: "The public address of the API, without https://" }),
    otherDomains: z
      .array(
        boundedString(300).regex(hostName, "write a host name in lower-case letters, such as parcels.shop.example"),
      )
      .max(100)
      .default([])
      .meta({
        description:
          "Host names of retailers and carriers. The edge serves the recipient's page and the documents under them " +
          "too. People sign in under domain alone. certificateArn has to name a certificate for all names. Each owner " +
          "makes a DNS record that leads to the edge",
      }),
    hostedZoneId: boundedString(256)
      .regex(/^Z[A-Z0-9]{5,31}$/, "write the id of a hosted zone, such as Z0123456789ABCDEFGHIJ")
      .optional()
      .meta({
        description:
          "The public hosted zone of the domain in Route 53. The deployment makes the DNS records in it, and the " +
          "certificate unless one is given. Absent: you make the records by hand",
      }),
    certificateArn: boundedString(256)
      .regex(/^arn:aws:acm:us-east-1:\d{12}:certificate\/[0-9a-f-]{36}$/, {
        error: "write the ARN of a certificate of ACM in us-east-1; CloudFront takes them from no other region",
      })
      .optional()
      .meta({ description: "A certificate for the domain that you have already. Absent: the deployment makes one" }),
    allowedOrigins: z
      .array(
        boundedString(300).refine(isWebOrigin, {
          error: "write the origin of a page, such as https://shop.example, without a path and without a star",
        }),
      )
      .max(100)
      .default([])
      .meta({ description: "Pages of other origins that may look shipments up from a browser, without cookies" }),
    requestsPerFiveMinutes: z
      .int()
      .min(10)
      .max(2_000_000_000)
      .default(1000)
      .meta({ description: "What one address may send without a token or session. Many people can share an address" }),
    originSecretVersion: z
      .int()
      .positive()
      .default(1)
      .meta({ description: "Which value of the origin secret the edge sends. Raise it to rotate the secret" }),
    directAccess: z.boolean().default(false).meta({
      description:
        "Whether the API's own address still answers beside the edge. Only until every caller uses the domain",
    }),
    console: z
      .boolean()
      .default(false)
      .meta({
        description:
          "Whether the officer's console is at /desk under the domain. Mails to officers then lead there, unless " +
          "consoleUrl names another address",
      }),
    documentation: z
      .boolean()
      .default(false)
      .meta({ description: "Whether the documentation is at /docs under the domain, for everybody to read" }),
  })
  .refine(({ hostedZoneId, certificateArn }) => hostedZoneId !== undefined || certificateArn !== undefined, {
    error:
      "give hostedZoneId, so that the deployment can prove that the domain is yours, or the certificateArn of a " +
      "certificate that has been issued",
  })
  .refine(({ otherDomains, certificateArn }) => otherDomains.length === 0 || certificateArn !== undefined, {
    path: ["otherDomains"],
    error:
      "give the certificateArn of a certificate for the domain and all otherDomains: the deployment cannot make it",
  })

/** `wayseal.config.json`: how one deployment of the exchange differs from another. Only `region` has no default. */
export const stageConfig = z.strictObject({
  $schema: boundedString(300).optional(),
  account: boundedString(256)
    .regex(/^\d{12}$/, "an AWS account has 12 digits")
    .optional()
    .meta({ description: "The hub's AWS account. When absent, the account of the credentials in use" }),
  region: boundedString(300)
    .refine((region) => knownRegions.includes(region), { error: ({ input }) => noRegion(input) })
    .meta({ description: "The AWS region of everything in this stage" }),
  parties: boundedString(300)
    .default("parties.json")
    .meta({ description: "The file that says who takes part, seen from the folder of this file" }),
  parts: partSettings,
  tags: z
    .record(boundedString(300), boundedString(300))
    .default(standardTags)
    .meta({ description: "Tags of every resource. The stage's name is added" }),
  permissionsBoundary: boundedString(300)
    .optional()
    .meta({ description: "Name of a managed policy that becomes the permissions boundary of every role" }),
  ...companySettings,
  keepData: z.boolean().default(true).meta({ description: "Whether tables, keys and secrets outlive the stack" }),
  backupYears: z.int().min(5).max(30).default(6).meta({
    description:
      "How long files of evidence are kept, and monthly copies of the breach register in a stage that keeps its data",
  }),
  terminationProtection: z
    .boolean()
    .default(false)
    .meta({
      description:
        "Protects the stacks against deletion, and the tables too if they keep data. Turn it on after the first " +
        "deployment has succeeded: one that failed has to be deleted before it can be tried again",
    }),
  logRetentionDays: z
    .union([z.literal(7), z.literal(30), z.literal(90), z.literal(365)])
    .default(90)
    .meta({ description: "How long the functions' logs are kept" }),
  signingKeys: z
    .int()
    .min(1)
    .max(20)
    .default(1)
    .meta({
      description:
        "How many keys the stage has for signatures that anybody can check. Raise it by one to sign with a new key: the " +
        "keys before it stay published, and endorse it",
    }),
  fewerKeys: z
    .boolean()
    .default(false)
    .meta({
      description:
        "Whether raw events and documents are under the data key instead of keys of their own, for $2 a month less. Only " +
        "for trials: a stage that keeps its data is refused with true. Choose before the first deployment",
    }),
  alarms: z.boolean().default(true).meta({
    description: "Whether CloudWatch has alarms, for $0.10 a month each. A stage that keeps its data has them",
  }),
  canaryReleases: z
    .boolean()
    .default(false)
    .meta({
      description:
        "Whether a deployment gives a tenth of the requests to a function's new version for half an hour, and goes back " +
        "if the alarm on its errors is raised. Only functions behind the API. Needs alarms",
    }),
  dashboard: z.boolean().default(true).meta({
    description: "Whether CloudWatch has a page of graphs of this stage, for $3 a month",
  }),
  archiveDays: z.int().min(1).max(365).default(90).meta({ description: "How long redacted events can be replayed" }),
  alarmEmails: z
    .array(boundedEmail())
    .max(100)
    .default([])
    .meta({ description: "Receive all alarms. Each address has to confirm the subscription once" }),
  mail: mailSettings.optional().meta({
    description:
      "Contacts of parties get e-mail through Amazon SES, from this sender. Absent: through SNS, as plain text with a " +
      "subject in ASCII, after each contact has confirmed a subscription",
  }),
  consoleUrl: boundedUrl({ protocol: /^https?$/ })
    .refine((url) => url.startsWith("https:") || URL.parse(url)?.hostname === "localhost", {
      error: "has to be an https address",
    })
    .transform((url) => url.replace(/(?<!\/)\/+$/, ""))
    .optional()
    .meta({
      description:
        "The https address of a console elsewhere. Mails about a case lead to /cases/<alias> under it. Absent: they " +
        "lead to the console of the edge, or else name the API calls in full",
    }),
  operators: operatorSettings.optional().meta({
    description:
      "Where the people who run this stage sign in, at an OpenID Connect provider of the hub's own. They then see at " +
      "/hub how the stage is. Absent: there is no such page",
  }),
  recipientPageUrl: boundedUrl({
    protocol: /^https$/,
    error: "write the https address of the page, such as https://track.hub.example/t",
  })
    .refine((url) => !/[?#]/.test(url), "write the address without ? and #, because the link token follows it")
    .optional()
    .meta({
      description:
        "The https address of the page of a parcel for its recipient. Links that the hub writes into shops lead there, " +
        "with the link token behind a #. Absent: it writes none",
    }),
  partnerBuses: z
    .array(
      z.strictObject({
        bus: boundedString(256)
          .regex(
            /^aws\.partner\/shopify\.com\/[A-Za-z0-9._/-]{1,200}$/,
            "write the name of the bus, such as aws.partner/shopify.com/1234567/wayseal",
          )
          .meta({ description: "Name of the partner event bus, which is its event source's name too" }),
        party: partyId.meta({ description: "The retailer whose app sends to it" }),
      }),
    )
    .max(100)
    .refine((buses) => new Set(buses.map(({ bus }) => bus)).size === buses.length, "name each bus once")
    .default([])
    .meta({ description: "Partner event buses in the hub's account on which shops of Shopify send their messages" }),
  monthlyBudget: z
    .strictObject({ usDollars: z.number().positive() })
    .optional()
    .meta({
      description:
        "Mails alarmEmails when the account has spent 80 % of this in a month, or is expected to spend more than all. " +
        "The whole account counts, not this stage alone. Absent: there is no budget",
    }),
  testReferences: z
    .boolean()
    .optional()
    .meta({
      description:
        "Whether tracking numbers such as WSTESTDELIVERED0001 have a fixed behaviour, for which the hub plays the " +
        "carrier. Absent: in a stage that does not keep its data. A stage that keeps its data is production, and is " +
        "refused with true",
    }),
  hubAccountMayPublish: z
    .boolean()
    .default(false)
    .meta({
      description:
        "Whether everybody in the hub's account with events:PutEvents may publish for a party without its own account. " +
        "Only for trials. Otherwise only the function that authenticates parties may",
    }),
  queueConcurrency: z
    .int()
    .min(2)
    .max(1000)
    .default(20)
    .meta({
      description:
        "Invocations that one queue causes at the same time. It keeps a flood of one kind of event from taking the " +
        "account's whole concurrency, which lookups need. A new account has 10 in all",
    }),
  lookups: rate
    .extend({
      reservedConcurrency: z
        .int()
        .positive()
        .optional()
        .meta({
          description:
            "The most lookups at once, of the API and as many again of the recipient's page, taken out of the " +
            "account's concurrency. Absent: none is",
        }),
    })
    .default({ requestsPerSecond: 50, burst: 100, perParty: { requestsPerSecond: 25, burst: 50 } })
    .meta({
      description: "The lookup API. It lets four times as many through, so that refused lookups use up nothing",
    }),
  expectedLookupsPerSecond: z
    .int()
    .positive()
    .max(mostExpectedLookups)
    .optional()
    .meta({
      description:
        "Lookups a second that the stage has to take from its first minute, here and in the tools of carriers. The two " +
        "tables that each of them writes are made for so many. DynamoDB bills it once and never lowers it. Absent: some 670",
    }),
  events: rate
    .default({ requestsPerSecond: 100, burst: 200, perParty: { requestsPerSecond: 50, burst: 100 } })
    .meta({ description: "The API through which parties send events" }),
  desk: rate
    .default({ requestsPerSecond: 20, burst: 40, perParty: { requestsPerSecond: 10, burst: 20 } })
    .meta({ description: "The API of the breach desk" }),
  browserEdge: browserEdge.optional().meta({
    description:
      "A domain, a certificate and a firewall in front of the API: one CloudFront distribution, in a stack in " +
      "us-east-1. Absent: callers use the address that API Gateway gives to the API",
  }),
})

/** What a stage was configured with, defaults filled in. */
export type StageSettings = z.infer<typeof stageConfig>

/** Whether the hub plays the carrier for test references. */
export function hasTestReferences({ testReferences, keepData }: StageSettings): boolean {
  return testReferences ?? !keepData
}

/** What the edge of a stage was configured with. */
export type EdgeSettings = z.infer<typeof browserEdge>
