import { ArnFormat, Stack, Validations } from "aws-cdk-lib"
import type { Grants, Use } from "../functions/deployment.ts"
import { tableNames } from "../functions/tables.ts"
import {
  operatorsVariable,
  type ResourceName,
  resourceVariables,
  retentionVariables,
  tableVariables,
} from "../shared/base/platform/resource-variables.ts"
import type { OperatorSettings } from "../shared/pages/operator/operator-settings.ts"
import { webhookSecretName } from "../shared/parties/has-channel.ts"
import type { Party } from "../shared/parties/party.ts"
import type { DocumentsBucket } from "./constructs/documents-bucket.ts"
import type { ExchangeFunction } from "./constructs/exchange-function.ts"
import type { FailuresBucket } from "./constructs/failures-bucket.ts"
import type { MailIdentity } from "./constructs/mail-identity.ts"
import { askedDocumentsQueueName, signInSecretPrefix, webhookSecretPrefix } from "./party-names.ts"
import type { ExchangeDataStack } from "./stacks/exchange-data-stack.ts"
import type { MailSettings } from "./stages/mail-settings.ts"
import type { StageSettings } from "./stages/stage-config.ts"

/** What functions can be granted the use of. */
export interface Resources {
  readonly stage: string
  readonly data: ExchangeDataStack
  readonly parties: readonly Party[]
  /** Absent in a stage without the desk. */
  readonly documents: DocumentsBucket | undefined
  readonly failures: FailuresBucket
  /** How contacts get e-mail. Absent: through a topic of each party. */
  readonly mail: MailSettings | undefined
  /** The page of a parcel for its recipient. */
  readonly recipientPageUrl?: string | undefined
  /** Where the operators of the stage sign in, if it has a page for them. */
  readonly operators?: OperatorSettings | undefined
  readonly retention: Pick<StageSettings, "archiveDays" | "backupYears">
}

/** Allows a function what its declaration asks for, and puts the names of the resources into its environment. */
export function grant(handler: ExchangeFunction, grants: Grants, resources: Resources): void {
  for (const table of tableNames) {
    const actions = grants.tables?.[table] ?? []
    const indexes = grants.indexes?.[table] ?? []
    if (actions.length + indexes.length === 0) continue
    const { tableArn, tableName } = resources.data.table(table)
    handler.lambda.addEnvironment(tableVariables[table], tableName)
    if (actions.length > 0)
      handler.allow(
        actions.map((action) => `dynamodb:${action}`),
        [tableArn],
      )
    if (indexes.length > 0)
      handler.allow(
        ["dynamodb:Query"],
        indexes.map((index) => `${tableArn}/index/${index}`),
      )
  }
  for (const use of grants.uses ?? []) grantUse[use](handler, resources)
}

