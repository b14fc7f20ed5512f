const minute = 60_000
const hour = 60 * minute

/** The waits between the attempts to deliver one event: ten attempts in three days. */
const waitsMilliseconds: readonly number[] = [
  minute,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  18 * hour,
  22.4 * hour,
]

/** A wait is longer than planned by up to this share, so that what failed together does not come again together. */
const jitterShare = 0.1

/** The longest wait that an endpoint can ask for. */
const longestRetryAfterMilliseconds = 12 * hour

/** An endpoint that failed is left alone for this long, and twice as long after each further failure. */
const firstPauseMilliseconds = minute / 2
const longestPauseMilliseconds = 30 * minute

/**
 * When to try again.
 * @param attempts how often the event was tried
 * @param random from 0 to 1
 * @returns `undefined`: that was the last attempt
 */
export function nextAttemptAt(
  { attempts, now, random }: { attempts: number; now: Date; random: number },
  retryAfterMilliseconds = 0,
): Date | undefined {
  const wait = waitsMilliseconds[attempts - 1]
  if (wait === undefined) return undefined
  return new Date(now.getTime() + Math.max(wait, retryAfterMilliseconds) * (1 + jitterShare * random))
}

/** How long to leave an endpoint alone that failed so many times in a row, in milliseconds. */
export function pauseMilliseconds(failures: number, retryAfterMilliseconds = 0): number {
  const pause = Math.min(firstPauseMilliseconds * 2 ** (failures - 1), longestPauseMilliseconds)
  return Math.max(pause, retryAfterMilliseconds)
}

/**
 * The wait that the header `retry-after` asks for, as a number of seconds or as a date (RFC 9110, section 10.2.3). It
 * counts up to 12 hours.
 * @returns milliseconds; `undefined` if the header says nothing
 */
export function retryAfterMilliseconds(header: string | undefined, now: Date): number | undefined {
  const text = header?.trim() ?? ""
  const milliseconds = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now.getTime()
  return Number.isNaN(milliseconds) ? undefined : Math.min(Math.max(milliseconds, 0), longestRetryAfterMilliseconds)
}
