import * as z from "zod"

const dimension = z.object({ Name: z.string(), Value: z.unknown() })
const stat = z.object({
  Metric: z.object({ Namespace: z.string(), MetricName: z.string(), Dimensions: z.array(dimension).default([]) }),
  Period: z.int().multipleOf(60),
  Stat: z.enum(["Sum", "Maximum"]),
})

/** A query that CloudWatch answers by a search would bill each metric that it finds, so there is no such form here. */
const query = z.union([
  z.strictObject({ Id: z.string(), MetricStat: stat, ReturnData: z.literal(false) }),
  z.strictObject({ Id: z.string(), Expression: z.string(), Label: z.string(), ReturnData: z.literal(true) }),
])

const rules = z.object({
  AlarmDescription: z.string(),
  AlarmActions: z.array(z.unknown()).min(1),
  OKActions: z.array(z.unknown()).default([]),
  Threshold: z.number(),
  ComparisonOperator: z.enum(["GreaterThanOrEqualToThreshold", "LessThanThreshold"]),
  EvaluationPeriods: z.int().positive(),
  DatapointsToAlarm: z.int().positive(),
  TreatMissingData: z.enum(["notBreaching", "breaching"]),
})

const ofOneMetric = z.object({
  Namespace: z.string(),
  MetricName: z.string(),
  Period: z.int().multipleOf(60),
  Statistic: z.enum(["Sum", "Maximum"]),
})
const ofSeveral = z.object({ Metrics: z.array(query) })

/** A metric as an alarm reads it. `name` is as in `AWS/SQS ApproximateAgeOfOldestMessage`. */
export type WatchedMetric = { readonly name: string; readonly statistic: "Sum" | "Maximum" }

/** What an alarm of a template says, as far as it matters to when it is raised. */
export type AlarmDefinition = {
  readonly description: string
  readonly runbook: string
  readonly severity: string
  readonly metrics: Readonly<Record<string, WatchedMetric>>
  /** Of the metrics by their ids. */
  readonly expression: string
  readonly periodMinutes: number
  readonly threshold: number
  readonly isBelow: boolean
  readonly periods: number
  readonly reaching: number
  readonly missingBreaches: boolean
  readonly actions: number
  readonly okActions: number
}

/**
 * Reads an alarm of a template.
 *
 * @throws ZodError for an alarm of a form that {@link file://./evaluate-alarm.ts} does not evaluate
 */
export function alarmDefinition(properties: Readonly<Record<string, unknown>>): AlarmDefinition {
  const found = rules.parse(properties)
  const [, severity = "", runbook = ""] =
    / Severity: (\w+)\. Runbook: docs\/runbooks\/([a-z-]+)\.md$/.exec(found.AlarmDescription) ?? []
  return {
    ...{ description: found.AlarmDescription, severity, runbook },
    ...watched(properties),
    threshold: found.Threshold,
    isBelow: found.ComparisonOperator === "LessThanThreshold",
    periods: found.EvaluationPeriods,
    reaching: found.DatapointsToAlarm,
    missingBreaches: found.TreatMissingData === "breaching",
    actions: found.AlarmActions.length,
    okActions: found.OKActions.length,
  }
}

function watched(
  properties: Readonly<Record<string, unknown>>,
): Pick<AlarmDefinition, "metrics" | "expression" | "periodMinutes"> {
  if (properties["Metrics"] === undefined) {
    const { Namespace, MetricName, Period, Statistic: statistic } = ofOneMetric.parse(properties)
    const metrics = { value: { name: `${Namespace} ${MetricName}`, statistic } }
    return { metrics, expression: "value", periodMinutes: Period / 60 }
  }
  const queries = ofSeveral.parse(properties).Metrics
  const stats = queries.flatMap((each) => ("MetricStat" in each ? [[each.Id, each.MetricStat] as const] : []))
  const [expression, ...others] = queries.flatMap((each) => ("Expression" in each ? [each.Expression] : []))
  const [period, ...periods] = new Set(stats.map(([, { Period }]) => Period))
  if (expression === undefined || period === undefined || others.length + periods.length > 0)
    throw new Error("An alarm on metric math has one expression, and metrics of one period")
  const metrics = stats.map(([id, { Metric, Stat }]) => {
    return [id, { name: `${Metric.Namespace} ${Metric.MetricName}`, statistic: Stat }] as const
  })
  return { metrics: Object.fromEntries(metrics), expression, periodMinutes: period / 60 }
}
