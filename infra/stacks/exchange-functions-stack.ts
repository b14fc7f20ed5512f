import { CfnOutput, Duration, Stack, type StackProps } from "aws-cdk-lib"
import { Metric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch"
import type { Code } from "aws-cdk-lib/aws-lambda"
import { Construct } from "constructs"
import type {
  Context,
  FunctionDeployment,
  LastingAlarm,
  MeasuredAlarm,
  StateAlarm,
} from "../../functions/deployment.ts"
import { leftOutOf, type Parts } from "../../functions/parts.ts"
import type { EventContract } from "../../shared/base/contracts/define-event.ts"
import {
  apiRoutesVariable,
  directAccessVariable,
  leftOutVariable,
  loopbackConsoleVariable,
  loopbackWebhooksVariable,
  metricNamespace,
  resourceVariables,
  stacksVariable,
} from "../../shared/base/platform/resource-variables.ts"
import type { Party } from "../../shared/parties/party.ts"
import { type AlarmActions, alarmAt, thatWait } from "../constructs/alarm-at.ts"
import { runbookOfMetric } from "../constructs/alarm-kinds.ts"
import { alarmOnEveryFunction } from "../constructs/alarms-of-every-function.ts"
import { CanaryReleases } from "../constructs/canary-releases.ts"
import { DocumentsBucket } from "../constructs/documents-bucket.ts"
import { type ApiRoute, ExchangeApi } from "../constructs/exchange-api.ts"
import { ExchangeDashboard } from "../constructs/exchange-dashboard.ts"
import { ExchangeFunction } from "../constructs/exchange-function.ts"
import { FailuresBucket } from "../constructs/failures-bucket.ts"
import { IngressPolicy } from "../constructs/ingress-policy.ts"
import type { LogSettings } from "../constructs/log-group.ts"
import { detailTypesFrom } from "../event-patterns.ts"
import type { FunctionDeployments } from "../function-deployments.ts"
import { grant } from "../grants.ts"
import { consolePath, documentationPath } from "../pages/page-paths.ts"
import { busName } from "../party-names.ts"
import { partsOf } from "../stages/parts-of-stage.ts"
import { localStage, type StageSettings } from "../stages/stage-config.ts"
import { subscribe } from "../subscriptions.ts"
import { ContextStack } from "./context-stack.ts"
import type { ExchangeDataStack } from "./exchange-data-stack.ts"
import { functionsOfFirstRelease } from "./first-release.ts"

export interface ExchangeFunctionsStackProps extends StackProps {
  readonly stage: string
  readonly settings: StageSettings
  readonly parties: readonly Party[]
  readonly data: ExchangeDataStack
  /** The functions of the stage. */
  readonly deployments: FunctionDeployments
  /** Code of a function, by the name of its folder in functions/. */
  readonly codeOf: (name: string) => Code
}

interface DeployedFunction {
  readonly handler: ExchangeFunction
  readonly deployment: FunctionDeployment
}

/**
 * What a release replaces: functions in a stack for each context, and around them their queues and what invokes them,
 * the HTTP API, and who may publish.
 */
export class ExchangeFunctionsStack extends Stack {
  /** The stacks within this one. A context without a function in the stage has none. */
  readonly contexts = new Map<Context, ContextStack>()
  /** The function that delivers to webhooks. */
  readonly webhookHandler: ExchangeFunction | undefined
  readonly apiId: string
  readonly #watchers: readonly ExchangeFunction[]
  /** Of the bucket to which browsers upload files of evidence. Absent in a stage without the desk. */
  readonly uploadOrigin: string | undefined
  readonly #props: ExchangeFunctionsStackProps
  readonly #parts: Parts

  constructor(scope: Construct, id: string, props: ExchangeFunctionsStackProps) {
    super(scope, id, props)
    this.#props = props
    this.#parts = partsOf(props.settings)
    const { data, parties, settings, stage } = props
    const { dataKey: encryptionKey } = data
    const failures = new FailuresBucket(this, "Failures", { encryptionKey, keepData: settings.keepData })
    const documents = this.#documents()
    this.uploadOrigin = documents === undefined ? undefined : `https://${documents.bucket.bucketRegionalDomainName}`
    const { mail, queueConcurrency: concurrency } = settings
    const sources = {
      ...{ ...settings, stage, data, parties, failures, documents, mail, concurrency, retention: settings },
      parts: this.#parts,
      taken: contractsTaken(props.deployments),
    }
    const functions = [...props.deployments].map(([name, deployment]) => this.#deploy(name, deployment, sources))
    nameAllRoutes(functions)
    const handlers = functions.map(({ handler }) => handler)
    this.#watchers = functions
      .filter(({ deployment: { uses = [] } }) => uses.includes("watchStage") || uses.includes("watchTriggers"))
      .map(({ handler }) => handler)
    this.webhookHandler = functions.find(({ deployment }) => deployment.consumes === "webhookEvents")?.handler
    const api = new ExchangeApi(this, "Api", {
      stage,
      logs: this.#logs(),
      alarmAction: data.alarmAction,
      routes: this.#allRoutes(functions),
      allowedOrigins: settings.browserEdge?.allowedOrigins ?? [],
      hasDesk: this.#parts.has("desk"),
    })
    this.apiId = api.apiId
    this.#ingressPolicy(functions)
    alarmOnEveryFunction(this, { stage, action: data.alarmAction })
    if (settings.dashboard)
      new ExchangeDashboard(this, "Dashboard", { stage, functions: handlers, api, hasDesk: this.#parts.has("desk") })
    new CfnOutput(this, "ApiUrl", { value: this.#nameApi(functions, api.url) })
    new CfnOutput(this, "ApiId", { value: api.apiId })
    new CfnOutput(this, "FailuresBucketName", { value: failures.bucket.bucketName })
  }

  /** A function with its rights, with what calls it, and with its alarms. */
  #deploy(
    name: string,
    deployment: FunctionDeployment,
    sources: Parameters<typeof grant>[2] & Omit<Parameters<typeof subscribe>[3], "alarmAction">,
  ): DeployedFunction {
    const handler = this.#function(name, deployment)
    for (const grants of [...(deployment.includes ?? []), deployment]) grant(handler, grants, sources)
    if (deployment.http !== undefined) this.#checkOrigin(handler)
    const alarmAction = this.#alarmAction(deployment)
    subscribe(this, handler, deployment, { ...sources, alarmAction })
    this.#alarms(handler, deployment, alarmAction)
    return { handler, deployment }
  }

  #documents(): DocumentsBucket | undefined {
    const { data, settings } = this.#props
    const { keepData, backupYears: evidenceYears } = settings
    const { documentKey: encryptionKey } = data
    if (encryptionKey === undefined) return undefined
    return new DocumentsBucket(this, "Documents", { encryptionKey, keepData, evidenceYears })
  }

  /** Tells the functions that watch the stage which stacks are the stage's. */
  nameStacks(stacks: readonly Stack[]): void {
    const names = stacks.map(({ stackName }) => stackName).join(",")
    for (const { lambda } of this.#watchers) lambda.addEnvironment(stacksVariable, names)
  }

  #logs(): LogSettings {
    const { logRetentionDays, logDestination } = this.#props.settings
    // RetentionDays is an enum of numbers of days, and the settings allow only days that it has.
    return { retention: logRetentionDays, destinationArn: logDestination }
  }

  #function(name: string, deployment: FunctionDeployment): ExchangeFunction {
    const { stage, codeOf } = this.#props
    const { description, memoryMegabytes, timeoutSeconds, policyBesideRole = false } = deployment
    const reservedConcurrency = this.#throttle(deployment)?.reservedConcurrency
    const id = pascalCase(name)
    // Its triggers are in a stack of their own, which is deployed later. Without it they would have no function.
    const staysHere = deployment.consumes === "webhookEvents"
    const keepsLogs = !staysHere && functionsOfFirstRelease.has(name)
    return new ExchangeFunction(staysHere ? this : this.#stackOf(deployment.context), id, {
      name,
      code: codeOf(name),
      description,
      logs: this.#logs(),
      ...(keepsLogs ? { logsIn: new Construct(this, id) } : {}),
      environment: {
        STAGE: stage,
        ...(stage === localStage ? loopbackVariables(deployment) : {}),
        HUB_ACCOUNT: this.account,
        ...leftOutVariables(this.#parts),
        POWERTOOLS_SERVICE_NAME: name,
        ...partyLimit(this.#throttle(deployment)),
      },
      vpc: this.#props.settings.vpc,
      policyBesideRole,
      ...(memoryMegabytes === undefined ? {} : { memoryMegabytes }),
      ...(timeoutSeconds === undefined ? {} : { timeout: Duration.seconds(timeoutSeconds) }),
      ...(reservedConcurrency === undefined ? {} : { reservedConcurrency }),
    })
  }

  #stackOf(context: Context): ContextStack {
    const made = this.contexts.get(context) ?? new ContextStack(this, { stage: this.#props.stage, context })
    this.contexts.set(context, made)
    return made
  }

  #throttle({ http }: FunctionDeployment): StageSettings["lookups"] | undefined {
    return http === undefined ? undefined : this.#props.settings[http.throttle]
  }

  #allRoutes(functions: readonly DeployedFunction[]): readonly ApiRoute[] {
    const canaries = this.#props.settings.canaryReleases ? new CanaryReleases(this, "Canaries") : undefined
    return functions.flatMap((each) => this.#routes(each, canaries))
  }

  #routes({ handler, deployment }: DeployedFunction, canaries: CanaryReleases | undefined): readonly ApiRoute[] {
    const { http } = deployment
    if (http === undefined) return []
    const invokedArn = canaries?.release(handler) ?? handler.lambda.functionArn
    const { requestsPerSecond, burst } = this.#props.settings[http.throttle]
    const room = http.refusesParties === true ? roomForRefused : 1
    return http.routes.map((route) => ({
      route,
      handler,
      invokedArn,
      requestsPerSecond: room * requestsPerSecond,
      burst: room * burst,
    }))
  }

  /** Behind an edge, a function finds out by the origin secret whether a request came through it. */
  #checkOrigin(handler: ExchangeFunction): void {
    const { data, settings } = this.#props
    if (data.originSecretArn === undefined) return
    handler.allow(["secretsmanager:GetSecretValue"], [data.originSecretArn])
    handler.lambda.addEnvironment(resourceVariables.originSecret, data.originSecretArn)
    if (settings.browserEdge?.directAccess === true) handler.lambda.addEnvironment(directAccessVariable, "allowed")
  }

  /** Tells the functions that lead people to the hub where it is. Returns the public address of the API. */
  #nameApi(functions: readonly DeployedFunction[], ownUrl: string): string {
    const { browserEdge } = this.#props.settings
    const url = browserEdge === undefined ? ownUrl : `https://${browserEdge.domain}`
    const { consoleUrl = browserEdge?.console === true ? `${url}${consolePath}` : undefined } = this.#props.settings
    for (const { handler, deployment } of functions) {
      const leadsPeople =
        deployment.uses?.some((use) => ["mail", "signWebhooks", "signIn", "watchStage"].includes(use)) === true
      if (!leadsPeople) continue
      handler.lambda.addEnvironment(resourceVariables.apiUrl, url)
      if (browserEdge?.documentation === true && deployment.uses?.includes("watchStage") === true)
        handler.lambda.addEnvironment(resourceVariables.documentationUrl, `${url}${documentationPath}`)
      if (consoleUrl !== undefined) handler.lambda.addEnvironment(resourceVariables.consoleUrl, consoleUrl)
    }
    return url
  }

  #alarmAction({ canWait = false }: FunctionDeployment): AlarmActions {
    const { alarmAction } = this.#props.data
    return canWait ? thatWait(alarmAction) : alarmAction
  }

  #alarms(handler: ExchangeFunction, deployment: FunctionDeployment, action: AlarmActions): void {
    const { stage } = this.#props
    for (const [metricName, alarm] of Object.entries(deployment.alarms ?? {})) {
      const { sentence, atMilliseconds, everyMinutes, silenceRaises, withinMinutes = 5 } = alarmFacts(alarm)
      alarmAt(Stack.of(handler), `${handler.node.id}${metricName}Alarm`, {
        description: `${handler.name}: ${sentence}`,
        runbook: runbookOfMetric(metricName),
        metric: new Metric({
          namespace: metricNamespace,
          metricName,
          dimensionsMap: { service: handler.name, stage },
          period: Duration.minutes(everyMinutes ?? withinMinutes),
          statistic: atMilliseconds === undefined && everyMinutes === undefined ? "Sum" : "Maximum",
        }),
        ...(silenceRaises === true ? { periods: { reaching: 2, of: 2 }, withoutData: TreatMissingData.BREACHING } : {}),
        threshold: atMilliseconds ?? 1,
        action,
      })
    }
  }

  /** What is sent again is new to its queue, whose age shows nothing. */
  #ingressPolicy(functions: readonly DeployedFunction[]): void {
    const { data, parties, settings, stage } = this.#props
    const publishers = functions.filter(({ deployment }) => deployment.uses?.includes("publishForParties"))
    new IngressPolicy(this, "IngressPolicy", {
      stage,
      ingressBus: { eventBusArn: data.ingressBus.eventBusArn, eventBusName: busName(stage, "Ingress") },
      parties,
      detailTypes: { retailer: detailTypesFrom("retailer"), carrier: detailTypesFrom("carrier") },
      hubAccount: this.account,
      rolePrefix: settings.rolePrefix,
      ...(settings.hubAccountMayPublish ? {} : { onlyRoles: publishers.map(({ handler }) => handler.role.roleArn) }),
    })
  }
}

