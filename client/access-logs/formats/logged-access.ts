import * as z from "zod"
import { boundedString } from "../../../shared/base/contracts/bounded-string.ts"
import { accessorClass, lookupOutcome, networkKind, subjectKind } from "../../../shared/base/contracts/words.ts"

const text = boundedString(2_000).min(1)

/** One lookup as a log may write it: raw values of the visitor, or fingerprints made before. */
export const loggedAccess = z.object({
  id: text.optional(),
  at: z
    .union([boundedString(40), z.number()])
    .meta({ description: "ISO 8601, or epoch seconds, milliseconds, microseconds or nanoseconds" }),
  subject: z.object({ kind: subjectKind, fingerprint: text }).optional(),
  network: z.object({ kind: networkKind.default("unknown"), fingerprint: text }).optional(),
  accessor: z
    .object({
      ip: text.optional(),
      account: text.optional(),
      session: text.optional(),
      userAgent: boundedString(512).optional(),
    })
    .optional(),
  retailer: text.optional(),
  reference: text.optional(),
  referenceTag: text.optional(),
  ordinal: z.int().min(0).optional(),
  outcome: lookupOutcome,
  proof: z
    .enum(["none", "postalCode", "houseNumber", "linkToken", "account", "caseLinked", "entitled", "party"])
    .default("none"),
  deliveryPoint: z.union([text, z.int()]).optional(),
  accessorClass: accessorClass.default("public"),
  canary: z.boolean().default(false),
})
export type LoggedAccess = z.infer<typeof loggedAccess>
