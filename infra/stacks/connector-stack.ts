import { CfnOutput, CfnResource, Duration, RemovalPolicy, Stack, type StackProps } from "aws-cdk-lib"
import { CfnRule, EventBus } from "aws-cdk-lib/aws-events"
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam"
import { Key } from "aws-cdk-lib/aws-kms"
import type { Construct } from "constructs"
import type { Party } from "../../shared/parties/party.ts"
import { eventSource, hubSource } from "../../shared/parties/party-directory.ts"
import { AlarmTopic } from "../constructs/alarm-topic.ts"
import { letEventBridgeDeliver } from "../constructs/key-policies.ts"
import { DeadLetterQueue } from "../constructs/watched-queue.ts"
import { detailTypesFrom } from "../event-patterns.ts"

export interface ConnectorStackProps extends StackProps {
  readonly stage: string
  readonly party: Party
  readonly hubAccount: string
}

/**
 * What a party with an AWS account of its own deploys there: an outbox bus from which its events go to the hub, and an
 * inbox bus on which the hub's events for it arrive. EventBridge does not forward an event from another account to a
 * third, so the rule that sends to the hub has to be here, where the events are made.
 */
export class ConnectorStack extends Stack {
  constructor(scope: Construct, id: string, props: ConnectorStackProps) {
    super(scope, id, props)
    const { stage, party, hubAccount } = props
    const key = new Key(this, "Key", {
      description: `Wayseal ${stage}: events of ${party.id} that could not be delivered to the hub`,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    letEventBridgeDeliver(key)
    const alarms = new AlarmTopic(this, "Alarms", { encryptionKey: key, emails: party.channels.emails })
    const deadLetters = new DeadLetterQueue(this, "DeadLetters", {
      encryptionKey: key,
      alarmAction: alarms.action,
      impact: `The hub does not learn of events of ${party.id}.`,
    })

    const hubBusArn = `arn:${this.partition}:events:${this.region}:${hubAccount}:event-bus/wayseal-${stage}-ingress`
    const outbox = new EventBus(this, "Outbox", {
      eventBusName: `wayseal-${stage}-outbox`,
      description: `Wayseal ${stage}: put events for the hub here`,
      kmsKey: key,
      deadLetterQueue: deadLetters.queue,
    })
    const role = new Role(this, "ToHubRole", {
      assumedBy: new ServicePrincipal("events.amazonaws.com"),
      description: `Wayseal ${stage}: delivers to the hub`,
    })
    role.addToPolicy(new PolicyStatement({ actions: ["events:PutEvents"], resources: [hubBusArn] }))
    const rule = new CfnRule(this, "ToHub", {
      eventBusName: outbox.eventBusName,
      description: "Everything this party may send, under its own source",
      eventPattern: { source: [eventSource(party)], "detail-type": detailTypesFrom(party.kind) },
      targets: [
        {
          id: "Hub",
          arn: hubBusArn,
          roleArn: role.roleArn,
          deadLetterConfig: { arn: deadLetters.queue.queueArn },
          retryPolicy: { maximumEventAgeInSeconds: Duration.hours(24).toSeconds(), maximumRetryAttempts: 185 },
        },
      ],
    })
    deadLetters.allowFrom(rule.attrArn)

    const inbox = new EventBus(this, "Inbox", {
      eventBusName: `wayseal-${stage}-inbox`,
      description: `Wayseal ${stage}: events from the hub arrive here`,
      kmsKey: key,
      deadLetterQueue: deadLetters.queue,
    })
    new CfnResource(this, "FromHub", {
      type: "AWS::Events::EventBusPolicy",
      properties: {
        EventBusName: inbox.eventBusName,
        StatementId: "from-the-hub",
        Statement: {
          Effect: "Allow",
          Principal: { AWS: `arn:${this.partition}:iam::${hubAccount}:root` },
          Action: "events:PutEvents",
          Resource: inbox.eventBusArn,
          Condition: {
            "ForAllValues:StringEquals": { "events:source": [hubSource] },
            Null: { "events:source": "false" },
          },
        },
      },
    })
    new CfnOutput(this, "OutboxBusName", { value: outbox.eventBusName })
    new CfnOutput(this, "InboxBusArn", { value: inbox.eventBusArn })
  }
}
