import type { ReplayContext } from "./context.ts"
import type { CaseFile } from "./read-back.ts"
import type { LegResult } from "./report.ts"

type CaseResult = Pick<
  LegResult,
  | "recordsExposedInAll"
  | "fieldsExposed"
  | "secondsFromCrossingToAlert"
  | "alertedParties"
  | "acknowledgedBy"
  | "anomalies"
>

/**
 * What the cases of a leg come to, from their rows and from what the parties found in their queues.
 *
 * @param reachedHub when the lookup or report that crossed at that instant (ISO) reached the hub; epoch milliseconds
 */
export function caseResult(
  context: ReplayContext,
  file: CaseFile,
  reachedHub: (crossedAt: string) => number | undefined,
): CaseResult {
  const alerts = context.parties.flatMap(({ id }) => {
    const caseIds = new Map(
      file.parties.filter(({ partyId }) => partyId === id).map(({ alias, caseId }) => [alias, caseId]),
    )
    return context.inbox.of(id).flatMap(({ detailType, data, sentAt }) => {
      const caseId = caseIds.get(String(data["caseAlias"]))
      return detailType === "BreachCaseOpened" && caseId !== undefined ? [{ id, caseId, sentAt }] : []
    })
  })
  // Of each case: from the first access that crossed to the alert that arrived last.
  const delays = file.cases.flatMap(({ caseId }) => {
    const ofCase = <Row extends { caseId: string }>(rows: readonly Row[]) => rows.filter((row) => row.caseId === caseId)
    const crossedAt = ofCase(file.anomalies)
      .map((one) => one.crossedAt)
      .sort()[0]
    const reached = crossedAt === undefined ? undefined : reachedHub(crossedAt)
    const arrivals = ofCase(alerts).map(({ sentAt }) => sentAt)
    return reached === undefined || arrivals.length === 0 ? [] : [Math.max(0, Math.max(...arrivals) - reached)]
  })
  return {
    recordsExposedInAll: new Set(file.exposures.map(({ recordId }) => recordId)).size,
    fieldsExposed: [...new Set(file.exposures.flatMap(({ fields }) => fields))],
    secondsFromCrossingToAlert: delays.length === 0 ? null : Math.round(Math.max(...delays)) / 1000,
    alertedParties: sorted(alerts.map(({ id }) => id)),
    acknowledgedBy: sorted(file.parties.flatMap((one) => (one.acknowledgedAt === undefined ? [] : [one.partyId]))),
    anomalies: file.anomalies.map(({ chart, score }) => ({ chart, score: Math.round(score * 100) / 100 })),
  }
}

function sorted(ids: readonly string[]): string[] {
  return [...new Set(ids)].sort()
}
