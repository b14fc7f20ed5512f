import { expiringMap } from "../../platform/expiring-map.ts"

/** An endpoint that failed is left alone for this long, and twice as long after each further failure. */
const firstPauseMilliseconds = 30_000
const longestPauseMilliseconds = 300_000

/** Which endpoints are left alone for a while, because they failed. Each container keeps its own. */
export type EndpointPauses = {
  isPaused(endpoint: string, now: Date): boolean
  /** Begins a pause. A failure within a pause changes nothing, so that a whole batch counts as one. */
  failed(endpoint: string, now: Date): void
  answered(endpoint: string): void
}

export function endpointPauses(): EndpointPauses {
  const pauses = expiringMap<{ milliseconds: number; until: number }>(2 * longestPauseMilliseconds)
  const isPaused: EndpointPauses["isPaused"] = (endpoint, now) =>
    (pauses.get(endpoint, now)?.until ?? 0) > now.getTime()
  return {
    isPaused,
    failed(endpoint, now) {
      if (isPaused(endpoint, now)) return
      const last = pauses.get(endpoint, now)?.milliseconds
      const milliseconds = last === undefined ? firstPauseMilliseconds : Math.min(2 * last, longestPauseMilliseconds)
      pauses.set(endpoint, { milliseconds, until: now.getTime() + milliseconds }, now)
    },
    answered: pauses.delete,
  }
}
