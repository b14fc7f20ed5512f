import {
  Alarm,
  ComparisonOperator,
  type IAlarmAction,
  type IMetric,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch"
import type { Construct } from "constructs"

export interface AlarmAtProps {
  readonly description: string
  readonly metric: IMetric
  readonly threshold: number
  readonly action: IAlarmAction
}

/** An alarm when a metric reaches a threshold. A metric without data raises none. */
export function alarmAt(scope: Construct, id: string, props: AlarmAtProps): Alarm {
  const alarm = new Alarm(scope, id, {
    alarmDescription: props.description,
    metric: props.metric,
    threshold: props.threshold,
    evaluationPeriods: 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  })
  alarm.addAlarmAction(props.action)
  return alarm
}
