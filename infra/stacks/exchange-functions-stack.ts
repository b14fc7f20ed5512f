import { CfnOutput, Duration, Stack, type StackProps } from "aws-cdk-lib"
import { Metric } from "aws-cdk-lib/aws-cloudwatch"
import type { Code } from "aws-cdk-lib/aws-lambda"
import type { RetentionDays } from "aws-cdk-lib/aws-logs"
import type { Construct } from "constructs"
import type { Party } from "../../shared/parties/party.ts"
import { EventSubscription } from "../constructs/event-subscription.ts"
import { ExchangeApi } from "../constructs/exchange-api.ts"
import { ExchangeDashboard } from "../constructs/exchange-dashboard.ts"
import { ExchangeFunction } from "../constructs/exchange-function.ts"
import { FailuresBucket } from "../constructs/failures-bucket.ts"
import { IngressPolicy } from "../constructs/ingress-policy.ts"
import { ScheduledInvocation } from "../constructs/scheduled-invocation.ts"
import { StreamSubscription } from "../constructs/stream-subscription.ts"
import { alarmAt } from "../constructs/watched-queue.ts"
import { detailTypesFrom, ingressPatterns, unclaimedPattern } from "../event-patterns.ts"
import type { StageSettings } from "../settings.ts"
import { type TableDescription, type TableName, tables } from "../tables.ts"
import type { ExchangeDataStack } from "./exchange-data-stack.ts"

export interface ExchangeFunctionsStackProps extends StackProps {
  readonly stage: string
  readonly settings: StageSettings
  readonly parties: readonly Party[]
  readonly data: ExchangeDataStack
  /** Code of a function, by the name of its folder in functions/. */
  readonly codeOf: (name: string) => Code
}

interface FunctionOptions {
  readonly description: string
  readonly impact: string
  readonly environment?: Readonly<Record<string, string>>
  readonly timeout?: Duration
  readonly memoryMegabytes?: number
  readonly reservedConcurrency?: number
}

/** DynamoDB actions that functions are given, without their prefix. */
type TableAction =
  | "BatchGetItem"
  | "ConditionCheckItem"
  | "DeleteItem"
  | "GetItem"
  | "PutItem"
  | "Query"
  | "Scan"
  | "UpdateItem"

/** Routes of the breach desk. */
export const deskRoutes = [
  "GET /v1/cases",
  "POST /v1/cases",
  "GET /v1/cases/{caseAlias}",
  "GET /v1/cases/{caseAlias}/{part}",
  "POST /v1/cases/{caseAlias}/{part}",
  "POST /v1/cases/{caseAlias}/duties/{dutyId}",
  "GET /v1/restrictions",
  "POST /v1/restrictions/{restrictionId}/renewals",
  "DELETE /v1/restrictions/{restrictionId}",
  "GET /v1/shipments/{shipmentId}/accesses",
] as const

/** Stream records that an outbox is given; rows that expire concern nobody. */
const inserted = [{ eventName: ["INSERT"] }]
const changed = [{ eventName: ["INSERT", "MODIFY"] }]
const changedShipments = [{ eventName: ["INSERT", "MODIFY"], dynamodb: { NewImage: { kind: { S: ["shipment"] } } } }]
const newTimelineEntries = [{ eventName: ["INSERT"], dynamodb: { NewImage: { type: { S: ["timeline"] } } } }]
const falseAlarms = [
  { eventName: ["MODIFY"], dynamodb: { NewImage: { type: { S: ["case"] }, state: { S: ["falseAlarm"] } } } },
]
/** Whoever proved more than a postal code is exposed to nobody, whatever case there is. */
const possibleExposures = [
  { eventName: ["INSERT", "MODIFY"], dynamodb: { NewImage: { provenForExposure: { BOOL: [false] } } } },
  { eventName: ["INSERT", "MODIFY"], dynamodb: { NewImage: { proof: { S: ["postalCode"] } } } },
]

/** What a release replaces: functions, their queues and subscriptions, the HTTP API, and who may publish. */
export class ExchangeFunctionsStack extends Stack {
  readonly api: ExchangeApi
  /** Every function, by name. */
  readonly functions: ReadonlyMap<string, ExchangeFunction>
  readonly #props: ExchangeFunctionsStackProps
  readonly #failures: FailuresBucket
  readonly #functions = new Map<string, ExchangeFunction>()

