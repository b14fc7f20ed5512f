import { Duration } from "aws-cdk-lib"
import { type Alarm, ComparisonOperator, Metric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch"
import type { Construct } from "constructs"
import { type AlarmAtProps, alarmAt } from "./alarm-at.ts"

export interface SilenceAlarmProps extends Pick<AlarmAtProps, "description" | "runbook" | "action"> {
  /** A rule of a bus of one's own. */
  readonly eventBusName: string
  readonly ruleName: string
  /** The alarm is raised when the rule matched nothing for so long. At most 168. */
  readonly hours: number
}

/**
 * An alarm when a rule handed on no event for some hours. EventBridge sends no zeros, so missing data counts as none.
 * CloudWatch looks back over seven days at most.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export function silenceAlarm(scope: Construct, id: string, props: SilenceAlarmProps): Alarm {
  const { eventBusName: EventBusName, ruleName: RuleName, hours, ...others } = props
  return alarmAt(scope, id, {
    ...others,
    metric: new Metric({
      namespace: "AWS/Events",
      metricName: "Invocations",
      dimensionsMap: { EventBusName, RuleName },
      period: Duration.hours(1),
      statistic: "Sum",
    }),
    threshold: 1,
    comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
    periods: { reaching: hours, of: hours },
    withoutData: TreatMissingData.BREACHING,
  })
}
