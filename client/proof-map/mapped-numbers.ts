import * as z from "zod"
import { boundedString } from "../../shared/base/contracts/bounded-string.ts"

const ofNumbers = { scope: z.enum(["neighbourhood", "codeBlock"]), until: z.iso.datetime() }
const place = z.int().nonnegative()
const longestReference = 256
const mostDigests = 100

/** Numbers of the carrier's own, from the first place to the last. A place is the last 12 digits of a number. */
export const numberRange = z.object({
  ...ofNumbers,
  first: place,
  last: place,
  prefix: boundedString(longestReference),
  digits: z.int().min(1).max(longestReference),
  behind: z.int().min(0).max(longestReference),
})
export type NumberRange = z.infer<typeof numberRange>

/** Order references, as digests of how they begin. */
const digestedReferences = z.object({
  ...ofNumbers,
  cut: z.int().min(1).max(longestReference),
  digests: z.array(boundedString(64)).max(mostDigests),
})

/** Numbers for which strangers need proof, or better proof than a postal code, until a time. */
export const mappedNumbers = z.union([numberRange, digestedReferences])
export type MappedNumbers = z.infer<typeof mappedNumbers>
