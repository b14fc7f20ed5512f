import * as z from "zod"

/**
 * A string of somebody else, of at most so many characters. A longer one is refused at once: no expression, refinement
 * or transformation that follows looks at it. Without `abort` zod would run them all.
 */
export const boundedString = (max: number): z.ZodString => z.string().max(max, { abort: true })

/** A string that the hub made, stores or answers with, or that AWS hands over. Never what somebody else chose. */
export const ownString = (): z.ZodString => z.string()