/** What a function of a stage that leaves something out is told of that. */
function leftOutVariables(parts: Parts): Record<string, string> {
  const leftOut = leftOutOf(parts)
  return leftOut.length === 0 ? {} : { [leftOutVariable]: leftOut.join(",") }
}

/** The events that functions take from queues, by their contracts. */
function contractsTaken(deployments: FunctionDeployments): ReadonlySet<EventContract> {
  return new Set([...deployments.values()].flatMap(({ consumes }) => (typeof consumes === "object" ? consumes : [])))
}

/** What a function of a developer's machine may take from that machine. */
function loopbackVariables({ uses }: FunctionDeployment): Record<string, string> {
  return {
    ...(uses?.includes("signWebhooks") === true ? { [loopbackWebhooksVariable]: "allowed" } : {}),
    ...(uses?.some((use) => use === "signIn" || use === "watchStage") === true
      ? { [loopbackConsoleVariable]: "allowed" }
      : {}),
  }
}

/**
 * How much more than its callers are promised API Gateway lets through to a route. It counts what the function refuses,
 * and no caller apart from another: without room, one party that is refused would use up the route for all.
 */
const roomForRefused = 4

/** What an alarm of a function says of itself. */
function alarmFacts(
  alarm: string | MeasuredAlarm | LastingAlarm | StateAlarm,
): Partial<MeasuredAlarm & LastingAlarm & StateAlarm> {
  return typeof alarm === "string" ? { sentence: alarm } : alarm
}

/** How often one party may call a function, as variables of the function. */
function partyLimit(throttle: StageSettings["lookups"] | undefined): Record<string, string> {
  if (throttle === undefined) return {}
  const { requestsPerSecond, burst } = throttle
  const perParty = throttle.perParty ?? { requestsPerSecond: requestsPerSecond / 2, burst: Math.ceil(burst / 2) }
  return {
    PARTY_REQUESTS_PER_SECOND: String(perParty.requestsPerSecond),
    PARTY_BURST: String(perParty.burst),
  }
}

/** Tells the function behind `$default` which routes there are. It then knows a wrong method from a wrong path. */
function nameAllRoutes(functions: readonly DeployedFunction[]): void {
  const routes = functions.flatMap(({ deployment }) => deployment.http?.routes ?? [])
  for (const { handler, deployment } of functions) {
    if (deployment.http?.routes.includes("$default") !== true) continue
    handler.lambda.addEnvironment(apiRoutesVariable, routes.filter((each) => each !== "$default").join(","))
  }
}

function pascalCase(name: string): string {
  return name.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase())
}
