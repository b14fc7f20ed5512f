import type { ReplayContext } from "./replay-context.ts"
import type { CaseFile } from "./replay-read-back.ts"
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
 * @param crossedAtMilliseconds when the lookup or report that crossed reached the hub; epoch milliseconds
 */
export function caseResult(
  context: ReplayContext,
  file: CaseFile,
  crossedAtMilliseconds: number | undefined,
): CaseResult {
  const aliases = new Map(file.parties.map(({ partyId, alias }) => [`${partyId} ${alias}`, partyId]))
  const alerts = context.parties.flatMap(({ id }) =>
    context.inbox
      .of(id)
      .filter(({ detailType, data }) => detailType === "BreachCaseOpened" && aliases.has(`${id} ${data["caseAlias"]}`))
      .map(({ sentAt }) => ({ id, sentAt })),
  )
  const lastAlert = alerts.length === 0 ? undefined : Math.max(...alerts.map(({ sentAt }) => sentAt))
  return {
    recordsExposedInAll: new Set(file.exposures.map(({ recordId }) => recordId)).size,
    fieldsExposed: [...new Set(file.exposures.flatMap(({ fields }) => fields))],
    secondsFromCrossingToAlert:
      lastAlert === undefined || crossedAtMilliseconds === undefined
        ? null
        : Math.max(0, Math.round(lastAlert - crossedAtMilliseconds) / 1000),
    alertedParties: sorted(alerts.map(({ id }) => id)),
    acknowledgedBy: sorted(file.parties.flatMap((one) => (one.acknowledgedAt === undefined ? [] : [one.partyId]))),
    anomalies: file.anomalies.map(({ chart, score }) => ({ chart, score: Math.round(score * 100) / 100 })),
  }
}

function sorted(ids: readonly string[]): string[] {
  return [...new Set(ids)].sort()
}
