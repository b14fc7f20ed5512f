import * as z from "zod"
import { didYouMean } from "../../shared/parties/issue-sentences.ts"
import { mailSettings } from "./mail-settings.ts"
import { knownRegions } from "./region-gaps.ts"

const limit = z.strictObject({
  requestsPerSecond: z.number().positive(),
  burst: z.int().positive(),
})

const rate = limit.extend({
  perParty: limit.optional().meta({
    description: "What one party gets of it. Each container counts for itself, so this is approximate",
  }),
})

const noRegion = (given: unknown): string =>
  typeof given === "string" ? `there is no region ${given}${didYouMean(given, knownRegions)}` : "write a region"

/** The name of a stage, as in `-c stage=<name>` and in the names of its resources. */
export const stageName = z
  .string()
  .regex(/^[a-z][a-z0-9]{1,11}$/, "a stage is named with 2 to 12 lower-case letters and digits, a letter first")

const standardTags = { application: "wayseal" }

/** `wayseal.config.json`: how one deployment of the exchange differs from another. Only `region` has no default. */
export const stageConfig = z.strictObject({
  $schema: z.string().optional(),
  account: z
    .string()
    .regex(/^\d{12}$/, "an AWS account has 12 digits")
    .optional()
    .meta({ description: "The hub's AWS account. When absent, the account of the credentials in use" }),
  region: z
    .string()
    .refine((region) => knownRegions.includes(region), { error: ({ input }) => noRegion(input) })
    .meta({ description: "The AWS region of everything in this stage" }),
  parties: z
    .string()
    .default("parties.json")
    .meta({ description: "The file that says who takes part, seen from the folder of this file" }),
  tags: z
    .record(z.string(), z.string())
    .default(standardTags)
    .meta({ description: "Tags of every resource. The stage's name is added" }),
  permissionsBoundary: z
    .string()
    .optional()
    .meta({ description: "Name of a managed policy that becomes the permissions boundary of every role" }),
  keepData: z.boolean().default(true).meta({ description: "Whether tables, keys and secrets outlive the stack" }),
  backupYears: z
    .int()
    .min(5)
    .max(30)
    .default(6)
    .meta({ description: "How long monthly copies of the breach register are kept, in a stage that keeps its data" }),
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
  archiveDays: z.int().min(1).max(365).default(90).meta({ description: "How long redacted events can be replayed" }),
  alarmEmails: z
    .array(z.email())
    .default([])
    .meta({ description: "Receive all alarms. Each address has to confirm the subscription once" }),
  mail: mailSettings.optional().meta({
    description:
      "Contacts of parties get e-mail through Amazon SES, from this sender. Absent: through SNS, as plain text with a " +
      "subject in ASCII, after each contact has confirmed a subscription",
  }),
  monthlyBudget: z
    .strictObject({ usDollars: z.number().positive() })
    .optional()
    .meta({
      description:
        "Mails alarmEmails when the account has spent 80 % of this in a month, or is expected to spend more than all. " +
        "The whole account counts, not this stage alone. Absent: there is no budget",
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
        .meta({ description: "The most lookups at once, taken out of the account's concurrency. Absent: none is" }),
    })
    .default({ requestsPerSecond: 50, burst: 100 })
    .meta({ description: "The lookup API" }),
  events: rate
    .default({ requestsPerSecond: 100, burst: 200, perParty: { requestsPerSecond: 50, burst: 100 } })
    .meta({ description: "The API through which parties send events" }),
  desk: rate
    .default({ requestsPerSecond: 20, burst: 40, perParty: { requestsPerSecond: 10, burst: 20 } })
    .meta({ description: "The API of the breach desk" }),
})

/** What a stage was configured with, defaults filled in. */
export type StageSettings = z.infer<typeof stageConfig>
