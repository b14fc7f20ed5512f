import middy from "@middy/core"
import type { Context } from "aws-lambda"
import { failureFields } from "./failure.ts"
import type { Telemetry } from "./telemetry.ts"

/** A handler as Lambda calls it. Pipelines parse its input. Simulations give no context. */
export type LambdaHandler<Result> = (event: unknown, context?: Context) => Promise<Result>

/** The partial batch response of SQS and stream triggers. Lambda delivers the named items again. */
export type BatchResponse = { batchItemFailures: { itemIdentifier: string }[] }

/**
 * Wraps a handler in middy. Every invocation writes its metrics. An error is logged and passed on to Lambda. Middy's
 * early timeout is off, because the batch handlers watch the remaining time themselves.
 */
export function lambdaHandler<Result>(
  telemetry: Telemetry,
  handle: (event: unknown, context: Context) => Promise<Result>,
): LambdaHandler<Result> {
  const handler = middy<unknown, Result>(handle, { timeoutEarlyInMillis: 0 })
    .after(() => {
      telemetry.flush()
    })
    .onError(({ error, context }) => {
      telemetry.error("The invocation failed", {
        requestId: context.awsRequestId || undefined,
        ...failureFields(error),
      })
      telemetry.count("InvocationFailed")
      telemetry.flush()
    })
  return (event, context = noContext) => handler(event, context)
}

/** The context when the caller gives none. It never runs out of time. */
const noContext: Context = {
  callbackWaitsForEmptyEventLoop: false,
  functionName: "",
  functionVersion: "",
  invokedFunctionArn: "",
  memoryLimitInMB: "",
  awsRequestId: "",
  logGroupName: "",
  logStreamName: "",
  getRemainingTimeInMillis: () => Number.POSITIVE_INFINITY,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
}