  constructor(scope: Construct, id: string, props: ExchangeFunctionsStackProps) {
    super(scope, id, props)
    this.#props = props
    this.functions = this.#functions
    const { data, settings } = props
    this.#failures = new FailuresBucket(this, "Failures", {
      encryptionKey: data.dataKey,
      keepData: settings.keepData,
    })

    // Gate: raw events in, redacted records out.
    const recordShipment = this.#gate("record-shipment", "Keeps what retailers say of their shipments, redacted", {
      types: ["ShipmentCreated", "TrackingNumberAssigned", "ShipmentCancelled"],
      impact: "New shipments cannot be looked up and carriers are not told of them.",
    })
    this.#useTable(recordShipment, "TrackingRecords", "BatchGetItem", "PutItem", "DeleteItem")
    this.#useTable(recordShipment, "RetailerProfiles", "UpdateItem")
    this.#hash(recordShipment)
    this.#seal(recordShipment)

    this.#alarmOn(
      recordShipment,
      "ClaimQuarantined",
      "Two retailers claim one parcel. The second claim waits for a person; its customers see nothing of the parcel.",
    )

    const recordProgress = this.#gate("record-progress", "Keeps what carriers say of parcels, redacted", {
      types: ["ShipmentProgressed", "ShipmentDelivered"],
      impact: "Delivered parcels keep showing as on their way.",
    })
    this.#useTable(recordProgress, "TrackingRecords", "BatchGetItem", "PutItem")
    this.#hash(recordProgress)
    this.#seal(recordProgress)

    const recordAccess = this.#gate(
      "record-access",
      "Keeps and judges lookups that carriers report of their own tools",
      {
        types: ["TrackingAccessed"],
        impact: "Lookups in carriers' own tools are not watched.",
        timeout: Duration.seconds(60),
      },
    )
    this.#judge(recordAccess)
    this.#useTable(recordAccess, "Disclosures", "BatchGetItem", "PutItem")

    const explainRejection = this.#function("explain-rejection", {
      description: "Tells senders of events that nobody takes why",
      impact: "Senders of unknown events are not told.",
    })
    this.#publish(explainRejection)
    this.#alarmOn(explainRejection, "SpoofedEvent", "Somebody publishes under the name of a party that is not theirs.")
    new EventSubscription(this, "Unclaimed", {
      from: [{ id: "Rule", bus: data.ingressBus, pattern: unclaimedPattern() }],
      handler: explainRejection,
      encryptionKey: data.ingressKey,
      alarmAction: data.alarmAction,
      impact: "Senders of unknown events are not told.",
    })

    // Outboxes: state that was written once goes out on the exchange bus.
    const relayTracking = this.#outbox("relay-tracking", "TrackingRecords", changed, {
      description: "Tells carriers of shipments and retailers of progress",
      impact: "Parties do not hear of shipments and progress.",
    })
    this.#unseal(relayTracking)

    const raiseAnomaly = this.#outbox("raise-anomaly", "Anomalies", inserted, {
      description: "Restricts whoever crossed a threshold and announces the anomaly",
      impact: "Anomalies are found but open no case.",
    })
    this.#useTable(raiseAnomaly, "Restrictions", "GetItem", "PutItem")
    this.#useTable(raiseAnomaly, "Disclosures", "Query")
    this.#queryIndexes(raiseAnomaly, "Disclosures", "byNetwork")

    this.#outbox("announce-restriction", "Restrictions", changed, {
      description: "Tells carriers whom their own tools should refuse, and whom no longer",
      impact: "Carriers' own tools keep answering a restricted accessor.",
    })

    // Breach desk.
    const openBreachCase = this.#gate("open-breach-case", "Opens a breach case, or joins an open one", {
      types: ["BreachReported"],
      alsoFromExchange: {
        source: ["wayseal.hub"],
        "detail-type": ["AccessAnomalyDetected"],
        detail: { metadata: { audience: ["hub"] } },
      },
      impact: "Anomalies and reports open no case.",
      timeout: Duration.seconds(60),
    })
    this.#workOnCases(openBreachCase)
    this.#copyReferences(openBreachCase)
    // What a report is about is looked for in the whole ledger.
    this.#useTable(openBreachCase, "Disclosures", "Query", "Scan")
    this.#queryIndexes(openBreachCase, "Disclosures", "byNetwork", "byBlock")
    this.#useTable(openBreachCase, "Anomalies", "GetItem")

    const extendExposures = this.#follower("extend-exposures", "Disclosures", possibleExposures, {
      description: "Adds what a restricted or suspected accessor sees to the open case",
      impact: "Open cases miss exposures.",
      timeout: Duration.seconds(60),
    })
    this.#workOnCases(extendExposures)
    this.#copyReferences(extendExposures)

    const claimExposures = this.#follower("claim-exposures", "TrackingRecords", changedShipments, {
      description: "Gives a shipment the exposures that cases hold of its parcel from before it was claimed",
      impact: "Retailers do not hear that their parcels were seen before they were claimed.",
      timeout: Duration.seconds(60),
    })
    this.#workOnCases(claimExposures)
    this.#copyReferences(claimExposures)
    this.#queryIndexes(claimExposures, "Disclosures", "byRecord")

    const alertParties = this.#outbox("alert-parties", "BreachCases", newTimelineEntries, {
      description: "Tells each party of its part of a case, on every channel it has",
      impact: "Parties are not told of a breach.",
      // A prefix, since the ARNs of many topics would not fit into a function's environment.
      environment: { ALERT_TOPIC_PREFIX: data.alertTopicPrefix },
      timeout: Duration.seconds(60),
    })
    this.#useTable(alertParties, "BreachCases", "BatchGetItem", "PutItem")
    alertParties.allow(
      ["sns:Publish"],
      props.parties.map(({ id: party }) => `${data.alertTopicPrefix}${party}`),
    )

    const releaseRestrictions = this.#follower("release-restrictions", "BreachCases", falseAlarms, {
      description: "Releases whoever was refused because of a case that was a false alarm",
      impact: "People who did nothing wrong stay refused.",
    })
    this.#useTable(releaseRestrictions, "BreachCases", "BatchGetItem")
    this.#useTable(releaseRestrictions, "Restrictions", "BatchGetItem", "GetItem", "PutItem")

    this.#deliverWebhooks()

    const runBreachDesk = this.#gate("run-breach-desk", "Takes what parties do about a case", {
      types: [
        "BreachAlertAcknowledged",
        "DutyRequested",
        "DutyAccepted",
        "DutyDeclined",
        "DutyTakenOver",
        "DutyDischarged",
        "DutyAssessed",
        "DutyOffered",
        "DutyOfferAnswered",
        "DutyHandedBack",
        "BreachFactsStated",
        "MeasureRecorded",
        "IndividualsNotified",
        "CaseClosingRequested",
        "RestrictionRenewalRequested",
        "RestrictionReleaseRequested",
      ],
      impact: "What parties do about a case is not recorded.",
      // Ten batches of 500 receipts of one case, one after the other.
      timeout: Duration.seconds(60),
    })
    this.#workOnCases(runBreachDesk)
    // A carrier's receipts name tracking numbers.
    this.#useTable(runBreachDesk, "TrackingRecords", "BatchGetItem")
    this.#useTable(runBreachDesk, "Restrictions", "GetItem", "PutItem", "Scan")

    const serveBreachDesk = this.#function("serve-breach-desk", {
      description: "The HTTP side of the breach desk, for the parties",
      impact: "Parties cannot see or work on their cases.",
      // Renders dossiers; CPU comes with memory.
      memoryMegabytes: 1024,
    })
    this.#workOnCases(serveBreachDesk)
    this.#queryIndexes(serveBreachDesk, "BreachCases", "byParty")
    this.#copyReferences(serveBreachDesk)
    this.#useTable(serveBreachDesk, "Disclosures", "PutItem", "Query", "Scan")
    this.#queryIndexes(serveBreachDesk, "Disclosures", "byNetwork", "byRecord", "byBlock")
    this.#useTable(serveBreachDesk, "Restrictions", "GetItem", "PutItem", "Scan")

    const watchDuties = this.#function("watch-duties", {
      description: "Notices duties that are due, overdue or unanswered",
      impact: "Nobody is reminded of a duty that falls due.",
      timeout: Duration.seconds(60),
    })
    this.#workOnCases(watchDuties)
    this.#queryIndexes(watchDuties, "BreachCases", "byParty")
    this.#copyReferences(watchDuties)
    this.#useTable(watchDuties, "Disclosures", "Query")
    this.#queryIndexes(watchDuties, "Disclosures", "byNetwork", "byBlock")
    this.#schedule(watchDuties, "rate(1 minute)", "Nobody is reminded of a duty that falls due.")

    const learnRetailerProfile = this.#function("learn-retailer-profile", {
      description: "Learns what is ordinary for a retailer, and notices when more strangers than usual look",
      impact: "The detector's picture of a retailer grows old.",
      timeout: Duration.minutes(5),
    })
    this.#useTable(learnRetailerProfile, "RetailerProfiles", "GetItem", "UpdateItem")
    this.#useTable(learnRetailerProfile, "AccessProfiles", "Scan")
    this.#useTable(learnRetailerProfile, "RetailerVolumes", "Query")
    this.#useTable(learnRetailerProfile, "Anomalies", "PutItem")
    this.#schedule(learnRetailerProfile, "rate(10 minutes)", "The detector's picture of a retailer grows old.")

    // HTTP.
    const lookUpShipment = this.#function("look-up-shipment", {
      description: "Answers a recipient's lookup, or refuses it",
      impact: "Recipients cannot look up their parcels.",
      memoryMegabytes: 1024,
      timeout: Duration.seconds(10),
      ...(settings.lookups.reservedConcurrency === undefined
        ? {}
        : { reservedConcurrency: settings.lookups.reservedConcurrency }),
    })
    this.#judge(lookUpShipment)
    this.#useTable(lookUpShipment, "AccessProfiles", "GetItem")
    this.#useTable(lookUpShipment, "Disclosures", "PutItem")
    this.#useTable(lookUpShipment, "ChallengeFailures", "UpdateItem")

    const acceptEvent = this.#function("accept-event", {
      description: "Takes a party's event over HTTPS, once the party has proven itself",
      impact: "Parties without an AWS account cannot publish.",
      environment: { INGRESS_BUS: data.ingressBus.eventBusName },
    })
    acceptEvent.allow(["events:PutEvents"], [data.ingressBus.eventBusArn])

    const desk = { handler: serveBreachDesk, ...settings.desk }
    this.api = new ExchangeApi(this, "Api", {
      stage: props.stage,
      logRetention: this.#logRetention(),
      alarmAction: data.alarmAction,
      routes: [
        { route: "POST /v1/lookups", handler: lookUpShipment, ...settings.lookups },
        { route: "POST /v1/events", handler: acceptEvent, ...settings.events },
        ...deskRoutes.map((route) => ({ route, ...desk })),
      ],
    })

    new IngressPolicy(this, "IngressPolicy", {
      ingressBus: data.ingressBus,
      parties: props.parties,
      detailTypes: { retailer: detailTypesFrom("retailer"), carrier: detailTypesFrom("carrier") },
      hubAccount: this.account,
      ...(settings.hubAccountMayPublish ? {} : { onlyRoles: [acceptEvent.role.roleArn] }),
    })

    new CfnOutput(this, "ApiUrl", { value: this.api.url })
    new CfnOutput(this, "ApiId", { value: this.api.apiId })
    new CfnOutput(this, "FailuresBucketName", { value: this.#failures.bucket.bucketName })
    new ExchangeDashboard(this, "Dashboard", {
      stage: props.stage,
      functions: [...this.#functions.values()],
      api: this.api,
    })
  }

  #logRetention(): RetentionDays {
    // RetentionDays is an enum of numbers of days, and the settings allow only days that it has.
    return this.#props.settings.logRetentionDays
  }

  #function(name: string, options: FunctionOptions): ExchangeFunction {
    const { data, stage } = this.#props
    const { environment, ...rest } = options
    const made = new ExchangeFunction(this, pascalCase(name), {
      name,
      code: this.#props.codeOf(name),
      logRetention: this.#logRetention(),
      alarmAction: data.alarmAction,
      environment: { STAGE: stage, HUB_ACCOUNT: this.account, POWERTOOLS_SERVICE_NAME: name, ...environment },
      ...rest,
    })
    this.#functions.set(name, made)
    return made
  }

  /** A function that takes events of parties off the ingress bus, and tells senders what it rejects. */
  #gate(
    name: string,
    description: string,
    options: {
      readonly types: readonly string[]
      readonly impact: string
      readonly alsoFromExchange?: object
      readonly timeout?: Duration
    },
  ): ExchangeFunction {
    const { data } = this.#props
    const { types, alsoFromExchange, ...rest } = options
    const handler = this.#function(name, { description, ...rest })
    this.#publish(handler)
    this.#alarmOn(handler, "SpoofedEvent", "Somebody publishes under the name of a party that is not theirs.")
    const patterns = ingressPatterns(types)
    new EventSubscription(this, `${pascalCase(name)}Events`, {
      from: [
        ...patterns.map((pattern, index) => ({
          id: patterns.length === 1 ? "Rule" : `Rule${index + 1}`,
          bus: data.ingressBus,
          pattern,
        })),
        ...(alsoFromExchange === undefined
          ? []
          : [{ id: "ExchangeRule", bus: data.exchangeBus, pattern: alsoFromExchange }]),
      ],
      handler,
      encryptionKey: data.ingressKey,
      alarmAction: data.alarmAction,
      impact: options.impact,
    })
    return handler
  }

  /** Signed webhooks, where any party has one. */
  #deliverWebhooks(): void {
    const { data, parties } = this.#props
    const webhooks = parties.flatMap(({ id, channels }) =>
      channels.webhook === undefined ? [] : [{ id, secretName: channels.webhook.secretName }],
    )
    if (webhooks.length === 0) return
    const impact = "Parties with a webhook do not hear of events that are addressed to them."
    const handler = this.#function("deliver-webhook", {
      description: "Sends events to the webhooks of the parties they are addressed to",
      impact,
    })
    for (const { secretName } of webhooks) handler.allowSecret(secretName)
    new EventSubscription(this, "Webhooks", {
      from: [
        {
          id: "Rule",
          bus: data.exchangeBus,
          pattern: { source: ["wayseal.hub"], detail: { metadata: { audience: webhooks.map(({ id }) => id) } } },
        },
      ],
      handler,
      encryptionKey: data.dataKey,
      alarmAction: data.alarmAction,
      impact,
    })
  }

  /** An alarm on one of our own metrics: the first occurrence counts. */
  #alarmOn(handler: ExchangeFunction, metricName: string, description: string): void {
    const { data, stage } = this.#props
    alarmAt(this, `${pascalCase(handler.name)}${metricName}Alarm`, {
      description: `${handler.name}: ${description}`,
      metric: new Metric({
        namespace: "Wayseal",
        metricName,
        dimensionsMap: { service: handler.name, stage },
        period: Duration.minutes(5),
        statistic: "Sum",
      }),
      threshold: 1,
      action: data.alarmAction,
    })
  }

  /** A function that is told of a table's changes. */
  #follower(name: string, table: TableName, changes: readonly object[], options: FunctionOptions): ExchangeFunction {
    const { data } = this.#props
    const handler = this.#function(name, options)
    new StreamSubscription(this, `${pascalCase(name)}Changes`, {
      table: data.tables[table],
      handler,
      failures: this.#failures,
      encryptionKey: data.dataKey,
      alarmAction: data.alarmAction,
      impact: options.impact,
      filters: changes,
    })
    return handler
  }

  /** A follower that carries the changes on to the exchange bus. */
  #outbox(name: string, table: TableName, changes: readonly object[], options: FunctionOptions): ExchangeFunction {
    const handler = this.#follower(name, table, changes, options)
    this.#publish(handler)
    return handler
  }

  #schedule(handler: ExchangeFunction, schedule: string, impact: string): void {
    const { data } = this.#props
    new ScheduledInvocation(this, `${pascalCase(handler.name)}Schedule`, {
      handler,
      schedule,
      encryptionKey: data.dataKey,
      alarmAction: data.alarmAction,
      impact,
    })
  }

  /** Grants actions on a table itself, and tells the function the table's name. */
  #useTable(handler: ExchangeFunction, name: TableName, ...actions: readonly TableAction[]): void {
    const { tableArn } = this.#props.data.tables[name]
    this.#nameTable(handler, name)
    handler.allow(
      actions.map((action) => `dynamodb:${action}`),
      [tableArn],
    )
  }

  #nameTable(handler: ExchangeFunction, name: TableName): void {
    handler.lambda.addEnvironment(tables[name].variable, this.#props.data.tables[name].tableName)
  }

  /** Grants queries of some indexes of a table. */
  #queryIndexes(handler: ExchangeFunction, name: TableName, ...indexes: readonly string[]): void {
    const description: TableDescription = tables[name]
    const unknown = indexes.filter((index) => description.indexes?.[index] === undefined)
    if (unknown.length > 0) throw new Error(`${name} has no index ${unknown.join(", ")}`)
    const { tableArn } = this.#props.data.tables[name]
    handler.allow(
      ["dynamodb:Query"],
      indexes.map((index) => `${tableArn}/index/${index}`),
    )
  }

  #publish(handler: ExchangeFunction): void {
    const { eventBusArn, eventBusName } = this.#props.data.exchangeBus
    handler.lambda.addEnvironment("EXCHANGE_BUS", eventBusName)
    handler.allow(["events:PutEvents"], [eventBusArn])
  }

  #hash(handler: ExchangeFunction): void {
    const { keyedHashSecretName, sealingKey } = this.#props.data
    handler.lambda.addEnvironment("KEYED_HASH_SECRET", keyedHashSecretName)
    handler.allowSecret(keyedHashSecretName, sealingKey.keyArn)
  }

  #canaries(handler: ExchangeFunction): void {
    const { canariesSecretName, sealingKey } = this.#props.data
    handler.lambda.addEnvironment("CANARIES_SECRET", canariesSecretName)
    handler.allowSecret(canariesSecretName, sealingKey.keyArn)
  }

  #seal(handler: ExchangeFunction): void {
    this.#unseal(handler)
    handler.allow(["kms:GenerateDataKey"], [this.#props.data.sealingKey.keyArn])
    this.#useTable(handler, "SealingKeys", "PutItem")
  }

  #unseal(handler: ExchangeFunction): void {
    const { sealingKey } = this.#props.data
    handler.lambda.addEnvironment("SEALING_KEY_ID", sealingKey.keyArn)
    handler.allow(["kms:Decrypt"], [sealingKey.keyArn])
    this.#useTable(handler, "SealingKeys", "GetItem")
  }

  /** What it takes to judge an access: record, profile, anomaly and restriction; nothing sealed can be opened by it. */
  #judge(handler: ExchangeFunction): void {
    this.#useTable(handler, "TrackingRecords", "BatchGetItem")
    this.#queryIndexes(handler, "TrackingRecords", "byOrderReference", "byLinkDigest")
    this.#useTable(handler, "AccessProfiles", "UpdateItem")
    this.#useTable(handler, "Anomalies", "PutItem")
    this.#useTable(handler, "Restrictions", "BatchGetItem", "GetItem", "PutItem")
    this.#useTable(handler, "RetailerProfiles", "GetItem")
    this.#useTable(handler, "RetailerVolumes", "UpdateItem")
    this.#hash(handler)
    this.#canaries(handler)
  }

  /** What it takes to work on a breach case. The other tables of the desk are named, but not opened. */
  #workOnCases(handler: ExchangeFunction): void {
    const { headMacKey, sealingKey } = this.#props.data
    this.#useTable(handler, "BreachCases", "BatchGetItem", "GetItem", "PutItem", "Query", "DeleteItem")
    handler.lambda.addEnvironment("HEAD_MAC_KEY_ID", headMacKey.keyArn)
    handler.allow(["kms:GenerateMac"], [headMacKey.keyArn])
    this.#hash(handler)
    for (const name of ["Disclosures", "TrackingRecords", "SealingKeys"] as const) this.#nameTable(handler, name)
    handler.lambda.addEnvironment("SEALING_KEY_ID", sealingKey.keyArn)
  }

  /** What it takes to find a shipment that was looked up, and to copy its references into a case, sealed anew under the case's own key. */
  #copyReferences(handler: ExchangeFunction): void {
    this.#useTable(handler, "TrackingRecords", "BatchGetItem")
    this.#queryIndexes(handler, "TrackingRecords", "byOrderReference")
    this.#seal(handler)
  }
}

function pascalCase(name: string): string {
  return name.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase())
}
