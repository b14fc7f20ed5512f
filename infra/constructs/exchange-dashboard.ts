import { Duration } from "aws-cdk-lib"
import {
  Dashboard,
  GraphWidget,
  type HorizontalAnnotation,
  type IMetric,
  MathExpression,
  TextWidget,
} from "aws-cdk-lib/aws-cloudwatch"
import { Construct } from "constructs"
import { metricNamespace } from "../../shared/base/platform/resource-variables.ts"
import { serviceLevels } from "../service-levels.ts"
import type { ExchangeApi } from "./exchange-api.ts"
import type { ExchangeFunction } from "./exchange-function.ts"

export interface ExchangeDashboardProps {
  readonly stage: string
  readonly functions: readonly ExchangeFunction[]
  readonly api: ExchangeApi
  readonly hasDesk: boolean
}

const period = Duration.minutes(5)

/** A metric has no data in a period without a lookup or without an error. */
const answeredOthers = "100 * (1 - (FILL(errors, 0) - FILL(lookupErrors, 0)) / (requests - FILL(lookups, 0)))"

/** The state of the exchange on one page: who cannot look up, what waits, what fails. */
export class ExchangeDashboard extends Construct {
  readonly #props: ExchangeDashboardProps

  constructor(scope: Construct, id: string, props: ExchangeDashboardProps) {
    super(scope, id)
    this.#props = props
    const { stage, hasDesk } = props
    const shown = hasDesk ? "Lookups, events and the breach desk" : "Lookups and events"
    const dashboard = new Dashboard(this, "Dashboard", { dashboardName: `wayseal-${stage}` })
    dashboard.addWidgets(new TextWidget({ markdown: `# Wayseal ${stage}\n${shown}.`, width: 24, height: 2 }))
    for (const row of [this.#serviceLevels(), ...this.#apiRows(), ...this.#functionRows(), ...this.#countedRows()])
      dashboard.addWidgets(...row)
  }

  /** How the exchange keeps what docs/deploying.md states. The lines are what it is meant to keep. */
  #serviceLevels(): GraphWidget[] {
    const { api, hasDesk } = this.#props
    const { alertDelayMilliseconds, answeredPercent } = serviceLevels
    const [lookups, all] = [api.lookups(), api.requests()]
    const answered = (label: string, expression: string, usingMetrics: Record<string, IMetric>): MathExpression =>
      new MathExpression({ label, expression, usingMetrics, period })
    const ofLookups = { lookups: lookups.requests, lookupErrors: lookups.errors }
    const ofAll = { requests: all.requests, errors: all.errors }
    return [
      graph(
        `Service level: alert delay (ms), 99 of 100${hasDesk ? ", for each of its two parts" : ""}`,
        [this.#ownByService("AlertDelay", "p99")],
        { value: alertDelayMilliseconds, label: "target" },
      ),
      graph(
        "Service level: answered without a server error (%)",
        [
          answered("lookups", "100 * (1 - FILL(lookupErrors, 0) / lookups)", ofLookups),
          answered(hasDesk ? "events and the breach desk" : "events", answeredOthers, { ...ofLookups, ...ofAll }),
        ],
        { value: answeredPercent, label: "target" },
      ),
    ]
  }

  #apiRows(): readonly GraphWidget[][] {
    const { api } = this.#props
    return [
      [
        graph("API: requests and errors", [
          api.metric("Count", "Sum"),
          api.metric("4xx", "Sum"),
          api.metric("5xx", "Sum"),
        ]),
        graph("API: latency", [api.metric("Latency", "p50"), api.metric("Latency", "p99")]),
      ],
    ]
  }

  #functionRows(): readonly GraphWidget[][] {
    const ofEach = (title: string, metricName: string, statistic: string) =>
      graph(
        title,
        this.#props.functions.map(({ lambda, name }) => lambda.metric(metricName, { period, statistic, label: name })),
      )
    return [
      [ofEach("Functions: errors", "Errors", "Sum"), ofEach("Functions: slowest", "Duration", "p99")],
      [
        ofEach("Functions: throttled", "Throttles", "Sum"),
        ofEach("Functions: lag behind the stream", "IteratorAge", "Maximum"),
      ],
    ]
  }

  #countedRows(): readonly GraphWidget[][] {
    const counted = (title: string, ...metricNames: readonly string[]) =>
      graph(
        title,
        metricNames.map((metricName) => this.#ownByService(metricName, "Sum")),
      )
    return [
      [
        counted("Events: handled", "EventHandled"),
        counted("Events: rejected or spoofed", "EventRejected", "SpoofedEvent"),
      ],
      [
        counted("Retailers: notices of more strangers than usual", "VolumeNoticed"),
        counted("Retailers: first contacts that were not counted", "VolumeLost"),
      ],
      [
        counted("Lookups and requests: answered", "RequestAnswered"),
        counted("Failed: messages, changes, requests", "MessageFailed", "ChangeFailed", "RequestFailed"),
      ],
    ]
  }

  /** One of Wayseal's own metrics, with a line for each function that counts or measures it. */
  #ownByService(metricName: string, statistic: string): MathExpression {
    const { stage } = this.#props
    return new MathExpression({
      expression: `SEARCH('{${metricNamespace},service,stage} MetricName="${metricName}" stage="${stage}"', '${statistic}', ${period.toSeconds()})`,
      label: "",
      period,
    })
  }
}

function graph(title: string, left: IMetric[], line?: HorizontalAnnotation): GraphWidget {
  const leftAnnotations = line === undefined ? [] : [line]
  return new GraphWidget({ title, left, leftAnnotations, width: 12, height: 6 })
}
