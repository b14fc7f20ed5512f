/** Returns the current time. Code that needs the time takes a clock as a parameter. */
export type Clock = () => Date

/** The machine's clock. */
export const systemClock: Clock = () => new Date()
