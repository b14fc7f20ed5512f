import type { Party } from "../../parties/party.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import type { Clock } from "../../platform/clock.ts"
import type { AccessProfileSamples } from "../profiles/access-profiles.ts"
import { numberedParties, numbersOf, profileOf, unknownMissShare } from "../retailers/retailer-knowledge.ts"
import type { LearnedTraffic, RetailerProfiles } from "../retailers/retailer-profiles.ts"
import { learnLateNumbers, learnTraffic, sortSample, type TrafficSample } from "./learn-traffic.ts"

/** Profiles that one run reads at most. */
const sampleLimit = 20_000

/**
 * Learns of every retailer how many numbers it issues a day, how often its customers mistype them, in what order they
 * look them up, and which numbers are announced late. Of a carrier whose tracking numbers have an order it learns in
 * what order they are looked up.
 *
 * It runs every ten minutes, because a failing feed must be known before its customers raise alarms. Reading the
 * manifests costs one read for each party. Lookups are sampled once an hour. Repeated or concurrent runs have no
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
    const numbered = numberedParties(parties)
    const numbers = numbersOf(numbered.map(({ id }) => id))
    const counts = { learned: 0, conflicts: 0 }
    let sample: TrafficSample | undefined
    for (const party of numbered) {
      const row = await retailerProfiles.get(party.id)
      const number = numbers.get(party.id)
      const profile = profileOf(party, row)
      if (number === undefined || profile === undefined) continue
      const known = row?.learned
      let learned: LearnedTraffic | undefined
      if (known === undefined || hourOf(new Date(known.learnedAt)) < turn) {
        sample ??= await sortSample(samples.sample({ turn, limit: sampleLimit }))
        learned = learnTraffic(party.id, { number, missShare: assumedMissShare(party), profile, row, sample, now })
      } else learned = learnLateNumbers(known, profile, now)
      if (learned === undefined) continue
      const outcome = await retailerProfiles.learn(party.id, learned, row?.version ?? 0)
      if (outcome === "learned") counts.learned += 1
      else counts.conflicts += 1
    }
    return counts
  }
}

const assumedMissShare = (party: Party): number => (party.kind === "retailer" ? party.missShare : unknownMissShare)

const hourOf = (time: Date): number => Math.floor(time.getTime() / 3_600_000)
