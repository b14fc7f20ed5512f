import { Logger } from "@aws-lambda-powertools/logger"
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics"
import { readEnvironment } from "./environment.ts"
import { functionSettings } from "./function-settings.ts"
import { metricNamespace } from "./resource-variables.ts"
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
  const metrics = new Metrics({
    namespace: metricNamespace,
    serviceName: settings.POWERTOOLS_SERVICE_NAME,
    defaultDimensions: { stage: settings.STAGE },
  })
  let pending = false
  const add = (metric: string, unit: (typeof MetricUnit)[keyof typeof MetricUnit], amount: number): void => {
    if (!metricName.test(metric)) return
    metrics.addMetric(metric, unit, amount)
    pending = true
  }
  return {
    info: (message, fields = {}) => logger.info(message, allowedFields(fields)),
    warn: (message, fields = {}) => logger.warn(message, allowedFields(fields)),
    error: (message, fields = {}) => logger.error(message, allowedFields(fields)),
    count: (metric, amount = 1) => add(metric, MetricUnit.Count, amount),
    measure: (metric, milliseconds) => add(metric, MetricUnit.Milliseconds, milliseconds),
    flush: () => {
      if (pending) {
        metrics.publishStoredMetrics()
        pending = false
      }
    },
  }
}
