import { dayMilliseconds } from "../../base/platform/instants.ts"

/**
 * How long after its end a day is closed. Whatever logs on a day has ended long before. A carrier that fell silent just
 * before midnight is known to be silent by then.
 */
export const closingMilliseconds = 3_600_000

/** When a UTC day ends. A statement says what was so then. */
export const endOfDay = (day: string): Date => new Date(Date.parse(`${day}T00:00:00.000Z`) + dayMilliseconds)

/** When a UTC day is closed. What became known later is in no statement of the day, however late that is made. */
export const closingOf = (day: string): Date => new Date(endOfDay(day).getTime() + closingMilliseconds)
