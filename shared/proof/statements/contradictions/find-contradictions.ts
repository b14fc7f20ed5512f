import * as z from "zod"
import { accessAnomalyDetected } from "../../../base/contracts/access-anomaly-detected.ts"
import { canonicalJson } from "../../../base/platform/canonical-json.ts"
import { groupedBy } from "../../../base/platform/grouped-by.ts"
import type { Alarm } from "./alarm.ts"
import { answerAlarms } from "./check-answers.ts"
import { caseAlarms } from "./check-cases.ts"
import { findingAlarms } from "./check-findings.ts"
import { reportAlarms } from "./check-reports.ts"
import { watchAlarms } from "./check-watch.ts"
import { clockMilliseconds, delayMilliseconds, type Held, type HeldEvent } from "./held.ts"
import { caseContracts } from "./held-heads.ts"
import { grownAlarms, leavesAlarms } from "./held-leaves.ts"
import { readStated } from "./read-stated.ts"

/** What follows from what a party holds. */
export type Contradictions = {
  /** What the party has to ask the hub about, the earliest day first. Each is there once. */
  readonly alarms: readonly Alarm[]
  /** Days whose statement should be there. Ask for it with `GET /v1/statements/{day}`, and check again. */
  readonly ask: readonly string[]
}

/**
 * Compares what the hub stated to a party with all that the party holds: with each other, with its events, with answers
 * of the hub, and with what it reported itself. It needs nothing of the hub but its public keys.
 *
 * Clocks may be 15 minutes apart. The hub may take 6 hours over crashes and repeats. Within these, an honest hub raises
 * no alarm.
 */
export function findContradictions(held: Held, now: Date): Contradictions {
  const { stated, alarms, ask } = readStated(held, now)
  const byDay = new Map(held.leaves.map(({ day, leaves }) => [day, leaves]))
  const found = [
    ...alarms,
    ...eventForks(held.events ?? []),
    ...lateEvents(held.events ?? []),
    ...findingAlarms(held, stated, now),
    ...caseAlarms(held, stated, now),
    ...watchAlarms(held.events ?? [], stated),
    ...leavesAlarms(held.leaves, stated),
    ...grownAlarms(held.leaves),
    ...reportAlarms(held, byDay),
    ...answerAlarms(held, stated, byDay),
  ]
  const distinct = new Map(found.map((alarm) => [`${alarm.kind} ${alarm.day} ${alarm.about}`, alarm]))
  return { alarms: [...distinct.values()].sort((one, other) => (one.day < other.day ? -1 : 1)), ask }
}

const dated: ReadonlySet<string> = new Set(
  [accessAnomalyDetected, ...caseContracts].map(({ detailType }) => detailType),
)

/** The same event again says the same. Erasures may name a later time, and findings more lookups of the carrier. */
function eventForks(events: readonly HeldEvent[]): Alarm[] {
  const byId = groupedBy(
    events.filter(({ type }) => dated.has(type)),
    ({ metadata: { id } }) => id,
  )
  return [...byId].flatMap(([about, same]): Alarm[] => {
    if (new Set(same.map(lastingContent)).size < 2) return []
    const day = same[0]?.metadata.occurredAt.slice(0, 10) ?? ""
    const words = `The hub sent event ${about} twice, with different content.`
    return [{ kind: "fork", day, about, words }]
  })
}

function lastingContent({ type, data }: HeldEvent): string {
  const { accessIds: _, accessorTokens: __, ...lasting } = z.looseObject({}).catch({}).parse(data)
  return canonicalJson({ type, lasting })
}

/** Findings and case events that came later than an honest hub and its mail need. The first arrival counts. */
function lateEvents(events: readonly HeldEvent[]): Alarm[] {
  const byId = groupedBy(
    events.filter(({ type }) => dated.has(type)),
    ({ metadata: { id } }) => id,
  )
  return [...byId].flatMap(([about, same]): Alarm[] => {
    const [first] = same.flatMap(({ receivedAt }) => receivedAt ?? []).sort()
    const [event] = same
    if (first === undefined || event === undefined) return []
    const { occurredAt } = event.metadata
    const late = Date.parse(first) - Date.parse(occurredAt)
    if (late <= delayMilliseconds + clockMilliseconds) return []
    const words = `${event.type} ${about} says ${occurredAt}, and came ${Math.floor(late / 3_600_000)} hours later.`
    return [{ kind: "cameLate", day: first.slice(0, 10), about, words }]
  })
}
