import { allowedFields, type Telemetry } from "../../shared/base/platform/telemetry.ts"

/** Keeps logs and metrics as the real telemetry writes them. */
export function capturingTelemetry(lines: string[]): Telemetry {
  const write =
    (level: string): Telemetry["info"] =>
    (message, fields = {}) => {
      lines.push(JSON.stringify({ level, message, ...allowedFields(fields) }))
    }
  return {
    info: write("INFO"),
    warn: write("WARN"),
    error: write("ERROR"),
    count: (metric, amount = 1) => {
      lines.push(JSON.stringify({ metric, amount }))
    },
    measure: (metric, milliseconds) => {
      lines.push(JSON.stringify({ metric, milliseconds }))
    },
    flush: () => undefined,
  }
}
