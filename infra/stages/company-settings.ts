import * as z from "zod"
import { boundedString } from "../../shared/base/contracts/bounded-string.ts"

/** The parts of an ARN that settings are compared with. */
const arnParts = boundedString(300).transform((arn) => {
  const [, , service = "", region = "", account = ""] = arn.split(":")
  return { service, region, account }
})

/** Service, region and account of an ARN. */
export const partsOfArn = (arn: string) => arnParts.parse(arn)

const arn = (resource: string, rule: string) =>
  boundedString(300).regex(new RegExp(`^arn:aws:${resource.replaceAll("<place>", "[a-z0-9-]+:\\d{12}")}$`), rule)

/** A name begins with at most this much of the 64 characters that a role's name can have. */
const longestNameStart = 32

/** Lambda takes at most this many security groups, and 16 subnets. */
const mostSecurityGroups = 5
const mostSubnets = 16

const idsOf = (prefix: "subnet" | "sg") =>
  z
    .array(
      boundedString(300).regex(
        new RegExp(`^${prefix}-[0-9a-f]{8,17}$`),
        `write ids such as ${prefix}-0123456789abcdef0`,
      ),
    )
    .min(1)
    .max(prefix === "sg" ? mostSecurityGroups : mostSubnets)

const ownKey = (purpose: string) =>
  arn("kms:<place>:key/[\\w-]+", "write the ARN of a KMS key (arn:aws:kms:...:key/...); an alias will not do")
    .optional()
    .meta({ description: purpose })

/** Settings that only some organisations need. Without them nothing changes. `companyProblems` has more rules. */
export const companySettings = {
  bootstrapQualifier: boundedString(256)
    .regex(/^[a-z0-9-]{1,10}$/, "a qualifier has 1 to 10 lower-case letters, digits and hyphens")
    .optional()
    .meta({ description: "The qualifier of the CDK's bootstrap stack, if your organisation made its own" }),
  rolePrefix: boundedString(300)
    .regex(
      new RegExp(`^(?=.)([\\w+=,.@-]+/)*[\\w+=,.@-]{0,${longestNameStart}}$`),
      `write what follows "role/" in the ARN of a role, such as acme- or teams/acme-; at most ${longestNameStart} ` +
        "characters behind the last slash",
    )
    .optional()
    .meta({
      description:
        'What follows "role/" in the ARN of every role begins with it: acme- for names, teams/acme- for a path and ' +
        "names. Absent: CloudFormation chooses the names",
    }),
  alarmTarget: arn(
    "(sns:<place>:[\\w-]+|events:<place>:event-bus/[\\w./-]+)",
    "write the ARN of an SNS topic (arn:aws:sns:...) or of an event bus (arn:aws:events:...:event-bus/...)",
  )
    .optional()
    .meta({
      description:
        "An SNS topic or event bus of yours that receives all alarms, beside alarmEmails. A topic must let CloudWatch " +
        "publish, and a bus of another account must let the hub's account put events",
    }),
  logDestination: arn(
    "logs:<place>:destination:[^:*]+",
    "write the ARN of a destination of CloudWatch Logs (arn:aws:logs:...:destination:...)",
  )
    .optional()
    .meta({ description: "A destination of CloudWatch Logs that receives a copy of every log group" }),
  vpc: z
    .strictObject({
      subnetIds: idsOf("subnet").meta({ description: "Subnets of one VPC, best in two availability zones or more" }),
      securityGroupIds: idsOf("sg").meta({ description: "Security groups that let HTTPS out. Nothing has to come in" }),
    })
    .optional()
    .meta({
      description:
        "Puts every function into these subnets. They need ways to the services that functions call, and those that " +
        "deliver webhooks or accept OIDC tokens a way to the internet. preflight checks both. Absent: no VPC",
    }),
  keys: z
    .strictObject({
      ingress: ownKey("For raw events: the ingress bus, its queues and their dead letters"),
      data: ownKey("For redacted data: tables, exchange bus, archive, parties' queues, topics, failures and backups"),
      sealing: ownKey("Wraps the data keys that seal references, and encrypts the stage's two secrets"),
      headMac: ownKey("Signs the head of a case's timeline. An HMAC_256 key"),
      signing: ownKey("Signs what anybody can check with the public key. An ECC_NIST_P256 key"),
      document: ownKey("For the documents that parties ask for"),
    })
    .optional()
    .meta({
      description:
        "KMS keys of yours, in the hub's account and region, each instead of one that the stage would make. Choose them " +
        "before the first deployment: what is encrypted or signed with a key needs that key",
    }),
} as const

/** The keys that a stage can be given. */
export type KeyName = keyof NonNullable<Company["keys"]>

const companyObject = z.object(companySettings)

type Company = z.infer<typeof companyObject> & { readonly region: string; readonly account?: string | undefined }

/** What is wrong with these settings in a stage's region, one sentence each. */
export function companyProblems({ alarmTarget, logDestination, keys, region, account }: Company): readonly string[] {
  const elsewhere = (field: string, value: string | undefined, why: string) =>
    value === undefined || partsOfArn(value).region === region
      ? []
      : [`${field} is in ${partsOfArn(value).region}, but the stage is in ${region}. ${why}`]
  const topic = alarmTarget !== undefined && partsOfArn(alarmTarget).service === "sns" ? alarmTarget : undefined
  return [
    ...elsewhere("alarmTarget", topic, "An alarm reaches only topics of its own region"),
    ...elsewhere("logDestination", logDestination, "A log group sends only to destinations of its own region"),
    ...Object.entries(keys ?? {}).flatMap(([name, key]) => [
      ...elsewhere(`keys.${name}`, key, "Take a key of the stage's region"),
      ...(key === undefined || account === undefined || partsOfArn(key).account === account
        ? []
        : [`keys.${name} is a key of account ${partsOfArn(key).account}. Take one of the hub's account, ${account}`]),
    ]),
    ...sameKey(keys),
  ]
}

/** Redacted data and raw events have different readers, so no two uses share a key. */
function sameKey(keys: Company["keys"]): readonly string[] {
  const byKey = Map.groupBy(Object.entries(keys ?? {}), ([, key]) => key)
  return [...byKey].flatMap(([key, uses]) =>
    key === undefined || uses.length === 1
      ? []
      : [`${uses.map(([name]) => `keys.${name}`).join(" and ")} are the same key. Take one for each`],
  )
}
