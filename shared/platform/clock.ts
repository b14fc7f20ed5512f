/** Gives the present moment. Everything that needs the time takes one of these. */
export type Clock = () => Date

/** The machine's clock. */
export const systemClock: Clock = () => new Date()
