import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware"
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware"
import { APIGatewayProxyEventV2Schema } from "@aws-lambda-powertools/parser/schemas/api-gatewayv2"
import middy from "@middy/core"
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda"
import type * as z from "zod"
import { logger, metrics } from "./powertools.ts"

export type HttpRequest = z.output<typeof APIGatewayProxyEventV2Schema>

type HttpAnswer = { readonly status: number; readonly body: object; readonly cookies?: string[] | undefined }

/** The handler of a route of an HTTP API. What the answer throws is logged, and answered with 500. */
export function httpHandler(answer: (request: HttpRequest) => Promise<HttpAnswer>) {
  return middy(async (event: unknown): Promise<APIGatewayProxyStructuredResultV2> => {
    const request = APIGatewayProxyEventV2Schema.safeParse(event)
    if (!request.success) return result(400, { title: "Invalid request" })
    const { cookies, ...answered } = await answer(request.data)
    return { ...result(answered.status, answered.body), ...(cookies === undefined ? {} : { cookies }) }
  })
    .use(injectLambdaContext(logger))
    .use(logMetrics(metrics))
    .onError((request) => {
      logger.error("Request failed", request.error ?? "unknown")
      request.response = result(500, { title: "Internal error" })
    })
}

function result(statusCode: number, body: object): APIGatewayProxyStructuredResultV2 {
  return { statusCode, headers: { "content-type": "application/json" }, body: JSON.stringify(body) }
}
