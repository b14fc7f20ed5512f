import { Duration } from "aws-cdk-lib"
import { Metric } from "aws-cdk-lib/aws-cloudwatch"
import type { Construct } from "constructs"
import { everyService, metricNamespace, throttledMetric } from "../../shared/base/platform/resource-variables.ts"
import { waitingTooLongSeconds } from "../../shared/pages/operator/facts.ts"
import { type AlarmActions, alarmAt } from "./alarm-at.ts"

const statistic = "Sum"

/**
 * Alarms on what may happen in any function, once for all of them. DynamoDB has metrics of its own for each table, of
 * which each would be an alarm, so functions count what their tables throttle together.
 */
export function alarmOnEveryFunction(
  scope: Construct,
  { stage, action }: { readonly stage: string; readonly action: AlarmActions },
): void {
  const dimensionsMap = { service: everyService, stage }
  const counted = (metricName: string, period: Duration) =>
    new Metric({ namespace: metricNamespace, metricName, dimensionsMap, period, statistic })
  const period = Duration.minutes(1)
  const throttled = { runbook: "throttled", threshold: 1, periods: { reaching: 3, of: 5 }, action } as const
  alarmAt(scope, "FunctionsThrottledAlarm", {
    ...throttled,
    description: "AWS throttles: functions of the account. Lookups are refused, and events are handled late.",
    metric: new Metric({ namespace: "AWS/Lambda", metricName: "Throttles", period, statistic }),
  })
  alarmAt(scope, "TablesThrottledAlarm", {
    ...throttled,
    description: "AWS throttles: tables. Lookups are answered late or fail, and events are handled late.",
    metric: counted(throttledMetric, period),
  })
  alarmAt(scope, "WaitedForAwsAlarm", {
    description:
      `AWS keeps failing: an event was sent again for ${waitingTooLongSeconds / 60} minutes. ` +
      "What it was to record or to alert is late.",
    runbook: "queue-waiting",
    metric: counted("WaitedForAws", Duration.minutes(5)).with({ statistic: "Maximum" }),
    threshold: waitingTooLongSeconds * 1_000,
    action,
  })
  alarmAt(scope, "SpoofedEventAlarm", {
    description: "Spoofed: Somebody publishes under the name of a party that is not theirs.",
    runbook: "spoofed-event",
    metric: counted("SpoofedEvent", Duration.minutes(5)),
    threshold: 1,
    action,
  })
}
