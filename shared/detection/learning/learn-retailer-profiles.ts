import type { PartyDirectory } from "../../parties/party-directory.ts"
import type { Clock } from "../../platform/clock.ts"
import type { AccessProfileSamples } from "../profiles/access-profiles.ts"
import { numbersOf, profileOf } from "../retailers/retailer-knowledge.ts"
import type { LearnedTraffic, RetailerProfiles } from "../retailers/retailer-profiles.ts"
import { learnLateNumbers, learnTraffic, sortSample, type TrafficSample } from "./learn-traffic.ts"

/** Profiles that one run reads at most. */
const sampleLimit = 20_000

/**
 * Learns of every retailer how many numbers it issues a day, how often its customers mistype them, in what order they
 * look them up, and which numbers are announced late.
 *
 * It runs every ten minutes, because a failing feed must be known before its customers raise alarms. Reading the
 * manifests costs one read for each retailer. Lookups are sampled once an hour. Repeated or concurrent runs have no
 * further effect.
 */
export function makeLearnRetailerProfiles(options: {
  parties: PartyDirectory
  samples: AccessProfileSamples
  retailerProfiles: Pick<RetailerProfiles, "get" | "learn">
  clock: Clock
}): () => Promise<{ learned: number; conflicts: number }> {
  const { parties, samples, retailerProfiles, clock } = options
  return async () => {
    const now = clock()
    const turn = hourOf(now)
    const retailers = parties.all.filter((party) => party.kind === "retailer")
    const numbers = numbersOf(retailers.map((retailer) => retailer.id))
    const counts = { learned: 0, conflicts: 0 }
    let sample: TrafficSample | undefined
    for (const retailer of retailers) {
      const row = await retailerProfiles.get(retailer.id)
      const number = numbers.get(retailer.id)
      if (number === undefined) continue
      const profile = profileOf(retailer, row)
      const known = row?.learned
      let learned: LearnedTraffic | undefined
      if (known === undefined || hourOf(new Date(known.learnedAt)) < turn) {
        sample ??= await sortSample(samples.sample({ turn, limit: sampleLimit }))
        learned = learnTraffic(retailer, { number, profile, row, sample, now })
      } else learned = learnLateNumbers(known, profile, now)
      if (learned === undefined) continue
      const outcome = await retailerProfiles.learn(retailer.id, learned, row?.version ?? 0)
      if (outcome === "learned") counts.learned += 1
      else counts.conflicts += 1
    }
    return counts
  }
}

const hourOf = (time: Date): number => Math.floor(time.getTime() / 3_600_000)
