import {
  Alarm,
  ComparisonOperator,
  type IAlarmAction,
  type IMetric,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch"
import type { Construct } from "constructs"
import { alarmKinds, type Runbook, runbookPath, type Severity } from "./alarm-kinds.ts"

/** What alarms do, by their severity. */
export type AlarmActions = Readonly<Record<Severity, { readonly severity: Severity; readonly action: IAlarmAction }>>

/** The same for what can wait: every alarm waits for the morning. */
export const thatWait = ({ morning }: AlarmActions): AlarmActions => ({ page: morning, morning })

export interface AlarmAtProps {
  /** What happened, and what people notice. */
  readonly description: string
  /** What to do. The alarm's description ends with its path. */
  readonly runbook: Runbook
  readonly metric: IMetric
  readonly threshold: number
  /** It is raised when so many of the last periods reached the threshold. One of one when absent. */
  readonly periods?: { readonly reaching: number; readonly of: number }
  /** What a period without data means. Nothing is wrong when absent. */
  readonly withoutData?: TreatMissingData
  readonly comparison?: ComparisonOperator
  readonly action: AlarmActions
}

/** An alarm when a metric reaches a threshold. Who was woken is told when it is over, too. */
export function alarmAt(scope: Construct, id: string, props: AlarmAtProps): Alarm {
  const { reaching, of } = props.periods ?? { reaching: 1, of: 1 }
  const { severity, action } = props.action[alarmKinds[props.runbook].severity]
  const alarm = new Alarm(scope, id, {
    alarmDescription: `${props.description} Severity: ${severity}. Runbook: ${runbookPath(props.runbook)}`,
    metric: props.metric,
    threshold: props.threshold,
    evaluationPeriods: of,
    datapointsToAlarm: reaching,
    comparisonOperator: props.comparison ?? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: props.withoutData ?? TreatMissingData.NOT_BREACHING,
  })
  alarm.addAlarmAction(action)
  if (severity === "page") {
    alarm.addOkAction(action)
    alarmsThatPage.add(alarm)
  }
  return alarm
}

const alarmsThatPage = new WeakSet<object>()

/** Whether an alarm wakes somebody. */
export const wakesSomebody = (alarm: Alarm): boolean => alarmsThatPage.has(alarm)