const grantUse: Readonly<Record<Use, (handler: ExchangeFunction, resources: Resources) => void>> = {
  hash(handler, { data }) {
    allowSecret(handler, "keyedHashSecret", data.keyedHashSecretArn, data)
  },
  canaries(handler, { data }) {
    allowSecret(handler, "canariesSecret", data.canariesSecretArn, data)
  },
  unseal(handler, resources) {
    letUnseal(handler, resources)
  },
  seal(handler, resources) {
    grant(handler, { uses: ["unseal"], tables: { SealingKeys: ["PutItem"] } }, resources)
    handler.allow(["kms:GenerateDataKey"], [resources.data.sealingKey.keyArn])
  },
  unsealTokens(handler, resources) {
    letUnseal(handler, resources, ofTokens)
  },
  unsealParties(handler, resources) {
    letUnseal(handler, resources, ofParties)
  },
  sealTokens(handler, resources) {
    grant(handler, { uses: ["unsealTokens"] }, resources)
    letMakeKeys(handler, resources, { ofOwners: ofTokens, owners: tokenOwners })
  },
  sealParties(handler, resources) {
    grant(handler, { uses: ["unsealParties"] }, resources)
    letMakeKeys(handler, resources, { ofOwners: ofParties, owners: partyOwners })
  },
  headMac(handler, { data }) {
    const { keyArn } = required(data.headMacKey)
    name(handler, "headMacKey", keyArn)
    handler.allow(["kms:GenerateMac"], [keyArn])
  },
  sign(handler, { data: { signingKeys } }) {
    const newest = required(signingKeys.at(-1))
    name(handler, "signingKey", newest.keyArn)
    handler.allow(["kms:GetPublicKey", "kms:Sign"], [newest.keyArn])
  },
  publishKeys(handler, { data: { signingKeys } }) {
    const arns = signingKeys.map(({ keyArn }) => keyArn)
    name(handler, "publishedKeys", arns.join(","))
    handler.allow(["kms:GetPublicKey", "kms:Sign"], arns)
  },
  publish(handler, { data }) {
    name(handler, "exchangeBus", data.exchangeBus.eventBusName)
    handler.allow(["events:PutEvents"], [data.exchangeBus.eventBusArn])
  },
  publishForParties(handler, { data }) {
    name(handler, "ingressBus", data.ingressBus.eventBusName)
    handler.allow(["events:PutEvents"], [data.ingressBus.eventBusArn])
  },
  mail(handler, { data, mail }) {
    if (mail !== undefined && data.mailIdentity !== undefined) letSendMail(handler, data.mailIdentity, mail.from)
    else {
      letUseTopics(handler, data, ["Publish"])
      // SNS encrypts what waits in a topic in the name of the sender.
      handler.allow(["kms:Decrypt", "kms:GenerateDataKey"], [data.dataKey.keyArn], {
        StringEquals: { "kms:ViaService": `sns.${Stack.of(handler).region}.amazonaws.com` },
      })
    }
  },
  subscribeContacts(handler, { data }) {
    letUseTopics(handler, data, ["CreateTopic", "ListSubscriptionsByTopic", "Subscribe"])
    name(handler, "alertTopicKey", data.dataKey.keyArn)
    handler.allow(["sns:GetSubscriptionAttributes", "sns:SetSubscriptionAttributes", "sns:Unsubscribe"], ["*"])
    const reason = "IAM knows no resource for what is done to a subscription. The function lists those of its topics."
    Validations.of(handler.role).acknowledge({ id: "AwsSolutions-IAM5[Resource::*]", reason })
  },
  signWebhooks(handler, { stage, parties }) {
    const names = parties.flatMap((party) => webhookSecretName(party) ?? [])
    letReadSecrets(handler, names, webhookSecretPrefix(stage), "Only secrets of the stage's webhooks have such names.")
  },
  signIn(handler, { stage, parties }) {
    const names = parties.flatMap((party) => party.signIn?.clientSecretName ?? [])
    letReadSecrets(handler, names, signInSecretPrefix(stage), "Only client secrets of parties have such names.")
  },
  watchStage(handler, { stage, data, operators, failures }) {
    if (operators === undefined) throw new Error(`${stage} names no operators`)
    handler.lambda.addEnvironment(operatorsVariable, JSON.stringify(operators))
    // Its own secret alone, and none of the parties'.
    if (operators.clientSecretName !== undefined) handler.allowNamedSecret(operators.clientSecretName)
    letKeepOperatorSessions(handler, data)
    letCountRestrictions(handler, data)
    letWatch(handler, stage)
    handler.allow(["s3:ListBucket"], [failures.bucket.bucketArn])
  },
  watchTriggers(handler, { stage, failures }) {
    letReadTriggers(handler, stage)
    handler.allow(["s3:ListBucket"], [failures.bucket.bucketArn])
  },
  writeDocuments(handler, { data, documents }) {
    nameDocuments(handler, { data, documents }).letWrite(handler)
  },
  retention(handler, { data, retention }) {
    handler.lambda.addEnvironment(retentionVariables.archiveDays, String(retention.archiveDays))
    if (data.keepsRegister) handler.lambda.addEnvironment(retentionVariables.backupYears, String(retention.backupYears))
  },
  linkRecipients(handler, { recipientPageUrl }) {
    if (recipientPageUrl !== undefined) name(handler, "recipientPageUrl", recipientPageUrl)
  },
  askForDocuments(handler, { stage, data }) {
    const resource = askedDocumentsQueueName(stage)
    const arn = Stack.of(handler).formatArn({ service: "sqs", resource, arnFormat: ArnFormat.NO_RESOURCE_NAME })
    name(handler, "askedDocuments", resource)
    handler.allow(["sqs:GetQueueUrl", "sqs:SendMessage"], [arn])
    handler.allow(["kms:Decrypt", "kms:GenerateDataKey"], [data.dataKey.keyArn])
  },
  linkDocuments(handler, { documents }) {
    const bucket = required(documents)
    name(handler, "documentsBucket", bucket.bucket.bucketName)
    bucket.letLink(handler)
  },
  takeEvidence(handler, { data, documents }) {
    nameDocuments(handler, { data, documents }).letTakeEvidence(handler)
  },
}

