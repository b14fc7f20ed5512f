import { CfnCondition, CfnOutput, CfnParameter, CfnResource, Fn, RemovalPolicy, Stack } from "aws-cdk-lib"
import { CfnRule, EventBus } from "aws-cdk-lib/aws-events"
import { PolicyStatement, Role } from "aws-cdk-lib/aws-iam"
import { Key } from "aws-cdk-lib/aws-kms"
import { CfnSubscription } from "aws-cdk-lib/aws-sns"
import type { Construct } from "constructs"
import { hubSource } from "../../shared/contracts/envelope.ts"
import type { Party } from "../../shared/parties/party.ts"
import { eventSource } from "../../shared/parties/party-directory.ts"
import { AlarmTopic } from "../constructs/alarm-topic.ts"
import { DeadLetterQueue, retryForOneDay } from "../constructs/dead-letter-queue.ts"
import { eventBridgeOf } from "../constructs/event-bridge-role.ts"
import { letEventBridgeDeliver } from "../constructs/key-policies.ts"
import { detailTypesFrom } from "../event-patterns.ts"
import { partyQueueName } from "../party-names.ts"
import { hasQueue } from "../stages/has-channel.ts"

export interface ConnectorStackProps {
  readonly stage: string
  readonly party: Party
  readonly hubAccount: string
  readonly hubRegion: string
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
    const description = `Wayseal ${props.stage}: connects ${props.party.id} to the hub`
    super(scope, id, { description })
    this.#props = props
    const { stage, party } = props
    this.#key = new Key(this, "Key", {
      description: `Wayseal ${stage}: events between ${party.id} and the hub`,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    letEventBridgeDeliver(this.#key)
    const alarms = new AlarmTopic(this, "Alarms", { encryptionKey: this.#key, emails: [] })
    this.#mailAlarms(alarms)
    this.#deadLetters = new DeadLetterQueue(this, "DeadLetters", {
      encryptionKey: this.#key,
      alarmAction: alarms.action,
      impact: `The hub does not receive events of ${party.id}.`,
      runbook: "connector-dead-letters",
    })
    const outbox = this.#bus("Outbox", "put events for the hub here")
    const role = this.#forwardToHub(outbox)
    const inbox = this.#bus("Inbox", "events from the hub arrive here")
    this.#acceptFromHub(inbox)
    this.#output("OutboxBusName", outbox.eventBusName, "Put events for the hub on this bus")
    this.#output("OutboxBusArn", outbox.eventBusArn, "The bus for events to the hub")
    this.#output("InboxBusArn", inbox.eventBusArn, "Tell the hub this ARN. Its events for you then arrive on this bus")
    this.#output("DeadLetterQueueUrl", this.#deadLetters.queue.queueUrl, "What could not be delivered waits here")
    this.#output("KeyArn", this.#key.keyArn, "Encrypts the buses and the dead letters")
    this.#output("ToHubRoleArn", role.roleArn, "With this role EventBridge puts your events on the hub's bus")
    this.#outputQueueAtHub()
  }

  #output(name: string, value: string, description: string): void {
    new CfnOutput(this, name, { value, description })
  }

  /** Whoever deploys the template says who hears alarms. Nobody has to be known when it is made. */
  #mailAlarms({ topic }: AlarmTopic): void {
    const email = new CfnParameter(this, "AlarmEmail", {
      type: "String",
      default: "",
      allowedPattern: "^$|^[^@\\s]+@[^@\\s]+$",
      constraintDescription: "an e-mail address, or nothing",
      description: "Receives the alarms. AWS asks the address to confirm once. Empty: nobody receives them by mail",
    })
    const isGiven = new CfnCondition(this, "HasAlarmEmail", {
      expression: Fn.conditionNot(Fn.conditionEquals(email.valueAsString, "")),
    })
    const subscription = new CfnSubscription(this, "AlarmSubscription", {
      topicArn: topic.topicArn,
      protocol: "email",
      endpoint: email.valueAsString,
    })
    subscription.cfnOptions.condition = isGiven
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
