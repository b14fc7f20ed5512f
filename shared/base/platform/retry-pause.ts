/** No pause is longer. So what AWS refused is handled within a minute after the refusals end. */
const longestSeconds = 60

/**
 * How many seconds to wait before the next attempt: about 1, 2, 4 and so on. It is random, so that what failed together
 * does not come back together.
 *
 * @param retries how many attempts there were after the first one
 * @param random from 0 to 1
 */
export function pauseSeconds(retries: number, random: number): number {
  const most = Math.min(longestSeconds, 2 ** retries)
  return Math.max(1, Math.round(most * (0.5 + random / 2)))
}
