import { nextPending } from "../cases/accessor-keys.ts"
import { isToBeAlerted } from "../cases/alert-steps.ts"
import type { AnomalyOfCase, CaseRow, PartyRow } from "../cases/case-rows.ts"
import { type CaseDesk, changeCase, type KindOfChange } from "../cases/change-case.ts"
import { participantDetails } from "../cases/participant-details.ts"
import { headOf } from "../cases/timeline-heads.ts"
import { readOnce } from "../watch-of-case.ts"
import { readSide } from "./case-side.ts"
import { type Alerted, type AlertRows, carriersToRefresh, decideAlerts, isFull, sideToAlert } from "./decide-alerts.ts"

/** Anomalies of a case that are read to introduce a party. */
const anomaliesRead = 100

/**
 * Puts an alert into the outbox for every party of a case that waits for one: because it is new in the case, or because
 * its shipments reached another power of ten. Derives the duties of these parties from the current facts. Repeating the
 * call has no effect.
 *
 * @param options.afterFirst does nothing while the opening of the case counts, which alerts the parties itself
 * @returns how many parties were looked at, none if nobody waited
 */
export async function queueAlerts(
  desk: CaseDesk,
  caseId: string,
  { afterFirst = false }: { afterFirst?: boolean } = {},
): Promise<number> {
  let alerted = 0
  for (let waiting = 1; waiting > 0; ) {
    const some = await changeCase(desk, alerting, { caseId, afterFirst })
    alerted += some.done
    waiting = some.waiting
  }
  return alerted
}

const alerting: KindOfChange<CaseDesk, { caseId: string; afterFirst: boolean }, AlertRows | undefined, Alerted> = {
  async read(desk, { caseId, afterFirst }) {
    const current = await desk.cases.get(caseId)
    if (current?.state !== "open" || current.toAlert.length === 0) return undefined
    if (afterFirst && current.alertedAt === undefined && (await isBeingCounted(desk, caseId))) return undefined
    return partiesToAlert({ ...desk, streams: readOnce(desk.streams) }, current)
  },
  decide: decideAlerts,
}

async function isBeingCounted(desk: CaseDesk, caseId: string): Promise<boolean> {
  return (await nextPending(desk, caseId, desk.clock().toISOString())) !== undefined
}

/** As many of the parties that wait as one transaction takes. */
async function partiesToAlert(desk: CaseDesk, current: CaseRow): Promise<AlertRows> {
  const of = { current, at: desk.clock().toISOString() }
  const alerted: AlertRows["alerted"][number][] = []
  const done = new Set<string>()
  for (const partyId of current.toAlert) {
    if (isFull({ ...of, alerted })) break
    done.add(partyId)
    const [side] = await participantDetails(desk, current, [partyId])
    if (side === undefined || !isToBeAlerted(side.row)) continue
    const { refreshed, ...rest } = sideToAlert(of, side, await anomaliesFor(desk, current, side.row))
    const reading = await readSide(desk, current, { row: rest.row, duties: refreshed.duties })
    alerted.push({ ...rest, refreshed, reading })
  }
  const carriers = await participantDetails(desk, current, carriersToRefresh({ alerted, done }))
  return { ...of, done, alerted, carriers }
}

/** The anomalies that introduce a party; none if it has a timeline already. */
async function anomaliesFor(
  desk: Pick<CaseDesk, "cases">,
  { caseId }: CaseRow,
  { partyId, alertedAt }: PartyRow,
): Promise<AnomalyOfCase[]> {
  if (alertedAt !== undefined || (await headOf(desk, caseId, partyId)) !== undefined) return []
  const anomalies: AnomalyOfCase[] = []
  for await (const row of desk.cases.list(caseId, "ANOMALY#", { limit: anomaliesRead }))
    if (row.type === "anomaly") anomalies.push(row)
  return anomalies
}
