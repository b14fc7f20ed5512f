import * as z from "zod"
import { boundedString } from "./bounded-string.ts"

/**
 * The end user for whom a party makes a lookup (claim `onBehalfOf`). The end user's proof counts, not the party's. The
 * hub hashes these values on receipt and stores none of them.
 */
export const onBehalfOf = z.strictObject({
  ip: z.union([z.ipv4(), z.ipv6()]),
  session: boundedString(256).min(8).optional(),
  sessionStartedAt: z.iso.datetime({ offset: true }).optional(),
  userAgent: boundedString(512).optional(),
})
export type OnBehalfOf = z.infer<typeof onBehalfOf>
