import { groupsOf } from "../../../base/platform/chunks-of.ts"
import type { Clock } from "../../../base/platform/clock.ts"
import { sideBySide } from "../../../base/platform/side-by-side.ts"
import type { Party } from "../../../parties/party.ts"
import type { PartyDirectory } from "../../../parties/party-directory.ts"
import type { AccessProfileSamples } from "../profiles/access-profiles.ts"
import { hasNumbers, profileOf } from "../retailers/retailer-knowledge.ts"
import { type RetailerProfiles, taughtKey } from "../retailers/retailer-profiles.ts"
import { assumedMissShare } from "../thresholds/thresholds.ts"
import {
  type Lesson,
  learnLateNumbers,
  learnTaught,
  learnTraffic,
  type SortedSample,
  sortSample,
  speaksOf,
} from "./learn-traffic.ts"

/** Parties that are learned of at the same time. With 10,000 parties and 5 ms for a call, a run takes about 10 s. */
const partiesAtOnce = 20

/** Profiles that one run reads at most. */
const sampleLimit = 20_000

/**
 * Learns of every retailer how many numbers it issues a day, how often its customers mistype them, in what order they
 * look them up, and which numbers are announced late. Of a carrier whose tracking numbers have an order it learns in
 * what order they are looked up. What a party says of its visitors teaches for what it says alone.
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
    const counts = { learned: 0, conflicts: 0 }
    let sample: Promise<SortedSample> | undefined
    const sampled = () => {
      sample ??= sortSample(samples.sample({ turn, limit: sampleLimit }))
      return sample
    }

    async function learnOf(party: Party): Promise<void> {
      const row = await retailerProfiles.get(party.id)
      const number = await parties.numberOf(party.id)
      const profile = profileOf(party, row)
      if (number === undefined || profile === undefined) return
      const known = row?.learned
      const isDue = known === undefined || hourOf(new Date(known.learnedAt)) < turn
      const traffic = { number, missShare: statedMissShare(party), profile, row, now }
      const learned = isDue
        ? learnTraffic(party.id, { ...traffic, sample: (await sampled()).ofHub })
        : learnLateNumbers(known, profile, now)
      if (learned === undefined) return
      const outcome = await retailerProfiles.learn(party.id, learned, row?.version ?? 0)
      if (outcome === "learned") counts.learned += 1
      else counts.conflicts += 1
      if (isDue) await learnOfVouchers(retailerProfiles, { party, ofHub: traffic, said: (await sampled()).byVoucher })
    }

    for await (const some of groupsOf(parties.each(), partiesAtOnce))
      await sideBySide(some.filter(hasNumbers), partiesAtOnce, learnOf)
    return counts
  }
}

/** Learns what the word of each party teaches of a party's numbers, beside what the hub saw. */
async function learnOfVouchers(
  retailerProfiles: Pick<RetailerProfiles, "get" | "learn">,
  of: { party: Party; ofHub: Omit<Lesson, "sample">; said: SortedSample["byVoucher"] },
): Promise<void> {
  const { party, ofHub, said } = of
  for (const [voucher, sample] of said) {
    if (!speaksOf(sample, { partyId: party.id, number: ofHub.number })) continue
    const key = taughtKey(party.id, voucher)
    const row = await retailerProfiles.get(key)
    await retailerProfiles.learn(key, learnTaught(party.id, { ...ofHub, row, sample }), row?.version ?? 0)
  }
}

const statedMissShare = (party: Party): number => (party.kind === "retailer" ? party.missShare : assumedMissShare)

const hourOf = (time: Date): number => Math.floor(time.getTime() / 3_600_000)
