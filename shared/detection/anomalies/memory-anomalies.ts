import { type Interrupt, memoryTable, type Observable } from "../../platform/memory-table.ts"
import type { Anomalies, Anomaly } from "./anomaly.ts"

/** Anomalies in memory. */
export function memoryAnomalies(options: { interrupt?: Interrupt } = {}): Anomalies & Observable<Anomaly> {
  const table = memoryTable<Anomaly>("anomalies", options.interrupt)
  return {
    ...table.observable,
    raise: (anomaly) =>
      table.effect("raise", () => {
        if (table.get(anomaly.anomalyId) !== undefined) return "duplicate" as const
        table.put(anomaly.anomalyId, anomaly)
        return "raised" as const
      }),
    get: (anomalyId) => table.effect("get", () => table.get(anomalyId)),
  }
}
