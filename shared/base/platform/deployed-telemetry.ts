import { Logger } from "@aws-lambda-powertools/logger"
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics"
import { readEnvironment } from "./environment.ts"
import { functionSettings } from "./function-settings.ts"
import { everyService, metricNamespace, metricsOfEvery } from "./resource-variables.ts"
import { allowedFields, type Telemetry } from "./telemetry.ts"

const metricName = /^[A-Z][A-Za-z]{2,63}$/

let ofFunction: Telemetry | undefined

/** The telemetry of this function. Every call returns the same, so that one flush writes all metrics. */
export function deployedTelemetry(): Telemetry {
  ofFunction ??= powertoolsTelemetry(readEnvironment(functionSettings))
  return ofFunction
}

/** Logs and metrics through Powertools: JSON lines and embedded metric format, both on standard output. */
export function powertoolsTelemetry(settings: { STAGE: string; POWERTOOLS_SERVICE_NAME: string }): Telemetry {
  const logger = new Logger({ serviceName: settings.POWERTOOLS_SERVICE_NAME })
  const metricsOf = (serviceName: string) =>
    new Metrics({ namespace: metricNamespace, serviceName, defaultDimensions: { stage: settings.STAGE } })
  const own = metricsOf(settings.POWERTOOLS_SERVICE_NAME)
  let ofEvery: Metrics | undefined
  const metricsFor = (metric: string) => {
    if (!metricsOfEvery.has(metric)) return own
    ofEvery ??= metricsOf(everyService)
    return ofEvery
  }
  const pending = new Set<Metrics>()
  const add = (metric: string, unit: (typeof MetricUnit)[keyof typeof MetricUnit], amount: number): void => {
    if (!metricName.test(metric)) return
    const metrics = metricsFor(metric)
    metrics.addMetric(metric, unit, amount)
    pending.add(metrics)
  }
  return {
    info: (message, fields = {}) => logger.info(message, allowedFields(fields)),
    warn: (message, fields = {}) => logger.warn(message, allowedFields(fields)),
    error: (message, fields = {}) => logger.error(message, allowedFields(fields)),
    count: (metric, amount = 1) => add(metric, MetricUnit.Count, amount),
    measure: (metric, milliseconds) => add(metric, MetricUnit.Milliseconds, milliseconds),
    flush: () => {
      for (const metrics of pending) metrics.publishStoredMetrics()
      pending.clear()
    },
  }
}
