/**
 * Marks a list of words that may grow within a version: a receiver takes a word it does not know for "something else".
 * Spread it into a schema's `.meta`; it appears in documents as `x-extensible`.
 */
export const extensible = { "x-extensible": true } as const
