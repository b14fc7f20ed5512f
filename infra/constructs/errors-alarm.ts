import { Duration } from "aws-cdk-lib"
import { MathExpression, Metric } from "aws-cdk-lib/aws-cloudwatch"
import { metricNamespace } from "../../shared/base/platform/resource-variables.ts"
import { type AlarmActions, alarmAt } from "./alarm-at.ts"
import type { ExchangeFunction } from "./exchange-function.ts"

export interface ErrorsAlarmProps {
  /** What people notice when the function keeps failing. */
  readonly impact: string
  readonly action: AlarmActions
  /** The stage, for a function that handles messages. One that fails ends no invocation with an error. */
  readonly messagesOf?: string
}

const period = Duration.minutes(5)
const statistic = "Sum"

/**
 * An alarm on a function that fails again and again. At night one message may be all that there is. It comes back twice
 * in five minutes at least, and a request once in a while.
 */
export function errorsAlarm(handler: ExchangeFunction, { impact, action, messagesOf }: ErrorsAlarmProps): void {
  const errors = handler.lambda.metricErrors({ period, statistic })
  const rule =
    messagesOf === undefined
      ? { metric: errors, threshold: 1, periods: { reaching: 3, of: 6 } }
      : {
          metric: withFailedMessages(errors, { service: handler.name, stage: messagesOf }),
          threshold: 2,
          periods: { reaching: 3, of: 4 },
        }
  alarmAt(handler, "ErrorsAlarm", {
    description: `${handler.name} keeps failing. ${impact}`,
    runbook: "function-errors",
    ...rule,
    action,
  })
}

function withFailedMessages(errors: Metric, dimensionsMap: { service: string; stage: string }): MathExpression {
  const failed = new Metric({
    namespace: metricNamespace,
    metricName: "MessageFailed",
    dimensionsMap,
    period,
    statistic,
  })
  return new MathExpression({
    expression: "FILL(errors, 0) + FILL(failed, 0)",
    usingMetrics: { errors, failed },
    label: "errors and failed messages",
    period,
  })
}
