import * as z from "zod"

/** An address of a web page or service. What follows also sees what is no URL, if it is short enough. */
export const boundedUrl = (options: { protocol?: RegExp; error?: string } = {}): z.ZodString =>
  boundedString(2_048).check(z.url(options))

/** An e-mail address. SMTP takes no longer one (RFC 5321, 4.5.3.1.3). */
export const boundedEmail = (): z.ZodString => boundedString(254).check(z.email())

/** An address that the hub answers with. Never what somebody else chose. */
export const ownUrl = (): z.ZodURL => z.url()

/**
 * A string of somebody else, of at most so many characters. A longer one is refused at once: no expression, refinement
 * or transformation that follows looks at it. Without `abort` zod would run them all.
 */
export const boundedString = (max: number): z.ZodString =>
  // As `z.string().max(...)`, without the string that this copies. Each function makes a hundred when it starts.
  new z.ZodString({ type: "string", checks: [z.maxLength(max, { abort: true })] })

/** A string that the hub made, stores or answers with, or that AWS hands over. Never what somebody else chose. */
export const ownString = (): z.ZodString => z.string()
