import { Duration, Stack } from "aws-cdk-lib"
import { ComparisonOperator, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch"
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam"
import type { IKey } from "aws-cdk-lib/aws-kms"
import { EventInvokeConfig } from "aws-cdk-lib/aws-lambda"
import { CfnSchedule } from "aws-cdk-lib/aws-scheduler"
import { Construct } from "constructs"
import { type AlarmActions, alarmAt } from "./alarm-at.ts"
import { DeadLetterQueue } from "./dead-letter-queue.ts"
import { type ExchangeFunction, rightsOfRole } from "./exchange-function.ts"

export interface ScheduledInvocationProps {
  /** Where its dead letters are. Absent: beside it. */
  readonly deadLettersIn?: Construct
  readonly handler: ExchangeFunction
  /** A run follows the one before after so long. */
  readonly every: Duration
  /** Whether an alarm of the function's own notices when it does not run. */
  readonly isMissed: boolean
  readonly encryptionKey: IKey
  readonly alarmAction: AlarmActions
  readonly impact: string
}

const inMinutes = (every: Duration): string => `${every.toMinutes()} minute${every.toMinutes() === 1 ? "" : "s"}`

/**
 * Schedule to function, with dead letters for a schedule that cannot invoke and for a run that fails, and an alarm when
 * it does not run at all.
 */
export class ScheduledInvocation extends Construct {
  constructor(scope: Construct, id: string, props: ScheduledInvocationProps) {
    super(scope, id)
    const { handler, encryptionKey, alarmAction, impact, every } = props
    const { queue } = new DeadLetterQueue(props.deadLettersIn ?? this, "DeadLetters", {
      encryptionKey,
      alarmAction,
      impact,
      runbook: "schedule-dead-letters",
      ...(props.deadLettersIn === undefined ? {} : { alarmIn: this }),
    })
    const allow = (actions: string[], resource: string) => new PolicyStatement({ actions, resources: [resource] })
    const rights = new PolicyDocument({
      statements: [
        allow(["lambda:InvokeFunction"], handler.lambda.functionArn),
        allow(["sqs:SendMessage"], queue.queueArn),
        allow(["kms:Decrypt", "kms:GenerateDataKey"], encryptionKey.keyArn),
      ],
    })
    const role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
        conditions: { StringEquals: { "aws:SourceAccount": Stack.of(this).account } },
      }),
      description: `Wayseal: schedule of ${handler.name}`,
      inlinePolicies: { [rightsOfRole]: rights },
    })
    const schedule = new CfnSchedule(this, "Schedule", {
      description: handler.name,
      scheduleExpression: `rate(${inMinutes(every)})`,
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: handler.lambda.functionArn,
        roleArn: role.roleArn,
        deadLetterConfig: { arn: queue.queueArn },
        retryPolicy: { maximumEventAgeInSeconds: 300, maximumRetryAttempts: 2 },
      },
    })
    schedule.node.addDependency(role)
    const invocations = new EventInvokeConfig(this, "Invocations", {
      function: handler.lambda,
      maxEventAge: Duration.minutes(5),
      retryAttempts: 2,
      onFailure: { bind: () => ({ destination: queue.queueArn }) },
    })
    // Lambda refuses a destination to which the function's role may not send.
    invocations.node.addDependency(handler.role)
    handler.allow(["sqs:SendMessage"], [queue.queueArn])
    handler.allow(["kms:Decrypt", "kms:GenerateDataKey"], [encryptionKey.keyArn])
    if (!props.isMissed) this.#alarm(props)
  }

  #alarm({ handler, alarmAction: action, impact, every }: ScheduledInvocationProps): void {
    alarmAt(this, "SilentAlarm", {
      description: `${handler.name} does not run, although it should every ${inMinutes(every)}. ${impact}`,
      runbook: "schedule-silent",
      metric: handler.lambda.metricInvocations({
        period: Duration.minutes(Math.max(5, every.toMinutes())),
        statistic: "Sum",
      }),
      threshold: 1,
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      periods: { reaching: 2, of: 2 },
      withoutData: TreatMissingData.BREACHING,
      action,
    })
  }
}
