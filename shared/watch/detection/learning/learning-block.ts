import type { Contact } from "../profiles/access-profile.ts"
import type { RetailerProfile } from "../retailers/retailer-profile.ts"
import { evaluate } from "../scoring/evaluate.ts"
import { alarmingScore } from "../thresholds/thresholds.ts"
import type { LearningBlock } from "./learn-profile.ts"

/**
 * Prepares the profile of one block for learning: whether its chart ever reached the alarming score decides if it
 * teaches anything.
 */
export const learningBlock = (
  { entries, trimmed }: { readonly entries: readonly Contact[]; readonly trimmed: boolean },
  of: { readonly kind: "block" | "missBlock"; readonly retailer: number; readonly profile: RetailerProfile },
): LearningBlock => {
  const { kind, retailer, profile } = of
  const low = { notice: alarmingScore, alert: alarmingScore }
  const watchful = { ...profile, thresholds: { block: low, blockMisses: low } }
  const key = { kind, series: retailer }
  const found = evaluate({ key, entries, trimmed, accessorClass: "public", profileOf: () => watchful })
  return { entries, peak: found.length > 0 ? alarmingScore : 0 }
}
