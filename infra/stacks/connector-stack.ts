import { Aws, CfnCondition, CfnOutput, CfnParameter, CfnResource, Fn, RemovalPolicy, Stack } from "aws-cdk-lib"
import { CfnRule, EventBus } from "aws-cdk-lib/aws-events"
import { CfnRole, PolicyStatement, Role } from "aws-cdk-lib/aws-iam"
import { Key } from "aws-cdk-lib/aws-kms"
import { CfnSubscription } from "aws-cdk-lib/aws-sns"
import type { Construct } from "constructs"
import { hubSource } from "../../shared/base/contracts/envelope.ts"
import { hasQueue } from "../../shared/parties/has-channel.ts"
import type { Party } from "../../shared/parties/party.ts"
import { eventSource } from "../../shared/parties/party-directory.ts"
import { AlarmTopic } from "../constructs/alarm-topic.ts"
import { DeadLetterQueue, retryForOneDay } from "../constructs/dead-letter-queue.ts"
import { eventBridgeOf } from "../constructs/event-bridge-role.ts"
import { letAlarmsPublish, letEventBridgeDeliver } from "../constructs/key-policies.ts"
import { StatementWatch } from "../constructs/statement-watch.ts"
import { detailTypesFrom } from "../event-patterns.ts"
import { partyQueueName } from "../party-names.ts"

export interface ConnectorStackProps {
  readonly stage: string
  readonly party: Party
  readonly hubAccount: string
  readonly hubRegion: string
  /** The ARN of the key of the party's queue, if the hub was given one. */
  readonly dataKeyArn?: string | undefined
}

/**
 * What a party with its own AWS account deploys there: an outbox bus, from which its events go to the hub, and an inbox
 * bus, on which the hub's events for it arrive. EventBridge does not forward an event from another account to a third
 * one, so the rule that sends to the hub has to be in the account where the events are made.
 *
 * It is for no particular account, and has no assets.
 */
export class ConnectorStack extends Stack {
  readonly #props: ConnectorStackProps
  readonly #key: Key
  readonly #deadLetters: DeadLetterQueue

