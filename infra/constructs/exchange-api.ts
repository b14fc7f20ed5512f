import { Duration, Stack, Validations } from "aws-cdk-lib"
import { CfnApi, CfnIntegration, CfnRoute, CfnStage } from "aws-cdk-lib/aws-apigatewayv2"
import { MathExpression, Metric } from "aws-cdk-lib/aws-cloudwatch"
import { ServicePrincipal } from "aws-cdk-lib/aws-iam"
import { CfnPermission } from "aws-cdk-lib/aws-lambda"
import { Construct } from "constructs"
import { type AlarmActions, alarmAt } from "./alarm-at.ts"
import type { ExchangeFunction } from "./exchange-function.ts"
import { addLogGroup, type LogSettings } from "./log-group.ts"

export interface ApiRoute {
  /** Method and path, such as `POST /v1/lookups`, or `$default` for all other requests. */
  readonly route: string
  readonly handler: ExchangeFunction
  /** The function, or the alias under which its requests come. */
  readonly invokedArn: string
  readonly requestsPerSecond: number
  readonly burst: number
}

export interface ExchangeApiProps {
  readonly stage: string
  readonly routes: readonly ApiRoute[]
  readonly logs: LogSettings
  readonly alarmAction: AlarmActions
  /** Pages of other origins that may look shipments up from a browser. */
  readonly allowedOrigins: readonly string[]
  readonly hasDesk: boolean
}

/** How many requests there were, and how many were answered with a server error. */
export type RequestMetrics = { readonly requests: Metric; readonly errors: Metric }

const lookupRoute = "POST /v1/lookups"

/**
 * What browsers may send from pages of other origins. API Gateway answers preflights of every route itself. But without
 * the header Authorization, which is not allowed, only lookups are answered. No cookie goes along.
 */
const corsOf = (allowOrigins: readonly string[]): CfnApi.CorsProperty => ({
  allowOrigins: [...allowOrigins],
  allowMethods: ["POST"],
  allowHeaders: ["content-type"],
  allowCredentials: false,
  maxAge: Duration.hours(2).toSeconds(),
})

/**
 * What an access log says. It has no address, user agent or query, and no path that holds an identifier: who looks up
 * what is the data that this system protects.
 */
export const accessLogFormat = JSON.stringify({
  requestId: "$context.requestId",
  at: "$context.requestTimeEpoch",
  route: "$context.routeKey",
  status: "$context.status",
  milliseconds: "$context.responseLatency",
  bytes: "$context.responseLength",
  integrationStatus: "$context.integrationStatus",
})

/** The HTTP API: one stage, a throttle for every route, and access logs without personal data. */
export class ExchangeApi extends Construct {
  readonly apiId: string
  readonly url: string
  readonly #integrations = new Map<ExchangeFunction, CfnIntegration>()

  constructor(scope: Construct, id: string, props: ExchangeApiProps) {
    super(scope, id)
    const api = new CfnApi(this, "Api", {
      name: `wayseal-${props.stage}`,
      protocolType: "HTTP",
      description: `Wayseal ${props.stage}: ${props.hasDesk ? "lookups, events and the breach desk" : "lookups and events"}`,
      ...(props.allowedOrigins.length === 0 ? {} : { corsConfiguration: corsOf(props.allowedOrigins) }),
    })
    this.apiId = api.attrApiId
    this.url = api.attrApiEndpoint
    const routes = props.routes.map((route) => this.#route(route))
    const stage = this.#stage(props)
    for (const route of routes) stage.addResourceDependency(route)
    this.#alarm(props.alarmAction)
  }

  /** At night each error is too many. By day it is more than one in a thousand, the service level. */
  #alarm(action: AlarmActions): void {
    const period = Duration.minutes(1)
    const { requests, errors } = this.requests()
    alarmAt(this, "ServerErrorsAlarm", {
      description:
        "The API answers with server errors. Recipients cannot look up their parcels and parties cannot publish.",
      runbook: "api-server-errors",
      metric: new MathExpression({
        expression: "errors - requests / 1000",
        usingMetrics: { errors: errors.with({ period }), requests: requests.with({ period }) },
        label: "server errors beyond one in a thousand",
        period,
      }),
      threshold: 0.5,
      periods: { reaching: 3, of: 15 },
      action,
    })
  }

