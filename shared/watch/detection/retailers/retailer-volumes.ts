import * as z from "zod"
import { ownString } from "../../../base/contracts/bounded-string.ts"
import { tool } from "../../../base/contracts/words.ts"
import { daySeconds } from "../../../base/platform/instants.ts"
import type { VolumeSums } from "../charts/volume.ts"
import { volumeBucketSeconds } from "../thresholds/thresholds.ts"

const count = z.int().min(0)

/** First contacts of one retailer's existing references in one tool, added up over ten minutes. */
export const retailerVolumeRow = z.object({
  retailerId: ownString().min(1),
  interval: ownString().meta({ description: "Start of the ten minutes, an instant, `#` and the tool" }),
  startsAt: z.iso.datetime(),
  tool,
  contacts: count,
  strangers: count.meta({ description: "Unproven ones by accessors never seen before" }),
  expiresAt: z.int().positive(),
})

export type RetailerVolumeRow = z.infer<typeof retailerVolumeRow>

/** The retailer and tool that sums belong to. */
export type VolumeKey = { readonly retailerId: string; readonly tool: string }

/**
 * Sums for the advisory volume chart. They distinguish no accessors and may be a little wrong, because only a notice
 * depends on them.
 */
export type RetailerVolumes = {
  /** Adds to the sums of the ten minutes that `at` lies in. A repeated call adds again. */
  add(key: VolumeKey, at: Date, sums: VolumeSums): Promise<void>
  /** The sums of the ten minutes that began at or after `from` and before `until`, both instants, in order of time. */
  read(retailerId: string, from: string, until: string): Promise<RetailerVolumeRow[]>
}

/** Long enough to look at a rise afterwards. */
const keptSeconds = 40 * daySeconds

/** The row for sums of this moment, without the sums. */
export function volumeRowAt({ retailerId, tool }: VolumeKey, at: Date): Omit<RetailerVolumeRow, keyof VolumeSums> {
  const seconds = Math.floor(at.getTime() / 1000)
  const start = seconds - (seconds % volumeBucketSeconds)
  const startsAt = new Date(start * 1000).toISOString()
  return { retailerId, interval: `${startsAt}#${tool}`, startsAt, tool, expiresAt: start + keptSeconds }
}
