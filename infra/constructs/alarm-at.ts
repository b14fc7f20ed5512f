import {
  Alarm,
  ComparisonOperator,
  type IAlarmAction,
  type IMetric,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch"
import type { Construct } from "constructs"
import { type Runbook, runbookPath } from "./runbooks.ts"

export interface AlarmAtProps {
  /** What happened, and what people notice. */
  readonly description: string
  /** What to do. The alarm's description ends with its path. */
  readonly runbook: Runbook
  readonly metric: IMetric
  readonly threshold: number
  readonly action: IAlarmAction
}

/** An alarm when a metric reaches a threshold. A metric without data raises none. */
export function alarmAt(scope: Construct, id: string, props: AlarmAtProps): Alarm {
  const alarm = new Alarm(scope, id, {
    alarmDescription: `${props.description} Runbook: ${runbookPath(props.runbook)}`,
    metric: props.metric,
    threshold: props.threshold,
    evaluationPeriods: 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  })
  alarm.addAlarmAction(props.action)
  return alarm
}
