import middy from "@middy/core"
import type { Context } from "aws-lambda"
import { failureFields } from "./failure.ts"
import type { Telemetry } from "./telemetry.ts"

/** A handler as Lambda calls it. It takes unknown input, which pipelines parse; simulations give no context. */
export type LambdaHandler<Result> = (event: unknown, context?: Context) => Promise<Result>

/** The partial batch response of SQS and stream triggers: what is named comes again. */
export type BatchResponse = { batchItemFailures: { itemIdentifier: string }[] }

/**
 * Puts middy around a handler: whichever way an invocation ends, its metrics are written; what was thrown is logged by name
 * and goes on to Lambda. Middy's early timeout is off, because the batch handlers stop in time by themselves.
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

/** Stands in where nobody gives a context; it never runs out of time. */
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
