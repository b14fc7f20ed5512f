/**
 * A copy of a part of a line. The part itself keeps the whole piece of the file in memory from which it was cut. So
 * what is remembered must be a copy.
 */
export const copyOf = (part: string): string => Buffer.from(part).toString()
