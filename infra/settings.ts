import * as z from "zod"

const rate = z.strictObject({
  requestsPerSecond: z.number().positive(),
  burst: z.int().positive(),
})

const stageSettings = z.strictObject({
  /** The hub's account. When absent, the account of the credentials in use. */
  account: z
    .string()
    .regex(/^\d{12}$/)
    .optional(),
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/),
  tags: z.record(z.string(), z.string()),
  /** Name of a managed policy that becomes the permissions boundary of every role. */
  permissionsBoundary: z.string().optional(),
  /** Whether tables and keys outlive the stack, and tables and stacks are protected against deletion. */
  keepData: z.boolean(),
  logRetentionDays: z.union([z.literal(7), z.literal(30), z.literal(90), z.literal(365)]),
  archiveDays: z.int().min(1).max(365),
  /** Receive all alarms. Each address has to confirm the subscription once. */
  alarmEmails: z.array(z.email()),
  /**
   * Whether everybody in the hub's account with events:PutEvents may publish for a party without its own account, which
   * helps to try things out. Otherwise only the function that authenticates parties may.
   */
  hubAccountMayPublish: z.boolean(),
  lookups: rate.extend({
    /** The most lookups at once, reserved from the account's concurrency. When absent, there is no reservation. */
    reservedConcurrency: z.int().positive().optional(),
  }),
  events: rate,
  desk: rate,
})

/** How one deployment of the exchange differs from another. */
export type StageSettings = z.infer<typeof stageSettings>

const stageName = z.string().regex(/^[a-z][a-z0-9]{1,11}$/, "a stage is 2 to 12 lower-case letters and digits")

const tags = { application: "wayseal" }
const gentle = { requestsPerSecond: 20, burst: 40 }

/** The stages. Edit and add your own. One account can hold several; each is a separate deployment. */
export const stages = z.record(stageName, stageSettings).parse({
  local: {
    account: "000000000000",
    region: "ca-central-1",
    tags,
    keepData: false,
    logRetentionDays: 7,
    archiveDays: 90,
    alarmEmails: [],
    hubAccountMayPublish: true,
    lookups: { requestsPerSecond: 500, burst: 1000 },
    events: { requestsPerSecond: 500, burst: 1000 },
    desk: { requestsPerSecond: 500, burst: 1000 },
  },
  dev: {
    region: "ca-central-1",
    tags: { ...tags, environment: "development" },
    keepData: false,
    logRetentionDays: 30,
    archiveDays: 90,
    alarmEmails: [],
    hubAccountMayPublish: true,
    lookups: gentle,
    events: gentle,
    desk: gentle,
  },
  prod: {
    region: "ca-central-1",
    tags: { ...tags, environment: "production" },
    keepData: true,
    logRetentionDays: 90,
    archiveDays: 90,
    alarmEmails: [],
    hubAccountMayPublish: false,
    lookups: { requestsPerSecond: 50, burst: 100, reservedConcurrency: 50 },
    events: { requestsPerSecond: 100, burst: 200 },
    desk: { requestsPerSecond: 20, burst: 40 },
  },
})

/**
 * Settings of one stage.
 *
 * @throws Error with the names of all stages, when the name is not one of them
 */
export function settingsOf(stage: unknown): { readonly stage: string; readonly settings: StageSettings } {
  const name = stageName.safeParse(stage)
  const settings = name.success ? stages[name.data] : undefined
  if (!name.success || settings === undefined)
    throw new Error(`Choose a stage with -c stage=<name>. The stages are ${Object.keys(stages).join(", ")}`)
  return { stage: name.data, settings }
}