/** @throws Error if a function has a use that `partsOfUse` should have taken from it */
function required<Resource>(resource: Resource | undefined): Resource {
  if (resource === undefined) throw new Error("The stage does not have what a function is to use")
  return resource
}

function nameDocuments(
  handler: ExchangeFunction,
  { data, documents }: Pick<Resources, "data" | "documents">,
): DocumentsBucket {
  const made = required(documents)
  name(handler, "documentsBucket", made.bucket.bucketName)
  name(handler, "documentKey", required(data.documentKey).keyArn)
  return made
}

/** One grant covers the secrets whose names start with the prefix. Each other secret has a grant of its own. */
function letReadSecrets(handler: ExchangeFunction, names: readonly string[], prefix: string, reason: string): void {
  const listed = names.filter((secretName) => !secretName.startsWith(prefix))
  if (listed.length < names.length) handler.allowSecretsStartingWith(prefix, reason)
  for (const secretName of new Set(listed)) handler.allowNamedSecret(secretName)
}

/** The sessions of parties' people are in the same table, under keys that this function has no right to. */
function letKeepOperatorSessions(handler: ExchangeFunction, data: ExchangeDataStack): void {
  const { tableArn, tableName } = data.table("Sessions")
  handler.lambda.addEnvironment(tableVariables.Sessions, tableName)
  const actions = ["GetItem", "PutItem", "UpdateItem", "DeleteItem"].map((action) => `dynamodb:${action}`)
  handler.allow(actions, [tableArn], { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["operator#*"] } })
}

/**
 * No index knows which restrictions are in force, so all are gone through: which kind, until when, and by whose word.
 * IAM asks that the attributes of keys are among those that are allowed; the tokens of accessors are not.
 */
function letCountRestrictions(handler: ExchangeFunction, data: ExchangeDataStack): void {
  const { tableArn, tableName } = data.table("Restrictions")
  handler.lambda.addEnvironment(tableVariables.Restrictions, tableName)
  const attributes = ["accessorKey", "restrictionId", "scope", "since", "until", "releasedAt", "vouchedBy"]
  handler.allow(["dynamodb:Scan"], [tableArn], {
    "ForAllValues:StringEquals": { "dynamodb:Attributes": attributes },
    StringEquals: { "dynamodb:Select": "SPECIFIC_ATTRIBUTES" },
  })
}

/** What belongs to a stage has names that begin so. Other things of the account are known by their ids alone. */
function letWatch(handler: ExchangeFunction, stage: string): void {
  const arn = (service: string, resource: string) => Stack.of(handler).formatArn({ service, resource })
  letReadTriggers(handler, stage)
  for (const prefix of [`Wayseal-${stage}-`, `wayseal-${stage}-`]) {
    handler.allowStartingWith(["sqs:GetQueueAttributes"], arn("sqs", prefix), ofStage)
    handler.allowStartingWith(["sns:GetTopicAttributes"], arn("sns", prefix), ofStage)
  }
  handler.allow(["cloudwatch:DescribeAlarms", "cloudwatch:GetMetricData"], ["*"])
}

