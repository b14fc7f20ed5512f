import { CloudWatchClient, GetMetricDataCommand, type MetricDataResult } from "@aws-sdk/client-cloudwatch"
import type { AwsConnection } from "./aws-connection.ts"
import type { LookupFacts } from "./stage-now.ts"
import { type DeployedStage, resourcesOfType } from "./stage-resources.ts"

const minutes = 15
const second = 1_000
/** CloudWatch takes a minute or two to know a request. */
const lateMinutes = 2
/** Where visitors and parties look up: in the API, and on the page for recipients. */
const lookupPaths = ["/v1/lookups", "/t"]

/**
 * How many lookups the API of a stage answered of late. Takes cloudwatch:GetMetricData.
 * @throws what the SDK throws
 */
export async function readLookups(connection: AwsConnection, stage: DeployedStage, now: Date): Promise<LookupFacts> {
  const apis = resourcesOfType(stage, "AWS::ApiGatewayV2::Api").map(({ physicalId }) => physicalId)
  const wanted = apis.flatMap((apiId) => lookupPaths.map((path) => metricOf(apiId, path)))
  if (wanted.length === 0) return { minutes, perMinute: 0, mostInAMinute: 0 }
  const client = new CloudWatchClient(connection)
  const end = Math.floor(now.getTime() / (60 * second)) * 60 * second - lateMinutes * 60 * second
  try {
    const { MetricDataResults = [] } = await client.send(
      new GetMetricDataCommand({
        StartTime: new Date(end - minutes * 60 * second),
        EndTime: new Date(end),
        MetricDataQueries: wanted.map((metric, index) => ({ Id: `m${index}`, MetricStat: metric })),
      }),
    )
    return lookupsOf(MetricDataResults)
  } finally {
    client.destroy()
  }
}

/** See https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html */
const metricOf = (apiId: string, path: string) => ({
  Metric: {
    Namespace: "AWS/ApiGateway",
    MetricName: "Count",
    Dimensions: Object.entries({ ApiId: apiId, Stage: "$default", Method: "POST", Resource: path }).map(
      ([Name, Value]) => ({ Name, Value }),
    ),
  },
  Period: 60,
  Stat: "Sum",
})

/** A metric has no value for a minute without a request. */
function lookupsOf(found: readonly Pick<MetricDataResult, "Timestamps" | "Values">[]): LookupFacts {
  const byMinute = new Map<number, number>()
  for (const { Timestamps = [], Values = [] } of found)
    for (const [index, at] of Timestamps.entries())
      byMinute.set(at.getTime(), (byMinute.get(at.getTime()) ?? 0) + (Values[index] ?? 0))
  const counts = [...byMinute.values()]
  const inAll = counts.reduce((sum, count) => sum + count, 0)
  return { minutes, perMinute: inAll / minutes, mostInAMinute: Math.max(0, ...counts) }
}
