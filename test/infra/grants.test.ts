import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import type { FunctionDeployment, Use } from "../../functions/deployment.ts"
import { takesFromParties } from "../../infra/event-patterns.ts"
import { loadDeployments } from "../../infra/function-deployments.ts"
import { partiesWithSecrets } from "./example-stage.ts"
import { referredTo, resourcesOf, rolePolicies, synthesise } from "./synthesised-exchange.ts"
import { ownGrants, triggerGrants, watchConditions, watchGrants } from "./watch-grants.ts"

const { functions } = await synthesise("prod", { parties: partiesWithSecrets })
/** Without a sender of its own, in which one function more is deployed. */
const { functions: withTopics } = await synthesise("prod", {
  parties: partiesWithSecrets,
  settings: { mail: undefined },
})
const bus = "aws.partner/shopify.com/4815/wayseal"
/** With test references and a partner event bus, for each of which one function more is deployed. */
const { functions: withMore } = await synthesise("prod", {
  parties: partiesWithSecrets,
  settings: {
    testReferences: true,
    partnerBuses: [{ bus, party: "maplebooks" }],
    recipientPageUrl: "https://track.hub.example/t",
  },
})
const deployments = await loadDeployments()
const policies = [
  ...rolePolicies(functions),
  ...rolePolicies(withTopics).filter(({ role }) => role.startsWith("SubscribeContacts")),
  ...rolePolicies(withMore).filter(({ role }) => /^(PlayTestReferences|AcceptPartnerEvent)/.test(role)),
]

/** What each role may do, as action and resource. */
const grants = new Map<string, Set<string>>()
for (const { role, statements } of policies) {
  const name = role.replace(/Role[0-9A-F]{8}$/, "")
  const found = grants.get(name) ?? new Set()
  for (const { Action, Resource } of statements)
    for (const action of Action) for (const resource of Resource) found.add(`${action} ${nameOf(resource)}`)
  grants.set(name, found)
}

/** The conditions of the statements that give a role one of these grants. */
function conditionsOf(role: string, grant: string, template = functions): unknown[] {
  return rolePolicies(template).flatMap((policy) => {
    if (!policy.role.startsWith(`${role}Role`)) return []
    const giving = policy.statements.filter(({ Action, Resource }) =>
      Action.some((action) => Resource.some((resource) => `${action} ${nameOf(resource)}` === grant)),
    )
    return giving.map(({ Condition }) => Condition)
  })
}

/** The logical id that an ARN refers to, in this stack or the other one, without its hash. */
function nameOf(resource: unknown): string {
  if (typeof resource === "string") return resource
  const joined = z.object({ "Fn::Join": z.tuple([z.string(), z.array(z.any())]) }).safeParse(resource)
  if (joined.success) {
    const [, parts] = joined.data["Fn::Join"]
    const text = parts.map((part) => (typeof part === "string" ? part : nameOf(part))).join("")
    return text.replace(/^arn:(aws|AWS::Partition):/, "")
  }
  return (referredTo(resource) ?? JSON.stringify(resource))
    .replace(/^PublishOutput(FnGetAtt|Ref)/, "")
    .replace(/(Stream)?(Arn|Id)[0-9A-F]{8}$/, "$1")
    .replace(/([0-9A-F]{8})+(?=$|Stream)/, "")
}

const tableGrants = (name: string, actions: readonly string[]) => actions.map((action) => `dynamodb:${action} ${name}`)
const indexGrants = (name: string, indexes: readonly string[]) =>
  indexes.map((index) => `dynamodb:Query ${name}/index/${index}`)