  /** Lookups, and how many of them failed. */
  lookups(): RequestMetrics {
    const [Method = "", Resource = ""] = lookupRoute.split(" ")
    return this.#requestsAt({ Stage: "$default", Method, Resource })
  }

  /** All requests, and how many of them failed. */
  requests(): RequestMetrics {
    return this.#requestsAt({})
  }

  #requestsAt(route: Readonly<Record<string, string>>): RequestMetrics {
    return { requests: this.metric("Count", "Sum", route), errors: this.metric("5xx", "Sum", route) }
  }

  /**
   * A metric of the API, in periods of five minutes.
   *
   * @param route dimensions of one route; see
   *   https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html
   */
  metric(
    metricName: "4xx" | "5xx" | "Count" | "Latency",
    statistic: string,
    route: Readonly<Record<string, string>> = {},
  ): Metric {
    return new Metric({
      namespace: "AWS/ApiGateway",
      metricName,
      dimensionsMap: { ApiId: this.apiId, ...route },
      period: Duration.minutes(5),
      statistic,
    })
  }

  #route({ route, handler, invokedArn }: ApiRoute): CfnRoute {
    const made = new CfnRoute(this, route.replace("$", "").replace(/[^A-Za-z0-9]+/g, "-"), {
      apiId: this.apiId,
      routeKey: route,
      authorizationType: "NONE",
      target: `integrations/${this.#integration(handler, invokedArn).ref}`,
    })
    Validations.of(made).acknowledge({
      id: "AwsSolutions-APIG4",
      reason: "Recipients have no account. The function verifies the tokens of parties with their public keys.",
    })
    return made
  }

  #integration(handler: ExchangeFunction, invokedArn: string): CfnIntegration {
    const known = this.#integrations.get(handler)
    if (known !== undefined) return known
    const { region, account, partition } = Stack.of(this)
    // Beside the function, so that it may be invoked before the API turns to it.
    new CfnPermission(handler, "ApiPermission", {
      action: "lambda:InvokeFunction",
      functionName: invokedArn,
      principal: new ServicePrincipal("apigateway.amazonaws.com").service,
      sourceArn: `arn:${partition}:execute-api:${region}:${account}:${this.apiId}/*/*`,
    })
    const integration = new CfnIntegration(this, `${handler.node.id}Integration`, {
      apiId: this.apiId,
      integrationType: "AWS_PROXY",
      integrationUri: invokedArn,
      payloadFormatVersion: "2.0",
    })
    this.#integrations.set(handler, integration)
    return integration
  }

  #stage({ stage, routes, logs }: ExchangeApiProps): CfnStage {
    // Under this prefix API Gateway needs no resource policy of its own. An account can have only ten.
    const accessLogs = addLogGroup(this, "AccessLogs", { ...logs, name: `/aws/vendedlogs/wayseal-${stage}-api` })
    const slowest = routes.reduce((least, each) => (each.requestsPerSecond < least.requestsPerSecond ? each : least))
    return new CfnStage(this, "Stage", {
      apiId: this.apiId,
      stageName: "$default",
      autoDeploy: true,
      accessLogSettings: { destinationArn: accessLogs.logGroupArn, format: accessLogFormat },
      defaultRouteSettings: {
        throttlingRateLimit: slowest.requestsPerSecond,
        throttlingBurstLimit: slowest.burst,
        detailedMetricsEnabled: true,
      },
      routeSettings: Object.fromEntries(
        routes.map(({ route, requestsPerSecond, burst }) => [
          route,
          { ThrottlingRateLimit: requestsPerSecond, ThrottlingBurstLimit: burst, DetailedMetricsEnabled: true },
        ]),
      ),
    })
  }
}
