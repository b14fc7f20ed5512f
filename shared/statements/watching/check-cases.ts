import { headOnChain } from "../../breach-desk/timeline.ts"
import { groupedBy } from "../../platform/grouped-by.ts"
import type { VerifiedStatement } from "../verify-statement.ts"
import type { Alarm } from "./alarm.ts"
import { clockMilliseconds, dayOf, delayMilliseconds, type Held, type Stated, startOf } from "./held.ts"
import {
  type CaseNews,
  caseNews,
  type HeldHead,
  headsOf,
  type ReadTimeline,
  readTimelines,
  statedHeads,
} from "./held-heads.ts"
import { keptAll, knows } from "./read-stated.ts"

/** Compares case events, the cases in statements, and timelines. */
export function caseAlarms(
  held: Pick<Held, "events" | "keys" | "pinned" | "timelines">,
  stated: Stated,
  now: Date,
): Alarm[] {
  const { news, alarms } = caseNews(held)
  const timelines = readTimelines(held.timelines)
  const told = [...news, ...statedHeads(stated)]
  const byCase = groupedBy(told, ({ caseAlias }) => caseAlias)
  const statements = [...stated.values()].flat()
  return [
    ...alarms,
    ...timelines.alarms,
    ...forks([...told, ...timelines.read.flatMap(headsOf)]),
    ...statements.flatMap((one) => leftOut(one, news, now)),
    ...statements.flatMap((one) => cut(one, byCase)),
    ...notReceived(held.events, news, { stated, now }),
    ...timelines.read.flatMap((timeline) => againstTimeline(timeline, told)),
    ...backdated(timelines.read, told),
    ...outOfOrder(news),
  ]
}

/** One timeline has one head after each entry. */
function forks(heads: readonly HeldHead[]): Alarm[] {
  const byEntry = groupedBy(heads, ({ caseAlias, seq }) => `${caseAlias} ${seq}`)
  return [...byEntry.values()].flatMap((same): Alarm[] => {
    const [one, other] = [...new Map(same.map((head) => [head.hash, head])).values()]
    if (one === undefined || other === undefined) return []
    const { caseAlias, seq } = one
    const [, day = one.day] = [one.day, other.day].sort()
    const words = `Entry ${seq} of ${caseAlias} has one hash in ${one.from}, and another in ${other.from}.`
    return [{ kind: "fork", day, about: caseAlias, words }]
  })
}

/** A statement has each case of which the party was told before, until it ends. */
function leftOut(verified: VerifiedStatement, news: readonly CaseNews[], now: Date): Alarm[] {
  const { day, madeAt, cases } = verified.statement
  const made = Date.parse(madeAt)
  if (cases.count > cases.open.length) return []
  const listed = new Set(cases.open.map(({ caseAlias }) => caseAlias))
  return [...groupedBy(news, ({ caseAlias }) => caseAlias)].flatMap(([caseAlias, told]): Alarm[] => {
    const wasTold = told.some(({ at, ends }) => !ends && knows(verified, at))
    const hasEnded = told.some(({ at, ends }) => ends && at <= made + clockMilliseconds)
    // The event of its end may still be on its way.
    if (!wasTold || hasEnded || listed.has(caseAlias) || now.getTime() < made + delayMilliseconds) return []
    const words = `Your events say that ${caseAlias} is open. The statement of ${day} lacks it.`
    return [{ kind: "caseLeftOut", day, about: caseAlias, words }]
  })
}

/** A timeline never gets shorter. */
function cut(verified: VerifiedStatement, told: ReadonlyMap<string, readonly HeldHead[]>): Alarm[] {
  const { day, cases } = verified.statement
  return cases.open.flatMap(({ caseAlias, head }): Alarm[] => {
    const before = told.get(caseAlias)?.filter(({ at }) => knows(verified, at)) ?? []
    const [longest] = before.toSorted((one, other) => other.seq - one.seq)
    const seq = head?.seq ?? 0
    if (longest === undefined || longest.seq <= seq) return []
    const words = `The timeline of ${caseAlias} has ${seq} entries in the statement of ${day}, and had ${longest.seq} in ${longest.from}.`
    return [{ kind: "timelineCut", day, about: caseAlias, words }]
  })
}

