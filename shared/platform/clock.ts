/** Returns the current time. Code that needs the time takes one of these. */
export type Clock = () => Date

/** The machine's clock. */
export const systemClock: Clock = () => new Date()
