import { Duration } from "aws-cdk-lib"
import type { IAlarmAction } from "aws-cdk-lib/aws-cloudwatch"
import { CfnRule, type EventBus } from "aws-cdk-lib/aws-events"
import { AccountPrincipal, Effect, PolicyStatement, type Role } from "aws-cdk-lib/aws-iam"
import type { IKey } from "aws-cdk-lib/aws-kms"
import { Topic } from "aws-cdk-lib/aws-sns"
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions"
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs"
import { Construct } from "constructs"
import type { Party } from "../../shared/parties/party.ts"
import { addressedTo } from "../event-patterns.ts"
import { allowEventBridge, DeadLetterQueue } from "./watched-queue.ts"

export interface PartyChannelsProps {
  readonly stage: string
  readonly party: Party
  readonly exchangeBus: EventBus
  readonly encryptionKey: IKey
  readonly alarmAction: IAlarmAction
  /** With which EventBridge puts events on the buses of parties; is given the right to for this party's. */
  readonly busRole: Role
}

/** How long a party may leave its queue alone. */
const queueRetention = Duration.days(14)

/** Where one party hears from the hub: its queue, its own bus, its e-mail topic. Only events addressed to it get here. */
export class PartyChannels extends Construct {
  /** The party's own queue; absent when it wants none. */
  readonly queue: Queue | undefined

  /** By stage and party, so that whoever knows both knows the topic. */
  static topicName(stage: string, partyId: string): string {
    return `wayseal-${stage}-alerts-${partyId}`
  }

  constructor(scope: Construct, id: string, props: PartyChannelsProps) {
    super(scope, id)
    const { stage, party, exchangeBus, encryptionKey, alarmAction, busRole } = props
    const impact = `${party.id} does not hear of events that are addressed to it.`
    const deadLetters = new DeadLetterQueue(this, "DeadLetters", { encryptionKey, alarmAction, impact })
    const targets: CfnRule.TargetProperty[] = []
    const deliver = {
      deadLetterConfig: { arn: deadLetters.queue.queueArn },
      retryPolicy: { maximumEventAgeInSeconds: Duration.hours(24).toSeconds(), maximumRetryAttempts: 185 },
    }
    if (party.channels.queue) {
      this.queue = new Queue(this, "Queue", {
        queueName: `wayseal-${stage}-${party.id}`,
        encryption: QueueEncryption.KMS,
        encryptionMasterKey: encryptionKey,
        enforceSSL: true,
        retentionPeriod: queueRetention,
        visibilityTimeout: Duration.minutes(5),
        // The party's consumer may fail; its messages stay in the same account, for the party to look at.
        deadLetterQueue: { queue: deadLetters.queue, maxReceiveCount: 20 },
      })
      targets.push({ id: "Queue", arn: this.queue.queueArn, ...deliver })
      if (party.account !== undefined) {
        this.queue.addToResourcePolicy(
          new PolicyStatement({
            effect: Effect.ALLOW,
            principals: [new AccountPrincipal(party.account)],
            actions: [
              "sqs:ReceiveMessage",
              "sqs:DeleteMessage",
              "sqs:ChangeMessageVisibility",
              "sqs:GetQueueAttributes",
              "sqs:GetQueueUrl",
            ],
            resources: [this.queue.queueArn],
          }),
        )
      }
    }
    if (party.channels.busArn !== undefined) {
      busRole.addToPolicy(new PolicyStatement({ actions: ["events:PutEvents"], resources: [party.channels.busArn] }))
      targets.push({ id: "Bus", arn: party.channels.busArn, roleArn: busRole.roleArn, ...deliver })
    }
    if (targets.length > 0) {
      const rule = new CfnRule(this, "Rule", {
        eventBusName: exchangeBus.eventBusName,
        description: `What is addressed to ${party.id}`,
        eventPattern: addressedTo([party.id]),
        targets,
      })
      if (this.queue !== undefined) allowEventBridge(this.queue, rule.attrArn)
      deadLetters.allowFrom(rule.attrArn)
    }
    const topic = new Topic(this, "Alerts", {
      topicName: PartyChannels.topicName(stage, party.id),
      masterKey: encryptionKey,
      enforceSSL: true,
    })
    for (const address of new Set([...party.channels.emails, ...party.channels.escalationEmails]))
      topic.addSubscription(new EmailSubscription(address))
  }
}
