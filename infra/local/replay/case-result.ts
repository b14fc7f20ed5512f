import type { ReplayContext } from "./context.ts"
import { type CaseFile, firstCrossing } from "./read-back.ts"
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

type AlertedParties = {
  readonly retailer: Pick<ReplayContext["retailer"], "id">
  readonly carrier: Pick<ReplayContext["carrier"], "id">
  readonly inbox: Pick<ReplayContext["inbox"], "of">
}

/**
 * The figures of a leg's cases, from their rows and from the parties' queues.
 *
 * @param reachedHub when the lookup or report that crossed the threshold at an instant (ISO) reached the hub, in epoch
 *   milliseconds; undefined where the delay of its case says nothing of the hub
 */
export function caseResult(
  context: AlertedParties,
  file: CaseFile,
  reachedHub: (crossedAt: string) => number | undefined,
): CaseResult {
  const alerts = alertsOf(context, file)
  const delays = alertDelays(file, alerts, reachedHub)
  return {
    recordsExposedInAll: new Set(file.exposures.map(({ recordId }) => recordId)).size,
    fieldsExposed: [...new Set(file.exposures.flatMap(({ fields }) => fields))],
    secondsFromCrossingToAlert: delays.length === 0 ? null : Math.round(Math.max(...delays)) / 1000,
    alertedParties: sorted(alerts.map(({ partyId }) => partyId)),
    acknowledgedBy: sorted(file.parties.flatMap((one) => (one.acknowledgedAt === undefined ? [] : [one.partyId]))),
    anomalies: file.anomalies.map(({ chart, score }) => ({ chart, score: Math.round(score * 100) / 100 })),
  }
}

/** An alert of one of the cases as a party received it; `sentAt` in epoch milliseconds. */
type Alert = { readonly partyId: string; readonly caseId: string; readonly sentAt: number }

function alertsOf({ retailer, carrier, inbox }: AlertedParties, file: CaseFile): Alert[] {
  return [retailer, carrier].flatMap(({ id: partyId }) => {
    const ofParty = file.parties.filter((one) => one.partyId === partyId)
    const caseIds = new Map(ofParty.map(({ alias, caseId }) => [alias, caseId]))
    return inbox.of(partyId).flatMap(({ detailType, data, sentAt }) => {
      const caseId = caseIds.get(String(data["caseAlias"]))
      return detailType === "BreachCaseOpened" && caseId !== undefined ? [{ partyId, caseId, sentAt }] : []
    })
  })
}

/** For each case, the milliseconds from the first access that crossed the threshold to the last alert. */
function alertDelays(
  file: CaseFile,
  alerts: readonly Alert[],
  reachedHub: (crossedAt: string) => number | undefined,
): number[] {
  return file.cases.flatMap(({ caseId }) => {
    const crossedAt = firstCrossing({ ...file, anomalies: file.anomalies.filter((one) => one.caseId === caseId) })
    const reached = crossedAt === undefined ? undefined : reachedHub(crossedAt)
    const arrivals = alerts.filter((one) => one.caseId === caseId).map(({ sentAt }) => sentAt)
    return reached === undefined || arrivals.length === 0 ? [] : [Math.max(0, Math.max(...arrivals) - reached)]
  })
}

function sorted(ids: readonly string[]): string[] {
  return [...new Set(ids)].sort()
}
