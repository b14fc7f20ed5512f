import * as z from "zod"

/**
 * The end user for whom a party makes a lookup (claim `onBehalfOf`). The end user's proof counts, not the party's. The
 * hub hashes these values on receipt and stores none of them.
 */
export const onBehalfOf = z.strictObject({
  ip: z.union([z.ipv4(), z.ipv6()]),
  session: z.string().min(8).max(256).optional(),
  sessionStartedAt: z.iso.datetime({ offset: true }).optional(),
  userAgent: z.string().max(512).optional(),
})
export type OnBehalfOf = z.infer<typeof onBehalfOf>
