import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch"
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware"
import { MetricUnit } from "@aws-lambda-powertools/metrics"
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware"
import { JSONStringified } from "@aws-lambda-powertools/parser/helpers"
import { EventBridgeSchema } from "@aws-lambda-powertools/parser/schemas/eventbridge"
import middy from "@middy/core"
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda"
import * as z from "zod"
import { logger, metrics } from "./powertools.ts"

const message = z.object({ body: JSONStringified(EventBridgeSchema) })

/**
 * The handler of a queue that an EventBridge rule fills: Powertools' batch processor, which handles the messages at the
 * same time, and its parser.
 *
 * @param detail schema of the event's detail
 * @param onInvocation takes the context of each invocation
 */
export function queueHandler<Detail extends z.ZodType>(
  detail: Detail,
  handle: (detail: z.output<Detail>) => Promise<void>,
  onInvocation?: (context: Context) => void,
) {
  const processor = new BatchProcessor(EventType.SQS)
  const recordHandler = async (record: SQSRecord): Promise<void> => {
    const { body } = message.parse(record)
    await handle(detail.parse(body.detail))
    logger.info("Event handled", { id: body.id, detailType: body["detail-type"] })
    metrics.addMetric("EventHandled", MetricUnit.Count, 1)
  }
  return middy((event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    onInvocation?.(context)
    return processPartialResponse(event, recordHandler, processor, { context })
  })
    .use(injectLambdaContext(logger))
    .use(logMetrics(metrics))
}
