/** Clocks of parties may differ from the hub's by this much. */
export const clockToleranceMilliseconds = 300_000

/** Whether a time that a party states lies in the future. @param now ISO instant of the hub's clock */
export const isInFuture = (stated: string, now: string): boolean =>
  Date.parse(stated) > Date.parse(now) + clockToleranceMilliseconds
