import { youngestSessionMilliseconds } from "../thresholds/thresholds.ts"

/** Whether a session was there before a lookup, so that it names a visitor. Both instants in ISO. */
export function existedBefore(startedAt: string | undefined, lookedUpAt: string): startedAt is string {
  return startedAt !== undefined && Date.parse(lookedUpAt) - Date.parse(startedAt) >= youngestSessionMilliseconds
}
