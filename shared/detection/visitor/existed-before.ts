/** A session younger than this began with the lookup, so it does not distinguish visitors. */
const youngestSessionMilliseconds = 1_000

/** Whether a session was there before a lookup, so that it names a visitor. Both instants in ISO. */
export function existedBefore(startedAt: string | undefined, lookedUpAt: string): startedAt is string {
  return startedAt !== undefined && Date.parse(lookedUpAt) - Date.parse(startedAt) >= youngestSessionMilliseconds
}
