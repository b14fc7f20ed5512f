/** What the exchange is meant to keep. docs/deploying.md states it, and the dashboard shows it as lines. */
export const serviceLevels = {
  /**
   * 99 % of findings have their alerts written within this time, and 99 % of alerts are on the exchange bus and mailed
   * within the same time again.
   */
  alertDelayMilliseconds: 60_000,
  /** Share of requests that are answered without a server error, of lookups and of all other requests. */
  answeredPercent: 99.9,
} as const
