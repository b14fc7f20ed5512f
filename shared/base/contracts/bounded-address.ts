import * as z from "zod"
import { boundedString } from "./bounded-string.ts"

/** An address of a web page or service. What follows also sees what is no URL, if it is short enough. */
export const boundedUrl = (options: { protocol?: RegExp; error?: string } = {}): z.ZodString =>
  boundedString(2_048).check(z.url(options))

/** An e-mail address. SMTP takes no longer one (RFC 5321, 4.5.3.1.3). */
export const boundedEmail = (): z.ZodString => boundedString(254).check(z.email())

/** An address that the hub answers with. Never what somebody else chose. */
export const ownUrl = (): z.ZodURL => z.url()
