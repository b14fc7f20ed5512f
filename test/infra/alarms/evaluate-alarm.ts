import type { AlarmDefinition, WatchedMetric } from "./alarm-definition.ts"
import { evaluateMath } from "./metric-math.ts"

/** A metric, minute by minute: the sum or the largest value of that minute. Undefined: no data. */
export type Minutes = readonly (number | undefined)[]

/** Metrics by their names, such as `AWS/SQS ApproximateAgeOfOldestMessage`. One that is not here has no data. */
export type Recorded = Readonly<Record<string, Minutes>>

/** CloudWatch knows what happened in a minute so many minutes later. */
const minutesUntilKnown = 2

/** CloudWatch reads more periods than it has to evaluate: of three, the documentation shows five. */
const periodsToo = 2

/**
 * The minutes in which an alarm is raised, by what CloudWatch publishes:
 * - A period becomes one value by the statistic, and an alarm looks each minute at the periods that end then:
 *   https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html and, for the window that
 *   slides, https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_EvaluationWindow.html
 * - What missing data mean, and that more periods are read than evaluated ("evaluation range"):
 *   https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 *
 * @returns for each minute whether the alarm is raised at its end
 */
export function raisedMinutes(alarm: AlarmDefinition, recorded: Recorded, minutes: number): readonly boolean[] {
  return Array.from({ length: minutes }, (_, minute) => isRaised(alarm, valuesUntil(alarm, recorded, minute)))
}

/** The values of the evaluation range, oldest first. */
function valuesUntil(alarm: AlarmDefinition, recorded: Recorded, minute: number): readonly (number | undefined)[] {
  const { periods, periodMinutes, metrics, expression } = alarm
  const end = minute + 1 - minutesUntilKnown
  return Array.from({ length: periods + periodsToo }, (_, index) => {
    const to = end - (periods + periodsToo - 1 - index) * periodMinutes
    const values = Object.entries(metrics).map(
      ([id, metric]) => [id, statisticOf(metric, recorded, to - periodMinutes, to)] as const,
    )
    return evaluateMath(expression, Object.fromEntries(values))
  })
}

/** What happened before the first minute is as if it had no data. */
function statisticOf({ name, statistic }: WatchedMetric, recorded: Recorded, from: number, to: number) {
  const found = (recorded[name] ?? []).slice(Math.max(0, from), Math.max(0, to)).filter((value) => value !== undefined)
  if (found.length === 0) return undefined
  return statistic === "Sum" ? found.reduce((sum, value) => sum + value, 0) : Math.max(...found)
}

/**
 * Whether values of an evaluation range raise an alarm.
 *
 * Real values come first, the newest ones if there are enough. Only if there are fewer than the periods to evaluate,
 * missing ones count, as few as possible.
 *
 * @param values oldest first
 */
export function isRaised(
  { periods, reaching, missingBreaches, isBelow, threshold }: Omit<AlarmDefinition, "metrics" | "expression">,
  values: readonly (number | undefined)[],
): boolean {
  const real = values.filter((value) => value !== undefined).slice(-periods)
  const breaching = real.filter((value) => (isBelow ? value < threshold : value >= threshold)).length
  return breaching + (missingBreaches ? periods - real.length : 0) >= reaching
}
