/**
 * Marks a list of words that may grow within a version. A receiver treats a word it does not know as "other". Spread it
 * into a schema's `.meta`. Documents show it as `x-extensible`.
 */
export const extensible = { "x-extensible": true } as const