const secretGrants = (name: string) => [
  `secretsmanager:GetSecretValue arn:aws:secretsmanager:ca-central-1:123456789012:secret:${name}-??????`,
]
const workActions = ["ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes", "ReceiveMessage", "SendMessage"]
const webhookQueues = "arn:aws:sqs:ca-central-1:123456789012:wayseal-prod-webhook_*"
const queueGrants = (queue: string, key: string) => [
  ...workActions.map((action) => `sqs:${action} ${queue}`),
  `kms:Decrypt ${key}`,
  `kms:GenerateDataKey ${key}`,
]
const streamGrants = (table: string) => [
  ...["DescribeStream", "GetRecords", "GetShardIterator"].map((action) => `dynamodb:${action} ${table}Stream`),
  "dynamodb:ListStreams *",
  "s3:ListBucket FailuresBucket",
  "s3:PutObject FailuresBucket/*",
  "s3:DeleteObject FailuresBucket/begun/*",
  "kms:Decrypt DataKey",
  "kms:GenerateDataKey DataKey",
]
const scheduleGrants = (name: string) => [
  `sqs:SendMessage ${name}ScheduleDeadLettersQueue`,
  "kms:Decrypt DataKey",
  "kms:GenerateDataKey DataKey",
]
const sealGrants = [
  ...tableGrants("SealingKeys", ["GetItem", "PutItem"]),
  "kms:GenerateDataKey SealingKey",
  "kms:Decrypt SealingKey",
]
const unsealGrants = [...tableGrants("SealingKeys", ["GetItem"]), "kms:Decrypt SealingKey"]

const sendGrants = [
  "ses:SendEmail ses:ca-central-1:123456789012:identity/MailIdentity",
  "ses:SendEmail ses:ca-central-1:123456789012:configuration-set/MailConfigurationSet",
  "ses:SendRawEmail ses:ca-central-1:123456789012:identity/MailIdentity",
  "ses:SendRawEmail ses:ca-central-1:123456789012:configuration-set/MailConfigurationSet",
]

const topicGrants = [
  "sns:CreateTopic arn:aws:sns:ca-central-1:123456789012:wayseal-prod-alerts-*",
  "sns:GetSubscriptionAttributes *",
  "sns:ListSubscriptionsByTopic arn:aws:sns:ca-central-1:123456789012:wayseal-prod-alerts-*",
  "sns:SetSubscriptionAttributes *",
  "sns:Subscribe arn:aws:sns:ca-central-1:123456789012:wayseal-prod-alerts-*",
  "sns:Unsubscribe *",
]

const documentsQueueGrants = ["sqs:GetQueueUrl", "sqs:SendMessage"].map(
  (action) => `${action} arn:aws:sqs:ca-central-1:123456789012:wayseal-prod-asked_documents`,
)

/** The grants of each use. A change here widens or narrows what several functions may do. */
const useGrants: Readonly<Record<Use, readonly string[]>> = {
  retention: [],
  linkRecipients: [],
  hash: ["secretsmanager:GetSecretValue KeyedHashSecret", "kms:Decrypt SealingKey"],
  canaries: ["secretsmanager:GetSecretValue CanariesSecret", "kms:Decrypt SealingKey"],
  unseal: unsealGrants,
  seal: sealGrants,
  // The same actions, under the data keys of accessor tokens alone, and of parties alone.
  unsealTokens: unsealGrants,
  sealTokens: sealGrants,
  unsealParties: unsealGrants,
  sealParties: sealGrants,
  headMac: ["kms:GenerateMac HeadMacKey"],
  sign: ["kms:GetPublicKey SigningKey", "kms:Sign SigningKey"],
  publishKeys: ["kms:GetPublicKey SigningKey", "kms:Sign SigningKey"],
  publish: ["events:PutEvents ExchangeBus"],
  publishForParties: ["events:PutEvents IngressBus"],
  mail: sendGrants,
  subscribeContacts: topicGrants,
  signWebhooks: secretGrants("northpost-webhook"),
  signIn: secretGrants("northpost-client"),
  writeDocuments: ["s3:PutObject DocumentsBucket/WS-*", "kms:GenerateDataKey DocumentKey"],
  takeEvidence: ["s3:PutObject DocumentsBucket/evidence/*", "kms:GenerateDataKey DocumentKey"],
  watchStage: [...secretGrants("hub-client"), ...ownGrants, ...watchGrants("prod")],
  watchTriggers: triggerGrants("prod"),
  askForDocuments: ["kms:Decrypt DataKey", "kms:GenerateDataKey DataKey", ...documentsQueueGrants],
  linkDocuments: ["s3:GetObject DocumentsBucket/*", "kms:Decrypt DocumentKey"],
}

