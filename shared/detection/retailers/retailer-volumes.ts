import * as z from "zod"
import { tool } from "../../contracts/words.ts"
import { daySeconds } from "../../platform/instants.ts"
import { type VolumeSums, volumeBucketSeconds } from "../charts/volume.ts"

const count = z.int().min(0)

/** First contacts of one retailer's existing references in one tool that were added up in ten minutes. */
export const retailerVolumeRow = z.object({
  retailerId: z.string().min(1),
  interval: z.string().meta({ description: "Start of the ten minutes, an instant, `#` and the tool" }),
  startsAt: z.iso.datetime(),
  tool,
  contacts: count,
  strangers: count.meta({ description: "Unproven ones by accessors never seen before" }),
  expiresAt: z.int().positive(),
})

export type RetailerVolumeRow = z.infer<typeof retailerVolumeRow>

/** Whose sums they are. */
export type VolumeKey = { readonly retailerId: string; readonly tool: string }

/** Sums for the advisory volume chart. They tell nobody apart, and may be a little wrong: nothing but a notice rests on them. */
export type RetailerVolumes = {
  /** Adds to the sums of the ten minutes that `at` lies in. Each call adds, a repeated one too. */
  add(key: VolumeKey, at: Date, sums: VolumeSums): Promise<void>
  /** The sums of the ten minutes that began at or after `from` and before `until`, both instants, in order of time. */
  read(retailerId: string, from: string, until: string): Promise<RetailerVolumeRow[]>
}

/** As long as a rise can be looked at afterwards. */
const keptSeconds = 40 * daySeconds

/** The row that sums of this moment belong to, but for the sums themselves. */
export function volumeRowAt({ retailerId, tool }: VolumeKey, at: Date): Omit<RetailerVolumeRow, keyof VolumeSums> {
  const seconds = Math.floor(at.getTime() / 1000)
  const start = seconds - (seconds % volumeBucketSeconds)
  const startsAt = new Date(start * 1000).toISOString()
  return { retailerId, interval: `${startsAt}#${tool}`, startsAt, tool, expiresAt: start + keptSeconds }
}
