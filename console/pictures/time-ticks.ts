import { DateTime, type DurationLike } from "luxon"

type Step = {
  readonly seconds: number
  readonly duration: DurationLike
  readonly begins: "minute" | "hour" | "day" | "month"
}

const minute = 60
const hour = 60 * minute
const day = 24 * hour

const seconds = (amount: number): Step => ({ seconds: amount, duration: { seconds: amount }, begins: "minute" })
const minutes = (amount: number): Step => ({ seconds: amount * minute, duration: { minutes: amount }, begins: "hour" })
const hours = (amount: number): Step => ({ seconds: amount * hour, duration: { hours: amount }, begins: "day" })
const days = (amount: number): Step => ({ seconds: amount * day, duration: { days: amount }, begins: "day" })

const steps: readonly Step[] = [
  ...[1, 5, 10, 30].map(seconds),
  ...[1, 2, 5, 10, 20, 30].map(minutes),
  ...[1, 2, 3, 6, 12].map(hours),
  ...[1, 2, 7, 14].map(days),
  { seconds: 30 * day, duration: { months: 1 }, begins: "month" },
]

/** Marks on an axis of time, and how they are written there. */
export type TimeTicks = { readonly at: readonly Date[]; readonly label: (at: Date) => string }

/**
 * Round times of a time zone between two instants, such as its midnights.
 *
 * @param most how many there is room for
 * @param locale in which they are written
 */
export function timeTicks(from: Date, to: Date, of: { timeZone: string; locale: string; most: number }): TimeTicks {
  const { timeZone, locale, most } = of
  const span = (to.getTime() - from.getTime()) / 1_000
  const step = steps.find((one) => span / one.seconds <= most - 1) ?? {
    seconds: span / most,
    duration: { days: Math.ceil(span / day / Math.max(1, most - 1)) },
    begins: "day" as const,
  }
  const at: Date[] = []
  const end = DateTime.fromJSDate(to, { zone: timeZone })
  let tick = DateTime.fromJSDate(from, { zone: timeZone }).startOf(step.begins)
  while (tick <= end) {
    if (tick.toMillis() >= from.getTime()) at.push(tick.toJSDate())
    tick = tick.plus(step.duration)
  }
  const format = new Intl.DateTimeFormat(locale, { timeZone, ...formOf(step.seconds) })
  return { at: at.length > 0 ? at : [from], label: (instant) => asTimeOfDay(format.format(instant)) }
}

/** French has no zero before the hour, and no minutes on it. */
const asTimeOfDay = (text: string): string => text.replace(/\b0(?=\d\sh)/, "").replace(/(?<=\sh)\s00$/, "")

function formOf(seconds: number): Intl.DateTimeFormatOptions {
  if (seconds >= day) return { day: "numeric", month: "short" }
  const time = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const
  if (seconds < minute) return { ...time, second: "2-digit" }
  return seconds > hour ? { ...time, day: "numeric", month: "short" } : time
}