function expectedGrants(id: string, deployment: FunctionDeployment): readonly string[] {
  const { consumes, stream, everyMinutes, includes = [] } = deployment
  const declared = [deployment, ...includes].flatMap((grants) => [
    ...Object.entries(grants.tables ?? {}).flatMap(([table, actions]) => tableGrants(table, actions)),
    ...Object.entries(grants.indexes ?? {}).flatMap(([table, indexes]) => indexGrants(table, indexes)),
    ...(grants.uses ?? []).flatMap((use) => useGrants[use]),
  ])
  return [
    ...declared,
    ...queuesOf(id, deployment).flatMap((queue) => queueGrants(...queue)),
    ...(takesFromParties(deployment) ? deadLetterGrants(id, consumes) : []),
    ...(stream === undefined ? [] : streamGrants(stream.table)),
    ...(everyMinutes === undefined ? [] : scheduleGrants(id)),
  ]
}

function queuesOf(id: string, deployment: FunctionDeployment): [queue: string, key: string][] {
  const { consumes } = deployment
  if (consumes === undefined) return []
  if (consumes === "unknownEvents") return [["UnclaimedQueue", "IngressKey"]]
  if (consumes === "webhookEvents") return [webhookQueues, "InvitedPartiesQueue"].map((queue) => [queue, "DataKey"])
  if (consumes === "askedDocuments") return [["AskedDocumentsQueue", "DataKey"]]
  if (consumes === "partnerEvents") return [["PartnerEventsQueue", "IngressKey"]]
  return [[`${id}EventsQueue`, takesFromParties(deployment) ? "IngressKey" : "DataKey"]]
}

/** What keeping a message as a dead letter takes, for a function that finds the sender of one. */
function deadLetterGrants(id: string, consumes: FunctionDeployment["consumes"]): readonly string[] {
  const queue = `${consumes === "unknownEvents" ? "Unclaimed" : `${id}Events`}DeadLettersQueue`
  return [`sqs:SendMessage ${queue}`]
}

const pascalCase = (name: string) => name.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase())
const expected = new Map<string, readonly string[]>()
for (const [name, deployment] of deployments) {
  const id = pascalCase(name)
  expected.set(id, expectedGrants(id, deployment))
  if (deployment.everyMinutes !== undefined)
    expected.set(`${id}Schedule`, [`lambda:InvokeFunction ${id}Function`, ...scheduleGrants(id)])
}

