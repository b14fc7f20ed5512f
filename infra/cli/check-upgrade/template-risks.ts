import * as z from "zod"
import { boundedString } from "../../../shared/base/contracts/bounded-string.ts"
import { lawId } from "../../../shared/base/contracts/words.ts"

/** A CloudFormation template, as far as a change of it is judged. */
export const templateSchema = z.looseObject({
  Resources: z
    .record(
      z.string(),
      z.looseObject({
        Type: z.string(),
        Properties: z.record(z.string(), z.unknown()).default({}),
        DeletionPolicy: z.string().default("Delete"),
      }),
    )
    .default({}),
  Outputs: z
    .record(z.string(), z.looseObject({ Value: z.unknown(), Export: z.looseObject({ Name: z.unknown() }).optional() }))
    .optional(),
  Metadata: z
    .looseObject({
      /** The laws of the deployment, in the stack of functions. A list of another form is none. */
      WaysealLaws: z
        .array(z.object({ id: lawId, edition: z.int().positive(), hash: boundedString(64) }))
        .optional()
        .catch(undefined),
    })
    .optional(),
})

export type Template = z.infer<typeof templateSchema>

/** Something that an upgrade would lose, or that CloudFormation would refuse. */
export type TemplateRisk = {
  readonly resource: string
  readonly type: string
  readonly risk:
    | ("removed" | "replaced" | "rewritten" | "streamReplaced" | "tooManyIndexes" | "warmthLowered")
    | ("unread" | "unfilled" | "secondTrigger" | "otherBus")
  /** What would happen and what to do instead. */
  readonly sentence: string
}

/** The same, with its stack. */
export type StackRisk = TemplateRisk & { readonly stackName: string }

/**
 * Properties whose change makes CloudFormation replace a resource that holds rows, messages, keys or an address. From
 * the resource types' own schemas (`createOnlyProperties`) of 2026, and for KMS keys from the template reference.
 */
const replacing: Readonly<Record<string, readonly string[]>> = {
  "AWS::DynamoDB::Table": ["TableName", "KeySchema"],
  "AWS::KMS::Key": ["KeySpec", "KeyUsage"],
  "AWS::SQS::Queue": ["QueueName", "FifoQueue"],
  "AWS::S3::Bucket": ["BucketName"],
  "AWS::SNS::Topic": ["TopicName", "FifoTopic"],
  "AWS::Events::EventBus": ["Name"],
  "AWS::Events::Archive": ["ArchiveName", "SourceArn"],
  "AWS::SecretsManager::Secret": ["Name"],
  "AWS::Backup::BackupVault": ["BackupVaultName", "EncryptionKeyArn"],
  "AWS::ApiGatewayV2::Api": ["ProtocolType"],
}

/** What of a template is judged: the resources that an upgrade could lose. */
export function statefulPart({ Resources }: Template): Template {
  return { Resources: Object.fromEntries(Object.entries(Resources).filter(([, { Type }]) => Type in replacing)) }
}

/** Properties of a secret whose change puts another value into it. */
const secretValues = ["GenerateSecretString", "SecretString", "Description"]

/**
 * What would be lost if a stack went from one template to another. Empty: nothing that holds data is touched.
 *
 * @param before the template that is deployed
 * @param after the template that would be deployed
 */
export function templateRisks(before: Template, after: Template): readonly TemplateRisk[] {
  return Object.entries(before.Resources).flatMap(([id, old]) => {
    const changing = replacing[old.Type]
    if (changing === undefined) return []
    const found = { resource: id, type: old.Type }
    const now = after.Resources[id]
    if (now === undefined || now.Type !== old.Type)
      return [{ ...found, risk: "removed", ...removal(old.DeletionPolicy) }]
    const changed = differing(old.Properties, now.Properties, changing)
    if (changed.length > 0) return [{ ...found, risk: "replaced", ...replacement(changed) }]
    const risks = [secretRisks, streamRisks, indexRisks, warmthRisks].flatMap((risksOf) => risksOf(old, now))
    return risks.map((risk) => ({ ...found, ...risk }))
  })
}

