import { type CfnCondition, Fn, Validations } from "aws-cdk-lib"
import { CfnAlarm } from "aws-cdk-lib/aws-cloudwatch"
import { CfnRule } from "aws-cdk-lib/aws-events"
import type { IKey } from "aws-cdk-lib/aws-kms"
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs"
import { Construct } from "constructs"
import { hubSource } from "../../shared/base/contracts/envelope.ts"
import { statementMade } from "../../shared/base/contracts/statement-made.ts"
import type { AlarmActions } from "./alarm-at.ts"
import { allowEventBridge, type DeadLetterQueue, messageRetention, retryForOneDay } from "./dead-letter-queue.ts"
import { silenceAlarm } from "./silence-alarm.ts"

export interface StatementWatchProps {
  readonly inboxName: string
  readonly encryptionKey: IKey
  readonly deadLetters: DeadLetterQueue
  readonly alarmAction: AlarmActions
  /** Whether the alarm is there. */
  readonly alarmIf: CfnCondition
}

/** One statement comes each day, about an hour after midnight UTC. */
const silentHours = 36

/** Keeps the daily statements of the hub for 14 days, and alarms when none came for 36 hours. */
export class StatementWatch extends Construct {
  readonly queue: Queue

  constructor(scope: Construct, id: string, props: StatementWatchProps) {
    super(scope, id)
    const { inboxName: eventBusName, encryptionKey, deadLetters, alarmAction } = props
    this.queue = new Queue(this, "Queue", {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: encryptionKey,
      enforceSSL: true,
      retentionPeriod: messageRetention,
    })
    Validations.of(this.queue).acknowledge({
      id: "AwsSolutions-SQS3",
      reason: "Statements wait here to be taken. Nothing handles them that could fail.",
    })
    const rule = this.#keepFrom(eventBusName, deadLetters)
    const alarm = silenceAlarm(this, "Silence", {
      description: `No statement of the hub came for ${silentHours} hours. It may be down, or hide something from you.`,
      runbook: "statement-missing",
      eventBusName,
      // The ARN of a rule on a bus of one's own ends with "rule/<bus>/<rule>".
      ruleName: Fn.select(2, Fn.split("/", rule.attrArn)),
      hours: silentHours,
      action: alarmAction,
    })
    const resource = alarm.node.defaultChild
    if (!CfnAlarm.isCfnAlarm(resource)) throw new Error("an alarm without a resource")
    resource.cfnOptions.condition = props.alarmIf
  }

  #keepFrom(eventBusName: string, deadLetters: DeadLetterQueue): CfnRule {
    const rule = new CfnRule(this, "Rule", {
      eventBusName,
      description: "The daily statements of the hub",
      eventPattern: { source: [hubSource], "detail-type": [statementMade.detailType] },
      targets: [
        {
          id: "Statements",
          arn: this.queue.queueArn,
          deadLetterConfig: { arn: deadLetters.queue.queueArn },
          retryPolicy: retryForOneDay,
        },
      ],
    })
    allowEventBridge(this.queue, rule.attrArn)
    deadLetters.allowFrom(rule.attrArn)
    return rule
  }
}
