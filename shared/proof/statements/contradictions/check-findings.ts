import { accessAnomalyDetected } from "../../../base/contracts/access-anomaly-detected.ts"
import { closingOf } from "../stated-times.ts"
import { isCutBefore } from "../verify-lists.ts"
import type { Alarm } from "./alarm.ts"
import { clockMilliseconds, daysFor, delayMilliseconds, type Held, type Stated, statementsOf } from "./held.ts"
import { keptAll } from "./read-stated.ts"

type Finding = { readonly anomalyId: string; readonly at: string; readonly firstAt: string; accessIds: string[] }

/** Compares findings of which the party has the event with the statements of those days, and back. */
export function findingAlarms(held: Pick<Held, "events" | "reports">, stated: Stated, now: Date): Alarm[] {
  const findings = (held.events ?? []).flatMap(({ type, metadata, data }): Finding[] => {
    const parsed = accessAnomalyDetected.data.safeParse(data)
    if (type !== accessAnomalyDetected.detailType || !parsed.success) return []
    const { anomalyId, firstAt, accessIds = [] } = parsed.data
    return [{ anomalyId, at: metadata.occurredAt, firstAt, accessIds }]
  })
  return [
    ...findings.flatMap((finding) => statedAlarm(finding, stated)),
    ...receivedAlarms(held, findings, { stated, now }),
    ...findings.flatMap((finding) => foundedAlarm(finding, held.reports)),
  ]
}

function statedAlarm({ anomalyId, at }: Finding, stated: Stated): Alarm[] {
  const days = daysFor(at)
  const statements = statementsOf(stated, days)
  const [day = ""] = days
  if (statements === undefined) return []
  const isListed = ({ statement: { findings } }: (typeof statements)[number]) =>
    findings.anomalyIds.includes(anomalyId) || isCutBefore(findings.anomalyIds, findings.hashOfAll, anomalyId)
  if (statements.some(isListed)) return []
  const moved = [...stated.values()]
    .flat()
    .find(({ statement: { findings } }) => findings.anomalyIds.includes(anomalyId))
  const told = `You were told of finding ${anomalyId} as of ${at}.`
  return moved === undefined
    ? [
        {
          kind: "findingLeftOut",
          day,
          about: anomalyId,
          words: `${told} The statement of ${days.join(" or ")} lacks it.`,
        },
      ]
    : [
        {
          kind: "findingMoved",
          day: moved.statement.day,
          about: anomalyId,
          words: `${told} The hub states it for ${moved.statement.day}.`,
        },
      ]
}

/** Findings in statements of which no event came, some hours after. */
function receivedAlarms(
  { events }: Pick<Held, "events">,
  findings: readonly Finding[],
  { stated, now }: { stated: Stated; now: Date },
): Alarm[] {
  const received = new Set(findings.map(({ anomalyId }) => anomalyId))
  return [...stated.values()].flat().flatMap(({ statement: { day, findings: listed } }) => {
    if (!keptAll(events, day) || now.getTime() < closingOf(day).getTime() + delayMilliseconds) return []
    return listed.anomalyIds
      .filter((id) => !received.has(id))
      .map(
        (id): Alarm => ({
          kind: "findingNotReceived",
          day,
          about: id,
          words: `The statement of ${day} has finding ${id}. You hold no event of it.`,
        }),
      )
  })
}

/** A carrier knows the lookups in its tool. Its reports have to be kept since before the finding's first lookup. */
function foundedAlarm({ anomalyId, at, firstAt, accessIds }: Finding, reports: Held["reports"]): Alarm[] {
  const reported = new Set(reports.flatMap(({ accesses }) => accesses.map(({ accessId }) => accessId)))
  const isKept = reports.some(({ sentAt }) => Date.parse(sentAt) + clockMilliseconds < Date.parse(firstAt))
  const unknown = accessIds.filter((id) => !reported.has(id))
  if (!isKept || unknown.length === 0) return []
  const words = `Finding ${anomalyId} names ${unknown.length} lookups that you did not report.`
  return [{ kind: "findingUnfounded", day: at.slice(0, 10), about: anomalyId, words }]
}
