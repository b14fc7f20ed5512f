/** A carrier's clock may be ahead of the hub's by this much. */
export const clockToleranceMilliseconds = 15 * 60_000
