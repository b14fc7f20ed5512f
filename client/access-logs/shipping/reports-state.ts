import { randomBytes } from "node:crypto"
import * as z from "zod"
import { accessesCounted } from "../../../shared/base/contracts/accesses-counted.ts"
import { instant } from "../../../shared/base/contracts/envelope.ts"
import { count, reportStream } from "../../../shared/base/contracts/fields.ts"
import { trackingAccess } from "../../../shared/base/contracts/tracking-accessed.ts"
import { guardReading } from "../../guard/unjudged-requests.ts"

const report = z.object({
  number: z.int().min(1),
  accesses: z.array(z.object({ access: trackingAccess, line: z.int() })),
})

/** A count as it is sent. */
export type KeptCount = z.infer<typeof accessesCounted.data>

/** What a program keeps of its reports. */
export const reportsState = z.object({
  stream: reportStream,
  lastNumber: count,
  /** Numbers whose reports the hub refused as a whole. They are given out again. */
  unused: z.array(count),
  /** Reports that have a number and that the hub may not have. */
  unsent: z.array(report),
  /** Up to when it was counted. */
  countedUntil: instant.optional(),
  /** Accesses in the reports since then. */
  accesses: count,
  /** What the guard said at the last count. */
  guard: guardReading.optional(),
  /** A count that the hub may not have. */
  count: accessesCounted.data.optional(),
})
export type ReportsState = z.infer<typeof reportsState>

/** What a program keeps that has not reported yet. It chooses a stream. */
export const newReports = (): ReportsState => ({
  stream: newStream(),
  lastNumber: 0,
  unused: [],
  unsent: [],
  accesses: 0,
})

const letters = "ghjkmnpqrstvwxyz"

/** 128 random bits in letters that no hexadecimal id and hardly a reference has. */
function newStream(): string {
  const bits = [...randomBytes(16)].flatMap((byte) => [byte >> 4, byte & 15])
  return `str_${bits.map((nibble) => letters[nibble]).join("")}`
}
