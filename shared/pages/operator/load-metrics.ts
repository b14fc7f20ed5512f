import { CloudWatchClient, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch"
import type { AwsConnection } from "./aws-connection.ts"

/** A metric of one resource, and how to name it among others. */
export type WantedMetric = {
  readonly namespace: string
  readonly metric: string
  readonly dimension: string
  readonly value: string
}

/** The most metrics of one request. */
const metricsAtOnce = 500

/**
 * The latest value of each metric, by the value of its dimension. Metrics without one of late are left out.
 * CloudWatch takes a minute or two to know a message.
 *
 * @param lastMinutes how far back to look
 *
 * @throws what the SDK throws. Takes cloudwatch:GetMetricData
 */
export async function latestMetrics(
  connection: AwsConnection,
  wanted: readonly WantedMetric[],
  lastMinutes = 15,
): Promise<ReadonlyMap<string, number>> {
  const client = new CloudWatchClient(connection)
  const EndTime = new Date()
  const StartTime = new Date(EndTime.getTime() - lastMinutes * 60_000)
  const found = new Map<string, number>()
  for (let from = 0; from < wanted.length; from += metricsAtOnce) {
    const some = wanted.slice(from, from + metricsAtOnce)
    const MetricDataQueries = some.map(({ namespace, metric, dimension, value }, index) => ({
      Id: `m${index}`,
      MetricStat: {
        Metric: { Namespace: namespace, MetricName: metric, Dimensions: [{ Name: dimension, Value: value }] },
        Period: 60,
        Stat: "Maximum",
      },
    }))
    const { MetricDataResults = [] } = await client.send(
      new GetMetricDataCommand({ StartTime, EndTime, MetricDataQueries, ScanBy: "TimestampDescending" }),
    )
    for (const { Id = "", Values = [] } of MetricDataResults) {
      const one = some[Number(Id.slice(1))]
      if (one !== undefined && Values[0] !== undefined) found.set(one.value, Values[0])
    }
  }
  client.destroy()
  return found
}
