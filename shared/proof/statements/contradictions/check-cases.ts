import { listedInStatement } from "../../../base/contracts/statement.ts"
import { toolOf } from "../../../base/contracts/tool-name.ts"
import { groupedBy } from "../../../base/platform/grouped-by.ts"
import { headOnChain } from "../../../desk/timeline.ts"
import { isReportedByCarrier } from "../../../parties/counterparty-id.ts"
import { closingOf } from "../stated-times.ts"
import { isCutBefore } from "../verify-lists.ts"
import type { VerifiedStatement } from "../verify-statement.ts"
import type { Alarm } from "./alarm.ts"
import { clockMilliseconds, dayOf, delayMilliseconds, endOf, type Held, type Stated, startOf } from "./held.ts"
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
    ...statements.flatMap((one) => sharedWithNobody(one, news)),
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
  const { day, cases } = verified.statement
  const listed = cases.open.map(({ caseAlias }) => caseAlias)
  return [...groupedBy(news, ({ caseAlias }) => caseAlias)].flatMap(([caseAlias, told]): Alarm[] => {
    const wasTold = told.some(({ at, ends }) => !ends && knows(verified, at))
    const hasEnded = told.some(({ at, ends }) => ends && at <= endOf(day) + clockMilliseconds)
    // The event of its end may still be on its way.
    if (!wasTold || hasEnded || now.getTime() < closingOf(day).getTime() + delayMilliseconds) return []
    if (listed.includes(caseAlias) || isCutBefore(listed, cases.hashOfAll, caseAlias)) return []
    const words = `Your events say that ${caseAlias} is open. The statement of ${day} lacks it.`
    return [{ kind: "caseLeftOut", day, about: caseAlias, words }]
  })
}

/**
 * Whoever has a case in a carrier's tool shares it with the carrier. A statement that says otherwise would make a
 * comparison with the carrier come out the same.
 */
function sharedWithNobody(verified: VerifiedStatement, news: readonly CaseNews[]): Alarm[] {
  const { day, party, cases, shared } = verified.statement
  const named = new Set(
    shared.flatMap(({ tool, cases }) => cases?.map(({ caseAlias }) => `${tool} ${caseAlias}`) ?? []),
  )
  const isCut = shared.length >= listedInStatement || shared.some((row) => row.cases === undefined)
  return cases.open.flatMap(({ caseAlias }): Alarm[] => {
    const told = news.find((one) => one.caseAlias === caseAlias && knows(verified, one.at))
    if (isCut || told === undefined || !isReportedByCarrier(told.tool) || told.tool === toolOf(party)) return []
    if (named.has(`${told.tool} ${caseAlias}`)) return []
    const words = `Case ${caseAlias} is in ${told.tool}. The statement of ${day} says that you share it with nobody there.`
    return [{ kind: "caseNotShared", day, about: caseAlias, words }]
  })
}

/** A timeline never gets shorter. */
function cut(verified: VerifiedStatement, told: ReadonlyMap<string, readonly HeldHead[]>): Alarm[] {
  const { day, cases } = verified.statement
  return cases.open.flatMap(({ caseAlias, head }): Alarm[] => {
    const before = told.get(caseAlias)?.filter(({ at }) => knows(verified, at)) ?? []
    const [longest] = before.toSorted((one, other) => other.seq - one.seq)
    if (longest === undefined || longest.seq <= head.seq) return []
    const words = `The timeline of ${caseAlias} has ${head.seq} entries in the statement of ${day}, and had ${longest.seq} in ${longest.from}.`
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
    const isCut = before.some(({ statement: { cases } }) => cases.hashOfAll !== undefined)
    return statements.flatMap(({ statement: { cases } }) => {
      if (isCut || now.getTime() < closingOf(day).getTime() + delayMilliseconds) return []
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
