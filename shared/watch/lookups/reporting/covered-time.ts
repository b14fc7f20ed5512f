import { earlier, later } from "../../../base/platform/instants.ts"
import type { TimeRange } from "./report-streams.ts"

/** Two windows that are no further apart are one: a shifted clock makes such cracks. */
export const crackMilliseconds = 60_000

/** Most ranges that a row keeps. The earliest ones go first. */
const rangeLimit = 100

/** The ranges as one list without overlaps, the earliest first. */
export function unitedTime(ranges: readonly TimeRange[], limit = rangeLimit): TimeRange[] {
  const united: TimeRange[] = []
  for (const range of ranges.toSorted((one, other) => Date.parse(one.from) - Date.parse(other.from))) {
    const last = united.at(-1)
    if (last === undefined || Date.parse(range.from) - Date.parse(last.until) > crackMilliseconds) united.push(range)
    else united[united.length - 1] = { from: last.from, until: later(last.until, range.until) }
  }
  return united.slice(-limit)
}

/** Whether the united ranges cover a time, but for cracks. */
export function isCovered(united: readonly TimeRange[], { from, until }: TimeRange): boolean {
  return united.some(
    (range) =>
      Date.parse(range.from) - Date.parse(from) <= crackMilliseconds &&
      Date.parse(until) - Date.parse(range.until) <= crackMilliseconds,
  )
}

/** The part of a range that lies in another. Undefined if there is none. */
export function sharedTime(one: TimeRange, other: TimeRange): TimeRange | undefined {
  const [from, until] = [later(one.from, other.from), earlier(one.until, other.until)]
  return Date.parse(from) < Date.parse(until) ? { from, until } : undefined
}

/**
 * A window by the clock of the hub. A program sends its count once the window is over, so a window that ends after it
 * arrived was written by a clock that is ahead. It is moved back by that.
 */
export function byClockOfHub({ from, until, receivedAt }: TimeRange & { receivedAt: string }): TimeRange {
  const ahead = Math.max(0, Date.parse(until) - Date.parse(receivedAt))
  const moved = (at: string): string => new Date(Date.parse(at) - ahead).toISOString()
  return { from: moved(from), until: moved(until) }
}
