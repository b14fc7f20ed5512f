import type { BreachCases } from "./breach-cases.ts"
import type { AnomalyOfCase, MeasureRow } from "./case-rows.ts"

type Reader = { cases: Pick<BreachCases, "list"> }

/** The anomalies of a case. */
export async function anomaliesOf(desk: Reader, caseId: string): Promise<AnomalyOfCase[]> {
  const anomalies: AnomalyOfCase[] = []
  for await (const row of desk.cases.list(caseId, "ANOMALY#")) if (row.type === "anomaly") anomalies.push(row)
  return anomalies
}

/** The measures of a case, whichever party recorded them. */
export async function measuresOf(desk: Reader, caseId: string): Promise<MeasureRow[]> {
  const measures: MeasureRow[] = []
  for await (const row of desk.cases.list(caseId, "MEASURE#")) {
    if (row.type === "measure") measures.push(row)
  }
  return measures
}
