import { CfnOutput, Duration, RemovalPolicy, SecretValue, Stack, type StackProps, Validations } from "aws-cdk-lib"
import type { IAlarmAction } from "aws-cdk-lib/aws-cloudwatch"
import { AttributeType, BillingMode, StreamViewType, Table, TableEncryption } from "aws-cdk-lib/aws-dynamodb"
import { CfnArchive, EventBus } from "aws-cdk-lib/aws-events"
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam"
import { Key, KeySpec, KeyUsage } from "aws-cdk-lib/aws-kms"
import { Secret } from "aws-cdk-lib/aws-secretsmanager"
import type { Construct } from "constructs"
import { expiryAttribute, type TableDescription, type TableName, tables } from "../../functions/tables.ts"
import { catalogue } from "../../shared/contracts/catalogue.ts"
import type { Party } from "../../shared/parties/party.ts"
import { AlarmTopic } from "../constructs/alarm-topic.ts"
import { ContractRegistry } from "../constructs/contract-registry.ts"
import { letAccountReadQueues, letArchiveUse, letEventBridgeDeliver, letTablesUse } from "../constructs/key-policies.ts"
import { PartyChannels } from "../constructs/party-channels.ts"
import { DeadLetterQueue } from "../constructs/watched-queue.ts"
import { fromHub } from "../event-patterns.ts"
import type { StageSettings } from "../settings.ts"

export interface ExchangeDataStackProps extends StackProps {
  readonly stage: string
  readonly settings: StageSettings
  readonly parties: readonly Party[]
}

/** How long a deleted key can still be brought back. */
const keyPendingWindow = Duration.days(30)

/** What outlives a release: keys, buses, tables, secrets, and the parties' channels. */
export class ExchangeDataStack extends Stack {
  readonly stage: string
  readonly ingressBus: EventBus
  readonly exchangeBus: EventBus
  readonly tables: Readonly<Record<TableName, Table>>
  /** For raw events: the ingress bus, its queues and their dead letters. */
  readonly ingressKey: Key
  /** For redacted data: tables, exchange bus, archive, party queues, topics. */
  readonly dataKey: Key
  /** Wraps the data keys that seal order references and tracking numbers. */
  readonly sealingKey: Key
  /** MACs the head of a case's timeline. */
  readonly headMacKey: Key
  readonly keyedHashSecretName: string
  readonly canariesSecretName: string
  readonly alarmAction: IAlarmAction
  /** ARN of a party's alert topic, without the party. */
  readonly alertTopicPrefix: string

