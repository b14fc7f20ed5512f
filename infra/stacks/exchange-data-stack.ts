import { CfnOutput, Fn, RemovalPolicy, SecretValue, Stack, type StackProps, Validations } from "aws-cdk-lib"
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from "aws-cdk-lib/aws-dynamodb"
import { CfnArchive, EventBus } from "aws-cdk-lib/aws-events"
import type { IKey } from "aws-cdk-lib/aws-kms"
import { CfnSecret, Secret, type SecretProps } from "aws-cdk-lib/aws-secretsmanager"
import { Topic } from "aws-cdk-lib/aws-sns"
import type { Construct } from "constructs"
import type { Parts } from "../../functions/parts.ts"
import { expiryAttribute, type TableDescription, type TableName, tables, tablesIn } from "../../functions/tables.ts"
import { catalogue } from "../../shared/base/contracts/catalogue.ts"
import { letterReceivers } from "../../shared/parties/channels/mail.ts"
import type { Party } from "../../shared/parties/party.ts"
import type { AlarmActions } from "../constructs/alarm-at.ts"
import { alarmTopics } from "../constructs/alarm-topic.ts"
import { ContractRegistry, hasSchemaRegistry } from "../constructs/contract-registry.ts"
import { DeadLetterQueue } from "../constructs/dead-letter-queue.ts"
import { MailIdentity } from "../constructs/mail-identity.ts"
import { MonthlyBudget } from "../constructs/monthly-budget.ts"
import { outputForFirstRelease } from "../constructs/output-for-first-release.ts"
import { RegisterBackup } from "../constructs/register-backup.ts"
import { StageKeys } from "../constructs/stage-keys.ts"
import { whatToKeep } from "../constructs/what-to-keep.ts"
import { edgeRegion, originSecretNameOutput } from "../edge-place.ts"
import { fromHub } from "../event-patterns.ts"
import { alertTopicName, busName } from "../party-names.ts"
import { partsOf } from "../stages/parts-of-stage.ts"
import type { StageSettings } from "../stages/stage-config.ts"
import { warmWriteUnits } from "../warm-throughput.ts"

export interface ExchangeDataStackProps extends StackProps {
  readonly stage: string
  readonly settings: StageSettings
  readonly parties: readonly Party[]
}

/**
 * What the breach register is. Without the data keys, the references in it could not be read. Invited parties, whose
 * names and laws cases rest on, stand nowhere else.
 */
const registerTables: readonly TableName[] = ["BreachCases", "SealingKeys", "InvitedParties"]

/** What outlives a release: keys, buses, tables and secrets. The parties' channels are in stacks of their own. */
export class ExchangeDataStack extends Stack {
  readonly ingressBus: EventBus
  readonly exchangeBus: EventBus
  /** Keys, each for what {@link StageKeys} says. */
  readonly ingressKey: IKey
  readonly dataKey: IKey
  readonly sealingKey: IKey
  readonly headMacKey: IKey | undefined
  readonly signingKeys: readonly IKey[]
  readonly documentKey: IKey | undefined
  /** Whether copies of the breach register are kept. */
  readonly keepsRegister: boolean
  readonly keyedHashSecretArn: string
  readonly canariesSecretArn: string
  /** Only in a stage with an edge. */
  readonly originSecretArn: string | undefined
  readonly alarmAction: AlarmActions
  /** What mails to contacts are sent from. Absent in a stage without `mail`, which has a topic for each party. */
  readonly mailIdentity: MailIdentity | undefined
  /** ARN of a party's alert topic, without the party's id. */
  readonly alertTopicPrefix: string
  readonly #props: ExchangeDataStackProps
  readonly #parts: Parts
  readonly #tables: ReadonlyMap<TableName, Table>

