import { DateTime } from "luxon"
import { now } from "../api/server-time.ts"

const asTyped = "yyyy-MM-dd'T'HH:mm"

/** The instant that a day and time in a time zone mean. Undefined for a text that is no time. */
export function instantIn(text: string, timeZone: string): string | undefined {
  const stated = DateTime.fromFormat(text, asTyped, { zone: timeZone })
  return stated.isValid ? stated.toUTC().toISO() : undefined
}

/** The present minute in a time zone, as a field for a time takes it. */
export const localMinute = (timeZone: string): string =>
  DateTime.fromJSDate(now(), { zone: timeZone }).toFormat(asTyped)
