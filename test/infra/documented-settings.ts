import { readFileSync } from "node:fs"
import * as z from "zod"
import { quotas, templateProblems } from "../../infra/quotas.ts"
import { stageFileOf } from "../../infra/stages/new-stage.ts"
import { stageFileProblems } from "../../infra/stages/read-stage.ts"
import { stageConfig } from "../../infra/stages/stage-config.ts"
import { type OptionalPart, optionalParts } from "../../shared/base/platform/resource-variables.ts"
import { operators } from "./example-stage.ts"
import { setUp } from "./set-up-trial.ts"

/** The most resources of a stack, whatever a stage's file says: half of what AWS takes. */
export const mostResources = quotas.resourcesOfStack / 2
/** So many outputs stay free. */
const headroom = 5

/** The file of a stage that is in git. */
export const committed = (stage: string): object =>
  z
    .looseObject({})
    .parse(JSON.parse(readFileSync(new URL(`../../stages/${stage}/wayseal.config.json`, import.meta.url), "utf8")))

const company = stageConfig.parse(committed("company"))

/** A value of each setting, the one that takes most resources. Account, region and parties come with a stage. */
export const values: Readonly<
  Record<Exclude<keyof typeof stageConfig.shape, "$schema" | "account" | "region" | "parties">, unknown>
> = {
  tags: company.tags,
  permissionsBoundary: company.permissionsBoundary,
  bootstrapQualifier: company.bootstrapQualifier,
  rolePrefix: company.rolePrefix,
  alarmTarget: "arn:aws:events:ca-central-1:210987654321:event-bus/operations",
  logDestination: company.logDestination,
  vpc: company.vpc,
  keys: company.keys,
  parts: company.parts,
  keepData: true,
  backupYears: 30,
  terminationProtection: true,
  logRetentionDays: 365,
  signingKeys: 20,
  archiveDays: 365,
  expectedLookupsPerSecond: 4_000,
  fewerKeys: false,
  alarms: true,
  canaryReleases: true,
  dashboard: true,
  alarmEmails: Array.from({ length: 10 }, (_, index) => `operations-${index}@hub.example`),
  mail: { from: "alerts@hub.example" },
  consoleUrl: "https://console.hub.example",
  operators,
  recipientPageUrl: "https://track.hub.example/t",
  partnerBuses: [{ bus: "aws.partner/shopify.com/4815/wayseal", party: "maplebooks" }],
  monthlyBudget: { usDollars: 100 },
  testReferences: true,
  hubAccountMayPublish: true,
  queueConcurrency: 100,
  lookups: { requestsPerSecond: 50, burst: 100, reservedConcurrency: 20 },
  events: { requestsPerSecond: 50, burst: 100 },
  desk: { requestsPerSecond: 50, burst: 100 },
  browserEdge: { domain: "track.hub.example", hostedZoneId: "Z0123456789", console: true, documentation: true },
}

/** What a stage's file may not have together. */
export const isAllowed = (file: object) => stageFileProblems(file).length === 0

/** The variant of the tests' stage that a file makes. */
export function variantOf(file: object) {
  const problems = stageFileProblems(file)
  if (problems.length > 0) throw new Error(problems.join("\n"))
  return { settings: { operators: undefined, ...stageConfig.parse(file) } }
}

/** What a part is left out with, because it needs that part. */
const leftOutWith: Partial<Record<OptionalPart, OptionalPart>> = { desk: "console" }

/** What setup makes, and what one can choose: each setting as it is not there, and each part left out. */
export function choicesFor({ isTrial }: { readonly isTrial: boolean }) {
  const { parts: _, ...settings } = values
  const base = stageFileOf({ ...setUp, isTrial })
  const different = {
    ...{ keepData: isTrial, hubAccountMayPublish: !isTrial, region: "us-east-1" },
    ...{ alarms: false, dashboard: false, fewerKeys: true },
  }
  const choices: Readonly<Record<string, object>> = {
    ...Object.fromEntries(
      Object.entries({ ...settings, ...different }).map(([name, value]) => [name, { [name]: value }]),
    ),
    ...Object.fromEntries(
      optionalParts.map((part) => [
        `without ${part}`,
        { parts: { [part]: false, [leftOutWith[part] ?? part]: false } },
      ]),
    ),
  }
  const fileWith = (taken: Iterable<string>): object => {
    const changes = [...taken].map((name) => choices[name] ?? {})
    const parts = Object.assign({}, ...changes.map((change) => ("parts" in change ? change.parts : {})))
    return Object.assign({}, base, ...changes, { parts })
  }
  const names = Object.keys(choices).filter((name) => isAllowed(fileWith([name])))
  return { choices, names, fileWith }
}

type Built = { readonly name: string; readonly template: { readonly [section: string]: unknown } }

const section = z.record(z.string(), z.unknown()).default({})
const sizeOf = (part: unknown) => Object.keys(section.parse(part)).length

/** Why templates do not fit, in sentences: by a quota of AWS, or by what a stack is held to here. */
export function problemsOf(templates: readonly Built[]): readonly string[] {
  return templates.flatMap(({ name, template }) => {
    const [resources, outputs] = [sizeOf(template["Resources"]), sizeOf(template["Outputs"])]
    return [
      ...templateProblems(name, template),
      ...(resources > mostResources
        ? [`${name} would have ${resources} resources; the most is ${mostResources}.`]
        : []),
      ...(outputs > quotas.outputsOfStack - headroom ? [`${name} would have ${outputs} outputs.`] : []),
    ]
  })
}
