import { Stack } from "aws-cdk-lib"
import type { IAlarmAction } from "aws-cdk-lib/aws-cloudwatch"
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions"
import { Effect, PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam"
import type { IKey } from "aws-cdk-lib/aws-kms"
import { Topic } from "aws-cdk-lib/aws-sns"
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions"
import { Construct } from "constructs"
import { letAlarmsPublish } from "./key-policies.ts"

export interface AlarmTopicProps {
  readonly encryptionKey: IKey
  /** Each address has to confirm the subscription once. */
  readonly emails: readonly string[]
}

/** The topic that receives all alarms. */
export class AlarmTopic extends Construct {
  readonly topic: Topic
  readonly action: IAlarmAction

  constructor(scope: Construct, id: string, props: AlarmTopicProps) {
    super(scope, id)
    const { encryptionKey, emails } = props
    this.topic = new Topic(this, "Topic", { masterKey: encryptionKey, enforceSSL: true })
    // `enforceSSL` replaces the default policy, which lets CloudWatch publish.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
        actions: ["sns:Publish"],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { "aws:SourceAccount": Stack.of(this).account } },
      }),
    )
    letAlarmsPublish(encryptionKey)
    for (const address of emails) this.topic.addSubscription(new EmailSubscription(address))
    this.action = new SnsAction(this.topic)
  }
}
