import { Duration } from "aws-cdk-lib"
import { Alarm, ComparisonOperator, type IAlarmAction, Metric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch"
import type { Construct } from "constructs"
import { type Runbook, runbookPath } from "./runbooks.ts"

export interface SilenceAlarmProps {
  readonly description: string
  readonly runbook: Runbook
  /** A rule of a bus of one's own. */
  readonly eventBusName: string
  readonly ruleName: string
  /** The alarm is raised when the rule matched nothing for so long. At most 168. */
  readonly hours: number
  readonly action: IAlarmAction
}

/**
 * An alarm when a rule handed on no event for some hours. EventBridge sends no zeros, so missing data counts as none.
 * CloudWatch looks back over seven days at most.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export function silenceAlarm(scope: Construct, id: string, props: SilenceAlarmProps): Alarm {
  const { eventBusName: EventBusName, ruleName: RuleName, hours } = props
  const alarm = new Alarm(scope, id, {
    alarmDescription: `${props.description} Runbook: ${runbookPath(props.runbook)}`,
    metric: new Metric({
      namespace: "AWS/Events",
      metricName: "Invocations",
      dimensionsMap: { EventBusName, RuleName },
      period: Duration.hours(1),
      statistic: "Sum",
    }),
    threshold: 1,
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    evaluationPeriods: hours,
    datapointsToAlarm: hours,
    treatMissingData: TreatMissingData.BREACHING,
  })
  alarm.addAlarmAction(props.action)
  return alarm
}
