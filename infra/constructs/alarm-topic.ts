import { Stack } from "aws-cdk-lib"
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions"
import { Effect, PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam"
import type { IKey } from "aws-cdk-lib/aws-kms"
import { Topic } from "aws-cdk-lib/aws-sns"
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions"
import { Construct } from "constructs"
import type { AlarmActions } from "./alarm-at.ts"
import type { Severity } from "./alarm-kinds.ts"

export interface AlarmTopicProps {
  readonly encryptionKey: IKey
  readonly severity: Severity
  /** Each address has to confirm the subscription once. */
  readonly emails: readonly string[]
}

/**
 * The topic that receives the alarms of one severity. Its mails come under a name that says which. The key has to let
 * alarms publish.
 */
export class AlarmTopic extends Construct {
  readonly topic: Topic
  readonly action: AlarmActions[Severity]

  constructor(scope: Construct, id: string, props: AlarmTopicProps) {
    super(scope, id)
    const { encryptionKey: masterKey, emails, severity } = props
    this.topic = new Topic(this, "Topic", { masterKey, enforceSSL: true, displayName: `Wayseal ${severity}` })
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
    for (const address of emails) this.topic.addSubscription(new EmailSubscription(address))
    this.action = { severity, action: new SnsAction(this.topic) }
  }
}

/** One topic for what wakes somebody, and one for what waits. Who is on call subscribes to the first alone. */
export function alarmTopics(scope: Construct, common: Omit<AlarmTopicProps, "severity">): AlarmActions {
  const page = new AlarmTopic(scope, "Alarms", { ...common, severity: "page" })
  const morning = new AlarmTopic(scope, "MorningAlarms", { ...common, severity: "morning" })
  return { page: page.action, morning: morning.action }
}