  constructor(scope: Construct, id: string, props: ConnectorStackProps) {
    super(scope, id, { description: `Wayseal ${props.stage}: connects ${props.party.id} to the hub` })
    this.#props = props
    const { stage, party } = props
    this.#key = new Key(this, "Key", {
      description: `Wayseal ${stage}: events between ${party.id} and the hub`,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    letEventBridgeDeliver(this.#key)
    letAlarmsPublish(this.#key)
    const alarms = new AlarmTopic(this, "Alarms", { encryptionKey: this.#key, severity: "page", emails: [] })
    this.#mailAlarms(alarms)
    const alarmAction = { page: alarms.action, morning: { ...alarms.action, severity: "morning" } } as const
    this.#deadLetters = new DeadLetterQueue(this, "DeadLetters", {
      encryptionKey: this.#key,
      alarmAction,
      impact: `The hub does not receive events of ${party.id}. \`npx wayseal explain-dead-letters\` names the cause: most often the hub does not accept the account or the source (NO_PERMISSIONS), or its bus is not there (NO_RESOURCE).`,
      runbook: "connector-dead-letters",
    })
    const outbox = this.#bus("Outbox", "put events for the hub here")
    const role = this.#forwardToHub(outbox)
    const inbox = this.#bus("Inbox", "events from the hub arrive here")
    this.#acceptFromHub(inbox)
    const watch = new StatementWatch(this, "Statements", {
      inboxName: inbox.eventBusName,
      encryptionKey: this.#key,
      deadLetters: this.#deadLetters,
      alarmAction,
      alarmIf: this.#alarmsOnSilence(),
    })
    this.#output("OutboxBusName", outbox.eventBusName, "Put events for the hub on this bus")
    this.#output("OutboxBusArn", outbox.eventBusArn, "The bus for events to the hub")
    this.#output("InboxBusArn", inbox.eventBusArn, "Tell the hub this ARN. Its events for you then arrive on this bus")
    this.#output("DeadLetterQueueUrl", this.#deadLetters.queue.queueUrl, "What could not be delivered waits here")
    this.#output("StatementsQueueUrl", watch.queue.queueUrl, "The hub's daily statements wait here for 14 days")
    this.#output("KeyArn", this.#key.keyArn, "Encrypts the buses and the dead letters")
    this.#output("ToHubRoleArn", role.roleArn, "With this role EventBridge puts your events on the hub's bus")
    this.#outputQueueAtHub()
  }

  #output(name: string, value: string, description: string): void {
    new CfnOutput(this, name, { value, description })
  }

  /** Whoever deploys the template says who hears alarms. Nobody has to be known when it is made. */
  #mailAlarms({ topic }: AlarmTopic): void {
    const { value: endpoint, isGiven } = this.#parameter("AlarmEmail", {
      allowedPattern: "^$|^[^@\\s]+@[^@\\s]+$",
      constraintDescription: "an e-mail address, or nothing",
      description: "Receives the alarms. AWS asks the address to confirm once. Empty: nobody receives them by mail",
    })
    const topicArn = topic.topicArn
    const subscription = new CfnSubscription(this, "AlarmSubscription", { topicArn, protocol: "email", endpoint })
    subscription.cfnOptions.condition = isGiven
  }

  /** A party that gets its events in another way gets no statement on its inbox bus either. */
  #alarmsOnSilence(): CfnCondition {
    const { valueAsString } = new CfnParameter(this, "StatementsAlarm", {
      type: "String",
      default: "on",
      allowedValues: ["on", "off"],
      description:
        "Whether to alarm when no statement of the hub came for 36 hours. Off if no events arrive on the inbox",
    })
    return new CfnCondition(this, "AlarmsOnSilence", { expression: Fn.conditionEquals(valueAsString, "on") })
  }

  /** Something that whoever deploys the template may give, and a condition on that. */
  #parameter(name: string, rule: { allowedPattern: string; constraintDescription: string; description: string }) {
    const { valueAsString: value } = new CfnParameter(this, name, { type: "String", default: "", ...rule })
    const isGiven = new CfnCondition(this, `Has${name}`, {
      expression: Fn.conditionNot(Fn.conditionEquals(value, "")),
    })
    return { value, isGiven }
  }

  /** What the party's own organisation may ask of a role. */
  #followRules(role: Role): void {
    const prefix = this.#parameter("RolePrefix", {
      allowedPattern: "^[\\w+=,.@-]{0,32}$",
      constraintDescription: "the start of a role's name, at most 32 characters, or nothing",
      description: "The name of the connector's role begins with it. Empty: CloudFormation chooses the name",
    })
    const boundary = this.#parameter("PermissionsBoundary", {
      allowedPattern: "^[\\w/+=,.@-]*$",
      constraintDescription: "the name of a managed policy of the account, or nothing",
      description: "The name of the managed policy that bounds the connector's role. Empty: no policy does",
    })
    const boundaryArn = `arn:${this.partition}:iam::${this.account}:policy/${boundary.value}`
    const whenGiven = ({ isGiven }: { readonly isGiven: CfnCondition }, value: string) =>
      Fn.conditionIf(isGiven.logicalId, value, Aws.NO_VALUE)
    const resource = role.node.defaultChild
    if (!CfnRole.isCfnRole(resource)) throw new Error("a role without a resource")
    resource.addPropertyOverride("RoleName", whenGiven(prefix, `${prefix.value}wayseal-${this.#props.stage}-to-hub`))
    resource.addPropertyOverride("PermissionsBoundary", whenGiven(boundary, boundaryArn))
  }

  #bus(name: "Outbox" | "Inbox", description: string): EventBus {
    const { stage } = this.#props
    const eventBusName = `wayseal-${stage}-${name.toLowerCase()}`
    // By name, because the bus depends on the queue.
    this.#deadLetters.allowFrom(`arn:${this.partition}:events:${this.region}:${this.account}:event-bus/${eventBusName}`)
    return new EventBus(this, name, {
      eventBusName,
      description: `Wayseal ${stage}: ${description}`,
      kmsKey: this.#key,
      deadLetterQueue: this.#deadLetters.queue,
    })
  }

  #forwardToHub(outbox: EventBus): Role {
    const { stage, party } = this.#props
    const hubBusArn = this.#hubArn("events", `event-bus/wayseal-${stage}-ingress`)
    const role = new Role(this, "ToHubRole", {
      assumedBy: eventBridgeOf(this.account),
      description: `Wayseal ${stage}: delivers to the hub`,
    })
    this.#followRules(role)
    role.addToPolicy(new PolicyStatement({ actions: ["events:PutEvents"], resources: [hubBusArn] }))
    const rule = new CfnRule(this, "ToHub", {
      eventBusName: outbox.eventBusName,
      description: "Everything that this party may send, under its own source",
      eventPattern: { source: [eventSource(party)], "detail-type": detailTypesFrom(party.kind) },
      targets: [
        {
          id: "Hub",
          arn: hubBusArn,
          roleArn: role.roleArn,
          deadLetterConfig: { arn: this.#deadLetters.queue.queueArn },
          retryPolicy: retryForOneDay,
        },
      ],
    })
    this.#deadLetters.allowFrom(rule.attrArn)
    return role
  }

  #acceptFromHub(inbox: EventBus): void {
    new CfnResource(this, "FromHub", {
      type: "AWS::Events::EventBusPolicy",
      properties: {
        EventBusName: inbox.eventBusName,
        StatementId: `${this.#props.stage}-from-the-hub`,
        Statement: {
          Effect: "Allow",
          Principal: { AWS: `arn:${this.partition}:iam::${this.#props.hubAccount}:root` },
          Action: "events:PutEvents",
          Resource: inbox.eventBusArn,
          Condition: {
            "ForAllValues:StringEquals": { "events:source": [hubSource] },
            Null: { "events:source": "false" },
          },
        },
      },
    })
  }

  /** The queue that the hub has for the party, and the key of its messages, as far as their names tell. */
  #outputQueueAtHub(): void {
    const { stage, party, hubAccount, hubRegion } = this.#props
    if (!hasQueue(party)) return
    const queueName = partyQueueName(stage, party.id)
    const url = `https://sqs.${hubRegion}.${this.urlSuffix}/${hubAccount}/${queueName}`
    this.#output("QueueAtHubUrl", url, "Receive the hub's events for you from this queue")
    this.#output("QueueAtHubArn", this.#hubArn("sqs", queueName), "Let your consumer receive from this queue")
    const { dataKeyArn } = this.#props
    if (dataKeyArn !== undefined) {
      this.#output("QueueAtHubKeyArn", dataKeyArn, "Your consumer needs kms:Decrypt with this key")
      return
    }
    this.#output(
      "QueueAtHubKeyAlias",
      this.#hubArn("kms", `alias/wayseal-${stage}-data`),
      "Your consumer needs kms:Decrypt with the key of this alias. The hub tells you the key's own ARN, DataKeyArn",
    )
  }

  #hubArn(service: string, resource: string): string {
    const { hubAccount, hubRegion } = this.#props
    return `arn:${this.partition}:${service}:${hubRegion}:${hubAccount}:${resource}`
  }
}
