import { CfnOutput, CfnResource, RemovalPolicy, Stack, type StackProps } from "aws-cdk-lib"
import { CfnRule, EventBus } from "aws-cdk-lib/aws-events"
import { PolicyStatement, Role } from "aws-cdk-lib/aws-iam"
import { Key } from "aws-cdk-lib/aws-kms"
import type { Construct } from "constructs"
import { hubSource } from "../../shared/contracts/envelope.ts"
import type { Party } from "../../shared/parties/party.ts"
import { eventSource } from "../../shared/parties/party-directory.ts"
import { AlarmTopic } from "../constructs/alarm-topic.ts"
import { DeadLetterQueue, retryForOneDay } from "../constructs/dead-letter-queue.ts"
import { eventBridgeOf } from "../constructs/event-bridge-role.ts"
import { letEventBridgeDeliver } from "../constructs/key-policies.ts"
import { detailTypesFrom } from "../event-patterns.ts"

export interface ConnectorStackProps extends StackProps {
  readonly stage: string
  readonly party: Party
  readonly hubAccount: string
}

/**
 * What a party with its own AWS account deploys there: an outbox bus, from which its events go to the hub, and an inbox
 * bus, on which the hub's events for it arrive. EventBridge does not forward an event from another account to a third
 * one, so the rule that sends to the hub has to be in the account where the events are made.
 */
export class ConnectorStack extends Stack {
  readonly #props: ConnectorStackProps
  readonly #key: Key
  readonly #deadLetters: DeadLetterQueue

  constructor(scope: Construct, id: string, props: ConnectorStackProps) {
    super(scope, id, props)
    this.#props = props
    const { stage, party } = props
    this.#key = new Key(this, "Key", {
      description: `Wayseal ${stage}: events of ${party.id} that could not be delivered to the hub`,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    letEventBridgeDeliver(this.#key)
    const alarms = new AlarmTopic(this, "Alarms", { encryptionKey: this.#key, emails: party.channels.emails })
    this.#deadLetters = new DeadLetterQueue(this, "DeadLetters", {
      encryptionKey: this.#key,
      alarmAction: alarms.action,
      impact: `The hub does not receive events of ${party.id}.`,
      runbook: "connector-dead-letters",
    })
    const outbox = this.#bus("Outbox", "put events for the hub here")
    this.#forwardToHub(outbox)
    const inbox = this.#bus("Inbox", "events from the hub arrive here")
    this.#acceptFromHub(inbox)
    new CfnOutput(this, "OutboxBusName", { value: outbox.eventBusName })
    new CfnOutput(this, "InboxBusArn", { value: inbox.eventBusArn })
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

  #forwardToHub(outbox: EventBus): void {
    const { stage, party, hubAccount } = this.#props
    const hubBusArn = `arn:${this.partition}:events:${this.region}:${hubAccount}:event-bus/wayseal-${stage}-ingress`
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
}