const ofStage = "Only what belongs to the stage has such names."

function letReadTriggers(handler: ExchangeFunction, stage: string): void {
  const stacks = Stack.of(handler).formatArn({ service: "cloudformation", resource: `stack/Wayseal-${stage}-` })
  handler.allowStartingWith(["cloudformation:DescribeStacks", "cloudformation:ListStackResources"], stacks, ofStage)
  handler.allow(["lambda:ListEventSourceMappings", "events:ListRules"], ["*"])
  const reason = "IAM knows no resource for metrics, and for lists of alarms, rules and sources."
  Validations.of(handler.role).acknowledge({ id: "AwsSolutions-IAM5[Resource::*]", reason })
}

function letUseTopics(handler: ExchangeFunction, { alertTopicPrefix }: ExchangeDataStack, actions: string[]): void {
  name(handler, "alertTopicPrefix", alertTopicPrefix)
  const allowed = actions.map((action) => `sns:${action}`)
  handler.allowStartingWith(allowed, alertTopicPrefix, "Each party of the stage has one such topic.")
}

/** SES asks for both: the identity that a mail comes from, and the configuration set that it is sent with. */
function letSendMail(handler: ExchangeFunction, identity: MailIdentity, from: string): void {
  name(handler, "mailFrom", from)
  name(handler, "mailConfigurationSet", identity.configurationSetName)
  // SES makes a MIME message of a mail with an attachment, which is what SendRawEmail allows.
  handler.allow(["ses:SendEmail", "ses:SendRawEmail"], [identity.identityArn, identity.configurationSetArn], {
    StringEquals: { "ses:FromAddress": from },
  })
}

/** The owners of the data keys of accessor tokens. */
const tokenOwners = "tokens#*"
const partyOwners = "party#*"

/** KMS knows a data key by its owner. */
const ofTokens = { StringLike: { "kms:EncryptionContext:owner": tokenOwners } }
const ofParties = { StringLike: { "kms:EncryptionContext:owner": partyOwners } }

/** Lets a function make the data keys of some owners. */
function letMakeKeys(
  handler: ExchangeFunction,
  { data }: Resources,
  { ofOwners, owners }: { ofOwners: Record<string, unknown>; owners: string },
): void {
  handler.allow(["kms:GenerateDataKey"], [data.sealingKey.keyArn], ofOwners)
  handler.allow(["dynamodb:PutItem"], [data.table("SealingKeys").tableArn], {
    "ForAllValues:StringLike": { "dynamodb:LeadingKeys": [owners] },
  })
}

/** @param owners whose data keys; by default all */
function letUnseal(handler: ExchangeFunction, resources: Resources, owners?: Record<string, unknown>): void {
  const { keyArn } = resources.data.sealingKey
  name(handler, "sealingKey", keyArn)
  handler.allow(["kms:Decrypt"], [keyArn], owners)
  grant(handler, { tables: { SealingKeys: ["GetItem"] } }, resources)
}

type SecretName = "keyedHashSecret" | "canariesSecret"

function allowSecret(handler: ExchangeFunction, secret: SecretName, arn: string, data: ExchangeDataStack): void {
  name(handler, secret, arn)
  handler.allow(["secretsmanager:GetSecretValue"], [arn])
  handler.allow(["kms:Decrypt"], [data.sealingKey.keyArn], {
    StringEquals: { "kms:ViaService": `secretsmanager.${Stack.of(handler).region}.amazonaws.com` },
  })
}

function name(handler: ExchangeFunction, resource: ResourceName, value: string): void {
  handler.lambda.addEnvironment(resourceVariables[resource], value)
}