describe("grants", () => {
  it("are declared for every role", () => {
    expect([...grants.keys()].sort()).toEqual([...expected.keys()].sort())
  })

  it("let nobody read a whole table, except the learner its sample of profiles, and counts for the operator", () => {
    const reading = /^dynamodb:(Scan|PartiQL|Export|\*)/
    const scans = [...grants].flatMap(([role, found]) =>
      [...found].filter((one) => reading.test(one)).map((one) => `${role}: ${one}`),
    )
    expect(scans).toEqual([
      "LearnRetailerProfile: dynamodb:Scan AccessProfiles",
      "ServeOperatorPage: dynamodb:Scan Drills",
      "ServeOperatorPage: dynamodb:Scan Restrictions",
    ])
  })

  it.each([...expected])("of %s are exactly what it declares (promise: few-functions-unseal)", (name, declared) => {
    const found = [...(grants.get(name) ?? [])].filter((grant) => !grant.endsWith(` ${name}Logs`))
    expect(found.sort()).toEqual([...new Set(declared)].sort())
  })

  it("name their resources, except ListStreams, subscriptions, objects in buckets, and what each party of the stage has", () => {
    const wide = [...grants.values()].flatMap((found) => [...found]).filter((grant) => / .*\*/.test(grant))
    const objects = [
      "s3:GetObject DocumentsBucket/*",
      "s3:PutObject DocumentsBucket/WS-*",
      "s3:PutObject DocumentsBucket/evidence/*",
      "s3:PutObject FailuresBucket/*",
      "s3:DeleteObject FailuresBucket/begun/*",
    ]
    const received = workActions.map((action) => `sqs:${action} ${webhookQueues}`)
    const known = ["dynamodb:ListStreams *", ...objects, ...topicGrants, ...received, ...watchGrants("prod")]
    expect([...new Set(wide)].sort()).toEqual(known.sort())
  })

  it("let only these functions open what is sealed, besides accessor tokens (promise: few-functions-unseal)", () => {
    const openers = [...deployments].filter(([, { uses = [], includes = [] }]) =>
      [...uses, ...includes.flatMap((grants) => grants.uses ?? [])].some((use) =>
        ["seal", "unseal", "sealParties", "unsealParties"].includes(use),
      ),
    )
    expect(openers.map(([name]) => name)).toEqual([
      "accept-event",
      "accept-partner-event",
      "accept-vendor-event",
      "claim-exposures",
      "deliver-webhook",
      "do-shop-task",
      "erase-shipments",
      "extend-exposures",
      "open-breach-case",
      "record-progress",
      "record-shipment",
      "relay-tracking",
      "retry-webhooks",
      "serve-breach-desk",
      "serve-invitations",
      "serve-letters",
      "serve-settings",
      "serve-sign-in",
      "sweep-shipments",
      "watch-duties",
    ])
  })

  it("let one function begin sessions of people, and those that people call find them", () => {
    const holders = (grant: string) => [...grants].filter(([, found]) => found.has(grant)).map(([name]) => name)
    const called = ["AcceptEvent", "ServeBreachDesk", "ServeOperatorPage", "ServeSettings", "ServeSignIn"]
    expect(holders("dynamodb:PutItem Sessions")).toEqual(["ServeOperatorPage", "ServeSignIn"])
    expect(holders("dynamodb:GetItem Sessions")).toEqual(called)
  })

  it("let only the functions that authenticate parties and vendors, or do what these left, and the player of test references put events on the ingress bus", () => {
    const holders = [...grants].filter(([, found]) => found.has("events:PutEvents IngressBus")).map(([name]) => name)
    expect(holders).toEqual([
      "AcceptEvent",
      "AcceptVendorEvent",
      "DoShopTask",
      "AcceptPartnerEvent",
      "PlayTestReferences",
    ])
  })

  it("let the partner event bus of a stage fill one encrypted queue, with what Shopify's source sends", () => {
    const rules = resourcesOf("AWS::Events::Rule", withMore).filter(({ id }) => id.startsWith("PartnerEvents"))
    expect(rules.map(({ Properties }) => [Properties["EventBusName"], Properties["EventPattern"]])).toEqual([
      [bus, { source: [bus] }],
    ])
    const [target] = rules[0]?.Properties["Targets"] ?? []
    expect(referredTo(target.Arn)).toMatch(/^PartnerEventsQueue/)
    expect(referredTo(target.DeadLetterConfig.Arn)).toMatch(/^PartnerEventsDeadLettersQueue/)
    const queues = resourcesOf("AWS::SQS::Queue", withMore).filter(({ id }) => id.startsWith("PartnerEvents"))
    for (const { Properties } of queues) expect(referredTo(Properties["KmsMasterKeyId"])).toMatch(/IngressKey/)
    const [handler] = resourcesOf("AWS::Lambda::Function", withMore).filter(({ id }) => id.startsWith("AcceptPartner"))
    expect(handler?.Properties["Environment"].Variables).toMatchObject({
      PARTNER_BUSES: JSON.stringify({ [bus]: "maplebooks" }),
      RECIPIENT_PAGE_URL: "https://track.hub.example/t",
    })
    expect(resourcesOf("AWS::Lambda::Function", functions).filter(({ id }) => id.startsWith("AcceptPartner"))).toEqual(
      [],
    )
  })

  it("let one function write documents, and another make links to them and to upload evidence", () => {
    const holders = (grant: string) => [...grants].filter(([, found]) => found.has(grant)).map(([name]) => name)
    expect(holders("s3:PutObject DocumentsBucket/WS-*")).toEqual(["DrawDocument"])
    expect(holders("s3:PutObject DocumentsBucket/evidence/*")).toEqual(["ServeBreachDesk", "ServeLetters"])
    expect(holders("s3:GetObject DocumentsBucket/*")).toEqual(["ServeBreachDesk"])
  })

  it("let each function that mails through topics use their key, and no other way than through SNS", () => {
    const mailing = [...deployments].filter(([, { uses }]) => uses?.includes("mail")).map(([name]) => pascalCase(name))
    const inSns = { StringEquals: { "kms:ViaService": "sns.ca-central-1.amazonaws.com" } }
    expect(mailing).toEqual("AlertParties DeliverWebhook DoShopTask RetryWebhooks RunDrills WatchReporting".split(" "))
    for (const name of mailing)
      expect(conditionsOf(name, "kms:GenerateDataKey DataKey", withTopics)).toContainEqual(inSns)
  })

  const fromTheSender = { StringEquals: { "ses:FromAddress": "alerts@wayseal.hub.example" } }
  const toUseS3 = { StringEquals: { "kms:ViaService": "s3.ca-central-1.amazonaws.com" } }
  const toReadSecrets = { StringEquals: { "kms:ViaService": "secretsmanager.ca-central-1.amazonaws.com" } }
  const toOpenTokens = { StringLike: { "kms:EncryptionContext:owner": "tokens#*" } }
  const toOpenPartySecrets = { StringLike: { "kms:EncryptionContext:owner": "party#*" } }
  const toMakeTokenKeys = { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["tokens#*"] } }
  const toMakePartyKeys = { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["party#*"] } }

  it.each([
    ["AlertParties", sendGrants[0] ?? "", [fromTheSender]],
    ["AlertParties", sendGrants[1] ?? "", [fromTheSender]],
    ["DrawDocument", "kms:GenerateDataKey DocumentKey", [toUseS3]],
    ["ServeBreachDesk", "kms:Decrypt DocumentKey", [toUseS3]],
    ["LookUpShipment", "kms:Decrypt SealingKey", [toReadSecrets]],
    ["RecordAccess", "kms:Decrypt SealingKey", [toReadSecrets, toOpenTokens]],
    ["RecordAccess", "kms:GenerateDataKey SealingKey", [toOpenTokens]],
    ["RecordAccess", "dynamodb:PutItem SealingKeys", [toMakeTokenKeys]],
    ...["DeliverWebhook", "RetryWebhooks", "ServeInvitations", "ServeSettings"].flatMap(
      (name): [string, string, object[]][] => [
        [name, "kms:GenerateDataKey SealingKey", [toOpenPartySecrets]],
        [name, "dynamodb:PutItem SealingKeys", [toMakePartyKeys]],
      ],
    ),
    ...["DeliverWebhook", "RetryWebhooks", "ServeInvitations"].map((name): [string, string, object[]] => [
      name,
      "kms:Decrypt SealingKey",
      [toOpenPartySecrets],
    ]),
    ["ServeSettings", "kms:Decrypt SealingKey", [toReadSecrets, toOpenPartySecrets]],
    ["RaiseAnomaly", "kms:Decrypt SealingKey", [toOpenTokens]],
    ...watchConditions,
  ])("let %s use %s for its purpose alone", (name, grant, conditions) => {
    expect(conditionsOf(name, grant)).toEqual(expect.arrayContaining(conditions))
    expect(new Set(conditionsOf(name, grant).map((one) => JSON.stringify(one))).size).toBe(conditions.length)
  })
})
