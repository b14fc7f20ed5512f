import { reportingInterrupted, reportingResumed } from "../../../base/contracts/reporting-watched.ts"
import { type Statement, unwatchedInStatement } from "../../../base/contracts/statement.ts"
import { closingOf } from "../stated-times.ts"
import type { Alarm } from "./alarm.ts"
import { clockMilliseconds, endOf, type HeldEvent, type Stated, startOf } from "./held.ts"

type Interruption = { readonly id: string; readonly tool: string; readonly since: number; readonly toldAt: number }

/** Compares the interruptions of which the party was told with the hours that statements call unwatched. */
export function watchAlarms(events: readonly HeldEvent[], stated: Stated): Alarm[] {
  const resumed = new Map(
    events.flatMap(({ type, data }): [string, number][] => {
      const parsed = reportingResumed.data.safeParse(data)
      if (type !== reportingResumed.detailType || !parsed.success) return []
      return [[parsed.data.interruptionId, Date.parse(parsed.data.until)]]
    }),
  )
  const interruptions = events.flatMap(({ type, metadata, data }): Interruption[] => {
    const parsed = reportingInterrupted.data.safeParse(data)
    if (type !== reportingInterrupted.detailType || !parsed.success) return []
    const { interruptionId: id, tool, since } = parsed.data
    return [{ id, tool, since: Date.parse(since), toldAt: Date.parse(metadata.occurredAt) }]
  })
  const distinct = [...new Map(interruptions.map((one) => [one.id, one])).values()]
  return distinct.flatMap((one) =>
    [...stated.values()].flat().flatMap((verified) => {
      // An hour after the day the hub knows of it. Its clock may be apart from the party's.
      if (closingOf(verified.statement.day).getTime() < one.toldAt + clockMilliseconds) return []
      const until = Math.min(resumed.get(one.id) ?? one.toldAt, endOf(verified.statement.day))
      return isStated(verified.statement, one, until) ? [] : [alarmOf(verified.statement.day, one)]
    }),
  )
}

/** Whether a statement has these hours, as far as they are of its day. */
function isStated({ day, watch }: Statement, { tool, since }: Interruption, until: number): boolean {
  const from = Math.max(since, startOf(day))
  if (until - from < 2 * clockMilliseconds) return true
  const listed = watch.find((one) => one.tool === tool)?.unwatched ?? []
  // A list that is full has the latest ones.
  const isCut = listed.length >= unwatchedInStatement && from < Date.parse(listed[0]?.from ?? "")
  return isCut || listed.some((one) => Date.parse(one.from) <= from + clockMilliseconds && Date.parse(one.until) > from)
}

const alarmOf = (day: string, { id, tool, since }: Interruption): Alarm => ({
  kind: "unwatchedLeftOut",
  day,
  about: id,
  words: `You were told that nobody watched ${tool} from ${new Date(since).toISOString()}. The statement of ${day} lacks it.`,
})