  constructor(scope: Construct, id: string, props: ExchangeDataStackProps) {
    super(scope, id, props)
    this.#props = props
    this.#parts = partsOf(props.settings)
    const { stage, settings } = props
    const keys = new StageKeys(this, { ...props, parts: this.#parts, exchangeBusName: busName(stage, "Exchange") })
    this.ingressKey = keys.ingress
    this.dataKey = keys.data
    this.sealingKey = keys.sealing
    this.headMacKey = keys.headMac
    this.signingKeys = keys.signing
    this.documentKey = keys.document
    this.alarmAction = alarmTopics(this, { encryptionKey: this.dataKey, emails: settings.alarmEmails })
    this.mailIdentity = this.#mailIdentity()
    if (settings.monthlyBudget !== undefined)
      new MonthlyBudget(this, "Budget", { stage, emails: settings.alarmEmails, ...settings.monthlyBudget })
    this.ingressBus = this.#bus("Ingress", "raw events of parties, neither archived nor logged", this.ingressKey)
    this.exchangeBus = this.#bus("Exchange", "redacted events, each addressed to one party", this.dataKey)
    this.#archive()
    this.#tables = new Map(tablesIn(this.#parts).map((name) => [name, this.#table(name, tables[name])]))
    this.keepsRegister = settings.keepData && this.#parts.has("desk")
    if (this.keepsRegister) this.#backUpRegister()
    this.keyedHashSecretArn = this.#keyedHashSecret()
    this.canariesSecretArn = this.#canariesSecret()
    this.originSecretArn = settings.browserEdge === undefined ? undefined : this.#originSecret()
    this.alertTopicPrefix = this.formatArn({ service: "sns", resource: alertTopicName(stage, "") })
    if (hasSchemaRegistry(settings.region)) new ContractRegistry(this, "Contracts", { stage, contracts: catalogue })
    this.#outputs()
  }

  table(name: TableName): Table {
    const table = this.#tables.get(name)
    if (table === undefined) throw new Error(`there is no table ${name}`)
    return table
  }

  get #removalPolicy(): RemovalPolicy {
    return whatToKeep(this.#props.settings)
  }

  #backUpRegister(): void {
    const { stage, settings } = this.#props
    new RegisterBackup(this, "Register", {
      stage,
      tables: registerTables.flatMap((name) => this.#tables.get(name) ?? []),
      encryptionKey: this.dataKey,
      years: settings.backupYears,
      alarmAction: this.alarmAction,
    })
  }

  /** Letters of the desk to carriers that take no part. The operator subscribes whoever posts them. */
  #lettersTopic(): undefined {
    if (!this.#parts.has("desk")) return
    const topicName = alertTopicName(this.#props.stage, letterReceivers)
    new Topic(this, "Letters", { topicName, masterKey: this.dataKey, enforceSSL: true })
  }

  #mailIdentity(): MailIdentity | undefined {
    const { mail } = this.#props.settings
    if (mail === undefined) return this.#lettersTopic()
    const identity = new MailIdentity(this, "Mail", { mail, alarmAction: this.alarmAction })
    if (identity.dkimRecords.length > 0)
      new CfnOutput(this, "MailDkimRecords", { value: this.toJsonString(identity.dkimRecords) })
    return identity
  }

  #bus(name: "Ingress" | "Exchange", description: string, kmsKey: IKey): EventBus {
    const eventBusName = busName(this.#props.stage, name)
    const deadLetters = new DeadLetterQueue(this, `${name}BusDeadLetters`, {
      encryptionKey: kmsKey,
      alarmAction: this.alarmAction,
      impact: `The ${name.toLowerCase()} bus could not encrypt or decrypt events, and delivered them to nobody.`,
      runbook: "bus-dead-letters",
    })
    const bus = new EventBus(this, `${name}Bus`, {
      // It has a fixed name, because parties in other accounts configure its ARN.
      eventBusName,
      description: `Wayseal ${this.#props.stage}: ${description}`,
      kmsKey,
      deadLetterQueue: deadLetters.queue,
    })
    // By name, because the bus depends on the queue.
    const { account, region, partition } = this
    deadLetters.allowFrom(`arn:${partition}:events:${region}:${account}:event-bus/${eventBusName}`)
    return bus
  }

  #archive(): void {
    new CfnArchive(this, "Archive", {
      sourceArn: this.exchangeBus.eventBusArn,
      description: "Redacted events, for replays",
      eventPattern: fromHub,
      retentionDays: this.#props.settings.archiveDays,
      kmsKeyIdentifier: this.dataKey.keyArn,
    })
  }

  #table(name: TableName, description: TableDescription): Table {
    const { keepData, terminationProtection, expectedLookupsPerSecond } = this.#props.settings
    const writeUnitsPerSecond = warmWriteUnits(name, expectedLookupsPerSecond)
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
      // Not before the first deployment has succeeded: its rollback could not delete the table.
      deletionProtection: keepData && terminationProtection,
      removalPolicy: this.#removalPolicy,
      ...(writeUnitsPerSecond === undefined ? {} : { warmThroughput: { writeUnitsPerSecond } }),
      ...(description.expires ? { timeToLiveAttribute: expiryAttribute } : {}),
      ...(description.stream === undefined ? {} : { stream: StreamViewType[description.stream] }),
    })
    for (const [indexName, key] of Object.entries(description.indexes ?? {}))
      table.addGlobalSecondaryIndex({ indexName, ...keys(key), ...projection(description.carries?.[indexName]) })
    return table
  }

  #keyedHashSecret(): string {
    return this.#secret("KeyedHashSecret", {
      ...this.#guardsData,
      description: "Versions of the secret from which every keyed hash is derived, and when each became active",
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ activeFrom: { "1": "1970-01-01T00:00:00Z" } }),
        generateStringKey: "1",
        passwordLength: 64,
        excludePunctuation: true,
      },
      noRotation: "Rows that were hashed under an old version must stay findable. An operator adds a new version.",
    })
  }

  #canariesSecret(): string {
    return this.#secret("CanariesSecret", {
      ...this.#guardsData,
      // Leave this text alone: an update of the secret could put the empty list back over what operators entered.
      description: "References that no customer holds; filled in by hand, never in git",
      secretStringValue: SecretValue.unsafePlainText(JSON.stringify({ references: [] })),
      noRotation: "The retailer chooses canary references. There is nothing to rotate automatically.",
    })
  }

  /** What the edge sends and functions accept: one value for each version. See docs/deploying.md for its rotation. */
  #originSecret(): string {
    return this.#secret("OriginSecret", {
      description: "Proves to functions that a request came through the edge; see docs/deploying.md",
      generateSecretString: {
        secretStringTemplate: "{}",
        generateStringKey: "1",
        passwordLength: 64,
        excludePunctuation: true,
      },
      // CloudFormation reads it for the distribution, whose stack is there.
      ...(this.region === edgeRegion ? {} : { replicaRegions: [{ region: edgeRegion }] }),
      // Under the account's key for secrets. It guards no data by itself, and the next deployment can make another.
      removalPolicy: RemovalPolicy.DESTROY,
      noRotation: "The distribution has to be changed between two steps. docs/deploying.md has the commands.",
    })
  }

  /** For secrets that outlive the stack with the data that they guard. */
  get #guardsData(): Pick<SecretProps, "encryptionKey" | "removalPolicy"> {
    return { encryptionKey: this.sealingKey, removalPolicy: this.#removalPolicy }
  }

  /** Returns the ARN of a secret without a name of ours, which one that was left behind could have taken. */
  #secret(secretId: string, options: SecretProps & { readonly noRotation: string }): string {
    const { noRotation, ...props } = options
    const secret = new Secret(this, secretId, props)
    Validations.of(secret).acknowledge({ id: "AwsSolutions-SMG4", reason: noRotation })
    const resource = secret.node.defaultChild
    if (!CfnSecret.isCfnSecret(resource)) throw new Error(`${secretId} is no secret`)
    // The ARN, like the reference that the CDK would use. The local AWS has the name there.
    return resource.attrId
  }

  #outputs(): void {
    const output = (outputId: string, value: string) => new CfnOutput(this, outputId, { value })
    output("IngressBusName", this.ingressBus.eventBusName)
    output("IngressBusArn", this.ingressBus.eventBusArn)
    output("ExchangeBusName", this.exchangeBus.eventBusName)
    output("CanariesSecretArn", this.canariesSecretArn)
    output("KeyedHashSecretArn", this.keyedHashSecretArn)
    if (this.originSecretArn !== undefined) {
      output("OriginSecretArn", this.originSecretArn)
      output(originSecretNameOutput, Fn.select(6, Fn.split(":", this.originSecretArn)))
    }
    output("DataKeyArn", this.dataKey.keyArn)
    for (const [name, { tableName }] of this.#tables) output(`${name}TableName`, tableName)
    outputForFirstRelease(this, this.#tables.get("RequestedDocuments"))
  }
}

/** What an index carries besides keys; all attributes by default. */
function projection(carries: readonly string[] | undefined) {
  if (carries === undefined) return {}
  if (carries.length === 0) return { projectionType: ProjectionType.KEYS_ONLY }
  return { projectionType: ProjectionType.INCLUDE, nonKeyAttributes: [...carries] }
}
