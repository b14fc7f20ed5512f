import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch"
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware"
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware"
import type { AttributeValue } from "@aws-sdk/client-dynamodb"
import { unmarshall } from "@aws-sdk/util-dynamodb"
import middy from "@middy/core"
import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from "aws-lambda"
import type * as z from "zod"
import { logger, metrics } from "../powertools.ts"

type Change = {
  readonly eventName?: string
  readonly dynamodb?: { readonly NewImage?: Record<string, AttributeValue> }
}

/** The handler of a table's stream: Powertools' batch processor, which handles the changed rows at the same time. */
export function streamHandler<Row extends z.ZodType>(row: Row, handle: (row: z.output<Row>) => Promise<void>) {
  const processor = new BatchProcessor(EventType.DynamoDBStreams)
  const recordHandler = async ({ dynamodb }: Change): Promise<void> => {
    if (dynamodb?.NewImage !== undefined) await handle(row.parse(unmarshall(dynamodb.NewImage)))
  }
  return middy(
    (event: DynamoDBStreamEvent, context: Context): Promise<DynamoDBBatchResponse> =>
      processPartialResponse(event, recordHandler, processor, { context }),
  )
    .use(injectLambdaContext(logger))
    .use(logMetrics(metrics))
}
