import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { deployedTableName } from "./deployed-resources.ts"
import { dynamoClient } from "./dynamo-table.ts"
import { readVariable } from "./environment.ts"
import { everyService, metricNamespace, type TableName, throttledMetric } from "./resource-variables.ts"

let sharedClient: DynamoDBClient | undefined

/** A table of this deployment, in the form that stores expect. All tables share one client and its connections. */
export function deployedTable(name: TableName): { client: DynamoDBClient; tableName: string } {
  sharedClient ??= countingThrottles(dynamoClient())
  return { client: sharedClient, tableName: deployedTableName(name) }
}

const throttled = /Throttling|ProvisionedThroughputExceeded|RequestLimitExceeded/
const millisecondsBetweenLines = 1_000
let lastLineAt = 0

type CountingTools = { readonly write: (line: string) => void; readonly now: () => number }

/** Makes a client count each attempt that a table throttles, also those that the SDK repeats, but one a second. */
export function countingThrottles(
  client: DynamoDBClient,
  { write, now }: CountingTools = { write: (line) => void process.stdout.write(line), now: Date.now },
): DynamoDBClient {
  client.middlewareStack.add(
    (next) => (attempt) =>
      next(attempt).catch((error: unknown) => {
        if (isThrottling(error) && now() - lastLineAt >= millisecondsBetweenLines) {
          lastLineAt = now()
          write(throttledLine(lastLineAt))
        }
        throw error
      }),
    { step: "deserialize", name: "countThrottles", priority: "high" },
  )
  return client
}

/** A transaction says in its message which of its parts were throttled. */
const isThrottling = (error: unknown): boolean =>
  error instanceof Error &&
  (throttled.test(error.name) || (error.name === "TransactionCanceledException" && throttled.test(error.message)))

/** A line of the embedded metric format. */
const throttledLine = (Timestamp: number): string =>
  `${JSON.stringify({
    _aws: {
      Timestamp,
      CloudWatchMetrics: [
        {
          Namespace: metricNamespace,
          Dimensions: [["service", "stage"]],
          Metrics: [{ Name: throttledMetric, Unit: "Count" }],
        },
      ],
    },
    service: everyService,
    stage: readVariable("STAGE"),
    [throttledMetric]: 1,
  })}\n`
