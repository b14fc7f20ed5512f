import { DateTime } from "luxon"

/** Of web servers: the common log format, with or without its brackets. */
const commonLog = /^\[?(\d{2}\/[A-Za-z]{3}\/\d{4}:\d{2}:\d{2}:\d{2} [+-]\d{4})\]?$/

/**
 * The instant that a log means, in UTC: ISO 8601, the common log format, or seconds or milliseconds since 1970.
 *
 * @param timeZone of a time that says none
 * @returns undefined for a text that is no time
 */
export function loggedInstant(text: string, timeZone: string): string | undefined {
  const stated = timeOf(text.trim(), timeZone)
  return stated?.isValid === true ? (stated.toUTC().toISO() ?? undefined) : undefined
}

function timeOf(text: string, zone: string): DateTime | undefined {
  if (/^\d{10}(\.\d{1,6})?$/.test(text)) return DateTime.fromSeconds(Number(text))
  if (/^\d{13}$/.test(text)) return DateTime.fromMillis(Number(text))
  const common = commonLog.exec(text)?.[1]
  if (common !== undefined) return DateTime.fromFormat(common, "dd/LLL/yyyy:HH:mm:ss ZZZ", { locale: "en" })
  // A date alone says no time, and a time alone no date.
  if (!/^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}/.test(text)) return undefined
  return DateTime.fromISO(
    text
      .replace(" ", "T")
      .replace(/ (?=[+-]|UTC|Z)/, "")
      .replace(/UTC$/, "Z"),
    { zone },
  )
}
