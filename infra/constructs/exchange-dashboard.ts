import { Duration } from "aws-cdk-lib"
import { Dashboard, GraphWidget, type IMetric, MathExpression, TextWidget } from "aws-cdk-lib/aws-cloudwatch"
import { Construct } from "constructs"
import type { ExchangeApi } from "./exchange-api.ts"
import type { ExchangeFunction } from "./exchange-function.ts"

export interface ExchangeDashboardProps {
  readonly stage: string
  readonly functions: readonly ExchangeFunction[]
  readonly api: ExchangeApi
}

const period = Duration.minutes(5)

/** The state of the exchange on one page: who cannot look up, what waits, what fails. */
export class ExchangeDashboard extends Construct {
  constructor(scope: Construct, id: string, props: ExchangeDashboardProps) {
    super(scope, id)
    const { api, functions, stage } = props
    const graph = (title: string, left: IMetric[]) => new GraphWidget({ title, left, width: 12, height: 6 })
    /** One of our own metrics, a line for each function that counts it. */
    const counted = (metricName: string) =>
      new MathExpression({
        expression: `SEARCH('{Wayseal,service,stage} MetricName="${metricName}" stage="${stage}"', 'Sum', ${period.toSeconds()})`,
        label: "",
        period,
      })
    const ofEach = (metric: (each: ExchangeFunction) => IMetric) => functions.map(metric)
    const dashboard = new Dashboard(this, "Dashboard", { dashboardName: `wayseal-${stage}` })
    dashboard.addWidgets(
      new TextWidget({ markdown: `# Wayseal ${stage}\nLookups, events and the breach desk.`, width: 24, height: 2 }),
    )
    dashboard.addWidgets(
      graph("API: requests and errors", [
        api.metric("Count", "Sum"),
        api.metric("4xx", "Sum"),
        api.metric("5xx", "Sum"),
      ]),
      graph("API: latency", [api.metric("Latency", "p50"), api.metric("Latency", "p99")]),
    )
    dashboard.addWidgets(
      graph(
        "Functions: errors",
        ofEach(({ lambda, name }) => lambda.metricErrors({ period, statistic: "Sum", label: name })),
      ),
      graph(
        "Functions: slowest",
        ofEach(({ lambda, name }) => lambda.metricDuration({ period, statistic: "p99", label: name })),
      ),
    )
    dashboard.addWidgets(
      graph(
        "Functions: throttled",
        ofEach(({ lambda, name }) => lambda.metricThrottles({ period, statistic: "Sum", label: name })),
      ),
      graph(
        "Outboxes: lag behind the stream",
        ofEach(({ lambda, name }) => lambda.metric("IteratorAge", { period, statistic: "Maximum", label: name })),
      ),
    )
    dashboard.addWidgets(
      graph("Events: taken", [counted("EventHandled")]),
      graph("Events: rejected or spoofed", [counted("EventRejected"), counted("SpoofedEvent")]),
    )
    dashboard.addWidgets(
      graph("Retailers: notices of more strangers than usual", [counted("VolumeNoticed")]),
      graph("Retailers: first contacts that were not added up", [counted("VolumeLost")]),
    )
    dashboard.addWidgets(
      graph("Lookups and requests: answered", [counted("RequestAnswered")]),
      graph("Failed: messages, changes, requests", [
        counted("MessageFailed"),
        counted("ChangeFailed"),
        counted("RequestFailed"),
      ]),
    )
  }
}
