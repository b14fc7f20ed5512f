import { Duration, RemovalPolicy, Stack, Validations } from "aws-cdk-lib"
import { CfnApi, CfnIntegration, CfnRoute, CfnStage } from "aws-cdk-lib/aws-apigatewayv2"
import { type IAlarmAction, Metric } from "aws-cdk-lib/aws-cloudwatch"
import { ServicePrincipal } from "aws-cdk-lib/aws-iam"
import { CfnPermission } from "aws-cdk-lib/aws-lambda"
import { LogGroup, type RetentionDays } from "aws-cdk-lib/aws-logs"
import { Construct } from "constructs"
import type { ExchangeFunction } from "./exchange-function.ts"
import { alarmAt } from "./watched-queue.ts"

export interface ApiRoute {
  /** Method and path, such as `POST /v1/lookups`. */
  readonly route: string
  readonly handler: ExchangeFunction
  readonly requestsPerSecond: number
  readonly burst: number
}

export interface ExchangeApiProps {
  readonly stage: string
  readonly routes: readonly ApiRoute[]
  readonly logRetention: RetentionDays
  readonly alarmAction: IAlarmAction
}

/**
 * What an access log tells: never an address, a user agent, a query or a path with an identifier in it. Who looks
 * where is the very thing this system protects.
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

  constructor(scope: Construct, id: string, props: ExchangeApiProps) {
    super(scope, id)
    const api = new CfnApi(this, "Api", {
      name: `wayseal-${props.stage}`,
      protocolType: "HTTP",
      description: `Wayseal ${props.stage}: lookups, events and the breach desk`,
    })
    this.apiId = api.attrApiId
    const integrations = new Map<ExchangeFunction, CfnIntegration>()
    const routes = props.routes.map(({ route, handler }) => {
      let integration = integrations.get(handler)
      if (integration === undefined) {
        integration = this.#integrate(handler)
        integrations.set(handler, integration)
      }
      const made = new CfnRoute(this, route.replace(/[^A-Za-z0-9]+/g, "-"), {
        apiId: this.apiId,
        routeKey: route,
        // Each party proves itself by a token that the function verifies; a recipient by what only it knows.
        authorizationType: "NONE",
        target: `integrations/${integration.ref}`,
      })
      Validations.of(made).acknowledge({
        id: "AwsSolutions-APIG4",
        reason:
          "Recipients have no account; parties' tokens are verified by the function, against keys in parties.json.",
      })
      return made
    })
    const accessLogs = new LogGroup(this, "AccessLogs", {
      // Under this prefix API Gateway needs no resource policy of its own, of which an account has ten.
      logGroupName: `/aws/vendedlogs/wayseal-${props.stage}-api`,
      retention: props.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const slowest = props.routes.reduce((least, each) =>
      each.requestsPerSecond < least.requestsPerSecond ? each : least,
    )
    const stage = new CfnStage(this, "Stage", {
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
        props.routes.map(({ route, requestsPerSecond, burst }) => [
          route,
          { ThrottlingRateLimit: requestsPerSecond, ThrottlingBurstLimit: burst, DetailedMetricsEnabled: true },
        ]),
      ),
    })
    for (const route of routes) stage.addResourceDependency(route)
    alarmAt(this, "ServerErrorsAlarm", {
      description:
        "The API answers with server errors. Recipients cannot look up their parcels and parties cannot publish.",
      metric: this.metric("5xx", "Sum"),
      threshold: 5,
      action: props.alarmAction,
    })
    this.url = api.attrApiEndpoint
  }

  /** A metric of the whole API, in periods of five minutes. */
  metric(metricName: "4xx" | "5xx" | "Count" | "Latency", statistic: string): Metric {
    return new Metric({
      namespace: "AWS/ApiGateway",
      metricName,
      dimensionsMap: { ApiId: this.apiId },
      period: Duration.minutes(5),
      statistic,
    })
  }

  #integrate(handler: ExchangeFunction): CfnIntegration {
    const { region, account, partition } = Stack.of(this)
    new CfnPermission(this, `${handler.node.id}Permission`, {
      action: "lambda:InvokeFunction",
      functionName: handler.lambda.functionArn,
      principal: new ServicePrincipal("apigateway.amazonaws.com").service,
      sourceArn: `arn:${partition}:execute-api:${region}:${account}:${this.apiId}/*/*`,
    })
    return new CfnIntegration(this, `${handler.node.id}Integration`, {
      apiId: this.apiId,
      integrationType: "AWS_PROXY",
      integrationUri: handler.lambda.functionArn,
      payloadFormatVersion: "2.0",
    })
  }
}
