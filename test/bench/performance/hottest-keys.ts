import { makeRandom, type Random } from "../random.ts"
import { browserShares, observedMix, readersPerSecond, recipientKinds } from "./observed-mix.ts"

/** DynamoDB takes so many write units a second for one partition, of which this deployment plans half for one item. */
export const partitionUnits = 1_000
export const itemUnits = 500

/** The most write units that one second of the hour asks of one item, or of one partition of a table or index. */
export type Hottest = {
  readonly of: string
  readonly kind: "item" | "partition"
  /** Whose it is. */
  readonly key: string
  readonly unitsPerSecond: number
}

/** A full profile takes two units, and about every fifth of its updates is trimmed by another write. */
const fullProfileUnits = 2 * 1.25

/** Parcels that are on their way, so that a recipient's lookups of one hour are of different parcels. */
const parcels = 16_000_000
/** Numbers of a block, and shards of a tool's day in the ledger. */
const [blockNumbers, shards] = [256, 16]
/** One event of two comes to a container, which adds each retailer's first contacts once. */
const invocationsPerSecond = observedMix.lookupsPerSecond / (2 * observedMix.accessesPerEvent)

type Lookup = {
  readonly subject: string
  readonly network: string
  readonly parcel: number
  /** A first lookup, also one whose profile forgot the earlier one; the first repeat of a day; or another repeat. */
  readonly kind: "first" | "firstRepeat" | "further"
  /** Units of a write to the subject's, the network's and the block's profile. */
  readonly units: { readonly subject: number; readonly network: number; readonly block: number }
}

/** Draws every lookup of so many seconds and adds up, second by second, what each writes to which key. */
export function hottestKeys(seconds: number, seed = 1): Hottest[] {
  const random = makeRandom(seed)
  const draw = lookupsOf(random)
  const places = new Map<string, Place>()
  const add = (of: string, kind: Hottest["kind"], key: string, units: number) => {
    const place = places.get(of) ?? { kind, second: new Map<string, number>(), hottest: { key: "", units: 0 } }
    places.set(of, place)
    const sum = (place.second.get(key) ?? 0) + units
    place.second.set(key, sum)
    if (sum > place.hottest.units) place.hottest = { key, units: sum }
  }
  for (let second = 0; second < seconds; second += 1) {
    for (const place of places.values()) place.second.clear()
    for (let lookup = 0; lookup < observedMix.lookupsPerSecond; lookup += 1) addWrites(add, draw(lookup), random)
    add("RetailerVolumes", "item", "the largest retailer", invocationsPerSecond)
  }
  return [...places].map(([of, { kind, hottest }]) => ({ of, kind, key: hottest.key, unitsPerSecond: hottest.units }))
}

type Place = {
  readonly kind: Hottest["kind"]
  readonly second: Map<string, number>
  hottest: { key: string; units: number }
}

type Add = (of: string, kind: Hottest["kind"], key: string, units: number) => void

function addWrites(add: Add, { subject, network, parcel, kind, units }: Lookup, random: Random): void {
  const block = `numbers of ${named(parcel)}`
  if (kind === "first") add("AccessProfiles, of a visitor", "item", subject, units.subject)
  // At most: a further repeat is written in a new hour alone.
  add("Disclosures", "partition", subject, 1)
  if (kind === "further") return
  add("Disclosures.byNetwork", "partition", network, 1)
  add("Disclosures.byRecord", "partition", named(parcel), 1)
  add("Disclosures.byBlock", "partition", block, 1)
  add("Disclosures.byToolDay", "partition", `shard ${random.integer(shards)}`, 1)
  if (kind === "firstRepeat") return
  add("AccessProfiles, of a network", "item", network, units.network)
  add("AccessProfiles, of numbers", "item", block, units.block)
}

/** The parcel in the news is number 0. Others are named by their block. */
function named(parcel: number): string {
  return parcel === 0 ? "the famous parcel" : `block ${Math.floor(parcel / blockNumbers)}`
}

/** Draws the lookups of a second by their places in it: readers, the famous parcel, the walker, then recipients. */
function lookupsOf(random: Random): (place: number) => Lookup {
  const kinds = recipientKinds()
  const networks = zipf(observedMix.sharedNetworks)
  const { famousLookupsPerSecond, walkerLookupsPerSecond, readerLookupsPerSecond } = observedMix
  const full = { subject: fullProfileUnits, network: fullProfileUnits, block: fullProfileUnits }
  return (place) => {
    const parcel = 1 + random.integer(parcels)
    if (place < readersPerSecond) {
      const reader = `reader ${Math.floor(place / readerLookupsPerSecond)}`
      return { subject: reader, network: `network of ${reader}`, parcel, kind: "first", units: full }
    }
    if (place < readersPerSecond + famousLookupsPerSecond) {
      const visitor = `visitor ${parcel}`
      const units = { subject: 1, network: 1, block: fullProfileUnits }
      return { subject: visitor, network: `network of ${visitor}`, parcel: 0, kind: "first", units }
    }
    if (place < readersPerSecond + famousLookupsPerSecond + walkerLookupsPerSecond)
      return { subject: "the walker", network: "the walker's network", parcel, kind: "first", units: full }
    const kind = pick(random, [kinds.first, kinds.firstRepeat, kinds.further])
    const recipient = `recipient ${parcel}`
    const own = { subject: 1, network: 1, block: fullProfileUnits }
    const named = (["first", "firstRepeat", "further"] as const)[kind] ?? "further"
    if (!random.chance(observedMix.onSharedNetworks))
      return { subject: recipient, network: `network of ${recipient}`, parcel, kind: named, units: own }
    const network = `shared network ${1 + pick(random, networks)}`
    const shared = { ...own, network: fullProfileUnits }
    if (!random.chance(observedMix.withoutSession))
      return { subject: recipient, network, parcel, kind: named, units: shared }
    // So many people share this profile that it has forgotten the parcel since the last look.
    const subject = `browser ${1 + pick(random, browserShares)} on ${network}`
    return { subject, network, parcel, kind: "first", units: full }
  }
}

/** The place that a draw falls on, by weights that sum up to one. */
function pick(random: Random, weights: readonly number[]): number {
  let left = random.uniform()
  for (const [place, weight] of weights.entries()) {
    left -= weight
    if (left < 0) return place
  }
  return weights.length - 1
}

/** Shares of networks of which each has half as many visitors as the one at half its place. */
function zipf(count: number): number[] {
  const weights = Array.from({ length: count }, (_, place) => 1 / (place + 1))
  const sum = weights.reduce((all, weight) => all + weight, 0)
  return weights.map((weight) => weight / sum)
}