  constructor(scope: Construct, id: string, props: ExchangeDataStackProps) {
    super(scope, id, props)
    const { stage, settings, parties } = props
    this.stage = stage
    const removalPolicy = settings.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY

    const key = (keyId: string, description: string) =>
      new Key(this, keyId, {
        alias: `wayseal-${stage}-${keyId.replace(/Key$/, "").toLowerCase()}`,
        description: `Wayseal ${stage}: ${description}`,
        enableKeyRotation: true,
        pendingWindow: keyPendingWindow,
        removalPolicy,
      })
    this.ingressKey = key("IngressKey", "raw events on the ingress bus, in its queues and dead letters")
    this.dataKey = key("DataKey", "redacted data: tables, exchange bus, archive, party queues, topics")
    this.sealingKey = key("SealingKey", "wraps the data keys that seal references and tracking numbers")
    this.headMacKey = new Key(this, "HeadMacKey", {
      alias: `wayseal-${stage}-headmac`,
      description: `Wayseal ${stage}: MACs the head of a case's timeline`,
      keySpec: KeySpec.HMAC_256,
      keyUsage: KeyUsage.GENERATE_VERIFY_MAC,
      pendingWindow: keyPendingWindow,
      removalPolicy,
    })
    for (const each of [this.ingressKey, this.dataKey]) letEventBridgeDeliver(each)
    letArchiveUse(this.dataKey, this.#busName("exchange"))
    letTablesUse(this.dataKey)
    for (const { account } of parties)
      if (account !== undefined && account !== this.account) letAccountReadQueues(this.dataKey, account)

    const alarms = new AlarmTopic(this, "Alarms", { encryptionKey: this.dataKey, emails: settings.alarmEmails })
    this.alarmAction = alarms.action

    this.ingressBus = this.#bus("Ingress", "raw events from the parties; neither archived nor logged", this.ingressKey)
    this.exchangeBus = this.#bus("Exchange", "redacted events, each addressed to one party", this.dataKey)
    new CfnArchive(this, "Archive", {
      sourceArn: this.exchangeBus.eventBusArn,
      description: "Redacted events, for replays",
      eventPattern: fromHub,
      retentionDays: settings.archiveDays,
      kmsKeyIdentifier: this.dataKey.keyArn,
    })

    const table = (name: TableName, description: TableDescription) => this.#table(name, description, settings.keepData)
    this.tables = {
      TrackingRecords: table("TrackingRecords", tables.TrackingRecords),
      Disclosures: table("Disclosures", tables.Disclosures),
      AccessProfiles: table("AccessProfiles", tables.AccessProfiles),
      Anomalies: table("Anomalies", tables.Anomalies),
      Restrictions: table("Restrictions", tables.Restrictions),
      ChallengeFailures: table("ChallengeFailures", tables.ChallengeFailures),
      RetailerProfiles: table("RetailerProfiles", tables.RetailerProfiles),
      RetailerVolumes: table("RetailerVolumes", tables.RetailerVolumes),
      BreachCases: table("BreachCases", tables.BreachCases),
      SealingKeys: table("SealingKeys", tables.SealingKeys),
    }

    this.keyedHashSecretName = `wayseal-${stage}-keyed-hash`
    const keyedHashSecret = new Secret(this, "KeyedHashSecret", {
      secretName: this.keyedHashSecretName,
      description: "Versions of the secret from which every keyed hash is derived, and when each became active",
      encryptionKey: this.sealingKey,
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ activeFrom: { "1": "1970-01-01T00:00:00Z" } }),
        generateStringKey: "1",
        passwordLength: 64,
        excludePunctuation: true,
      },
      removalPolicy,
    })
    this.canariesSecretName = `wayseal-${stage}-canaries`
    const canariesSecret = new Secret(this, "CanariesSecret", {
      secretName: this.canariesSecretName,
      description: "References that no customer holds; filled in by hand, never in git",
      encryptionKey: this.sealingKey,
      secretStringValue: SecretValue.unsafePlainText(JSON.stringify({ references: [] })),
      removalPolicy,
    })

    Validations.of(keyedHashSecret).acknowledge({
      id: "AwsSolutions-SMG4",
      reason:
        "A new version is added beside the old ones by hand: rows hashed under an old version must stay findable.",
    })
    Validations.of(canariesSecret).acknowledge({
      id: "AwsSolutions-SMG4",
      reason: "Canary references are chosen by the retailer; there is nothing to rotate automatically.",
    })

    const busRole = new Role(this, "PartyBusesRole", {
      assumedBy: new ServicePrincipal("events.amazonaws.com"),
      description: `Wayseal ${stage}: delivers to the buses of parties`,
    })
    const channels = parties.map((party) => {
      const made = new PartyChannels(this, `Party-${party.id}`, {
        stage,
        party,
        exchangeBus: this.exchangeBus,
        encryptionKey: this.dataKey,
        alarmAction: this.alarmAction,
        busRole,
      })
      return { party, queue: made.queue }
    })
    this.alertTopicPrefix = this.formatArn({ service: "sns", resource: PartyChannels.topicName(stage, "") })
    const queues = channels.flatMap(({ party, queue }) => (queue === undefined ? [] : [[party.id, queue.queueUrl]]))

    new ContractRegistry(this, "Contracts", { stage, contracts: catalogue })

    const output = (outputId: string, value: string) => new CfnOutput(this, outputId, { value })
    output("IngressBusName", this.ingressBus.eventBusName)
    output("IngressBusArn", this.ingressBus.eventBusArn)
    output("ExchangeBusName", this.exchangeBus.eventBusName)
    output("PartyQueues", this.toJsonString(Object.fromEntries(queues)))
    for (const [name, { tableName }] of Object.entries(this.tables)) output(`${name}TableName`, tableName)
  }

  #bus(name: "Ingress" | "Exchange", description: string, kmsKey: Key): EventBus {
    const deadLetters = new DeadLetterQueue(this, `${name}BusDeadLetters`, {
      encryptionKey: kmsKey,
      alarmAction: this.alarmAction,
      impact: `The ${name.toLowerCase()} bus could not encrypt or decrypt events; nobody has received them.`,
    })
    const bus = new EventBus(this, `${name}Bus`, {
      // Named, because parties in other accounts have to write its ARN down.
      eventBusName: this.#busName(name.toLowerCase()),
      description: `Wayseal ${this.stage}: ${description}`,
      kmsKey,
      deadLetterQueue: deadLetters.queue,
    })
    return bus
  }

  #busName(name: string): string {
    return `wayseal-${this.stage}-${name}`
  }

  #table(name: TableName, description: TableDescription, keepData: boolean): Table {
    const attribute = (attributeName: string) => ({ name: attributeName, type: AttributeType.STRING })
    const keys = ([partition, sort]: TableDescription["key"]) => ({
      partitionKey: attribute(partition),
      ...(sort === undefined ? {} : { sortKey: attribute(sort) }),
    })
    const table = new Table(this, name, {
      ...keys(description.key),
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.dataKey,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: keepData,
      removalPolicy: keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      ...(description.expires ? { timeToLiveAttribute: expiryAttribute } : {}),
      ...(description.stream === undefined ? {} : { stream: StreamViewType[description.stream] }),
    })
    for (const [indexName, key] of Object.entries(description.indexes ?? {}))
      table.addGlobalSecondaryIndex({ indexName, ...keys(key) })
    return table
  }
}