type Resource = Template["Resources"][string]
type Risk = Pick<TemplateRisk, "risk" | "sentence">

const differing = (old: Resource["Properties"], now: Resource["Properties"], names: readonly string[]) =>
  names.filter((name) => JSON.stringify(old[name]) !== JSON.stringify(now[name]))

const removal = (deletionPolicy: string) => ({
  sentence:
    deletionPolicy === "Delete"
      ? "would be deleted with all that it holds. Keep it in the app, or export what it holds first"
      : "would stay, but no function would use it any more. Keep it under its logical id, or move its content first",
})

const replacement = (changed: readonly string[]) => ({
  sentence:
    `would be replaced by an empty one, because ${changed.join(" and ")} changed. Take the change back, or add a new ` +
    "resource beside it and move the content in a release of its own",
})

function secretRisks(old: Resource, now: Resource): readonly Risk[] {
  if (old.Type !== "AWS::SecretsManager::Secret") return []
  const changed = differing(old.Properties, now.Properties, secretValues)
  if (changed.length === 0) return []
  const sentence =
    `could get another value, because ${changed.join(" and ")} changed. Every hash that was made with it would be ` +
    "lost. Take the change back"
  return [{ risk: "rewritten", sentence }]
}

/**
 * A table's stream cannot be edited, only ended. A new one begins empty, under another ARN.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html#Streams.Enabling
 */
function streamRisks(old: Resource, now: Resource): readonly Risk[] {
  const before = old.Properties["StreamSpecification"]
  if (before === undefined || JSON.stringify(before) === JSON.stringify(now.Properties["StreamSpecification"]))
    return []
  const sentence =
    "would lose the changes in its stream that no function has read, because StreamSpecification changed. Take the " +
    "change back"
  return [{ risk: "streamReplaced", sentence }]
}

const indexes = z.looseObject({
  GlobalSecondaryIndexes: z.array(z.looseObject({ IndexName: z.string() })).default([]),
})

/** DynamoDB makes or deletes one index of a table in an update, and CloudFormation refuses more. */
function indexRisks(old: Resource, now: Resource): readonly Risk[] {
  if (old.Type !== "AWS::DynamoDB::Table") return []
  const indexesOf = ({ Properties }: Resource) =>
    new Map(indexes.parse(Properties).GlobalSecondaryIndexes.map((each) => [each.IndexName, JSON.stringify(each)]))
  const [had, has] = [indexesOf(old), indexesOf(now)]
  const changes = [...new Set([...had.keys(), ...has.keys()])].flatMap((name) => {
    if (had.get(name) === has.get(name)) return []
    return [{ name, steps: had.has(name) && has.has(name) ? 2 : 1 }]
  })
  if (changes.reduce((sum, { steps }) => sum + steps, 0) <= 1) return []
  const names = changes.map(({ name }) => name).join(", ")
  const sentence =
    `would change more than one index at once (${names}), which CloudFormation refuses. Deploy one index change ` +
    "after the other; an index that changes gets a new name"
  return [{ risk: "tooManyIndexes", sentence }]
}

const warmUnits = z.object({ WarmThroughput: z.record(z.string(), z.number()).default({}) })

/**
 * Units a second that a table was made ready for cannot be lowered.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput.html
 */
function warmthRisks(old: Resource, now: Resource): readonly Risk[] {
  if (old.Type !== "AWS::DynamoDB::Table") return []
  const [had, has] = [old, now].map(({ Properties }) => warmUnits.parse(Properties).WarmThroughput)
  const lowered = Object.entries(has ?? {}).filter(([unit, value]) => value < (had?.[unit] ?? 0))
  if (lowered.length === 0) return []
  const names = lowered.map(([unit, value]) => `${unit} ${had?.[unit]} to ${value}`).join(" and ")
  const sentence = `would lower its warm throughput (${names}), which DynamoDB refuses. Take the change back`
  return [{ risk: "warmthLowered", sentence }]
}