/** Cases that are new in a statement, and of which no event came, some hours after. */
function notReceived(
  events: Held["events"],
  news: readonly CaseNews[],
  { stated, now }: { stated: Stated; now: Date },
): Alarm[] {
  const received = new Set(news.map(({ caseAlias }) => caseAlias))
  return [...stated].flatMap(([day, statements]) => {
    const before = stated.get(dayOf(startOf(day) - 1))
    if (before === undefined || !keptAll(events, day)) return []
    const known = new Set(before.flatMap(({ statement: { cases } }) => cases.open.map(({ caseAlias }) => caseAlias)))
    const isFull = before.some(({ statement: { cases } }) => cases.count > cases.open.length)
    return statements.flatMap(({ statement: { madeAt, cases } }) => {
      if (isFull || now.getTime() < Date.parse(madeAt) + delayMilliseconds) return []
      return cases.open.flatMap(({ caseAlias }): Alarm[] => {
        if (known.has(caseAlias) || received.has(caseAlias)) return []
        const words = `The statement of ${day} has case ${caseAlias} for the first time. You hold no event of it.`
        return [{ kind: "caseNotReceived", day, about: caseAlias, words }]
      })
    })
  })
}

/** Each head that the party was given lies on the timeline that the hub gives. */
function againstTimeline({ caseAlias, readAt, entries }: ReadTimeline, told: readonly HeldHead[]): Alarm[] {
  const day = dayOf(readAt)
  const about = caseAlias
  const ofCase = told.filter((one) => one.caseAlias === caseAlias)
  const rewritten = ofCase.find((head) => head.seq <= entries.length && !headOnChain(entries, head))
  const longer = ofCase.find((head) => head.seq > entries.length && head.at + clockMilliseconds <= readAt)
  const alarms: Alarm[] = []
  if (rewritten !== undefined) {
    const words = `Entry ${rewritten.seq} of ${caseAlias} is another one in the timeline than in ${rewritten.from}.`
    alarms.push({ kind: "timelineRewritten", day, about, words })
  }
  if (longer !== undefined) {
    const words = `The timeline of ${caseAlias} has ${entries.length} entries. In ${longer.from} it had ${longer.seq}.`
    alarms.push({ kind: "timelineCut", day, about, words })
  }
  return alarms
}

/** An entry behind a head was made after the hub gave that head. */
function backdated(timelines: readonly ReadTimeline[], told: readonly HeldHead[]): Alarm[] {
  const earlierTimelines = (readAt: number) => timelines.filter((one) => one.readAt < readAt).flatMap(lastHead)
  return timelines.flatMap(({ caseAlias, readAt, entries }) => {
    const given = [...told, ...earlierTimelines(readAt)].filter((one) => one.caseAlias === caseAlias)
    return entries.flatMap(({ seq, at }): Alarm[] => {
      const before = given.find((head) => head.seq < seq && Date.parse(at) + clockMilliseconds < head.at)
      if (before === undefined) return []
      const words = `Entry ${seq} of ${caseAlias} says ${at}. It was not there in ${before.from}, which is later.`
      return [{ kind: "entryBackdated", day: dayOf(readAt), about: caseAlias, words }]
    })
  })
}

const lastHead = (timeline: ReadTimeline): HeldHead[] => headsOf(timeline).slice(-1)

/** The event of an entry has its time, and entries follow each other. */
function outOfOrder(news: readonly CaseNews[]): Alarm[] {
  return [...groupedBy(news, ({ caseAlias }) => caseAlias)].flatMap(([caseAlias, ofCase]) => {
    const ordered = ofCase.toSorted((one, other) => one.seq - other.seq)
    return ordered.slice(1).flatMap((one, place): Alarm[] => {
      const before = ordered[place]
      if (before === undefined || one.at + clockMilliseconds >= before.at) return []
      const words = `Entry ${one.seq} of ${caseAlias}, in ${one.from}, is earlier than entry ${before.seq} in ${before.from}.`
      return [{ kind: "entryBackdated", day: before.day, about: caseAlias, words }]
    })
  })
}
