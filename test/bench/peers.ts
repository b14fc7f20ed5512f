/** Other detectors by their published rules. Each counts by network address. */

export type PeerAccess = {
  readonly at: number
  readonly network: number
  /** A number of its own for each reference. */
  readonly reference: number
  readonly isHit: boolean
}

export type Peer = {
  readonly name: string
  /** Seconds from the lookup that crosses the threshold until the address is refused. */
  readonly lagSeconds: number
  /** Whether this lookup raises an alarm. */
  observe(access: PeerAccess): boolean
}

const every = () => true
const isMiss = (access: PeerAccess) => !access.isHit

type RateRule = {
  readonly name: string
  readonly limit: number
  readonly windowSeconds: number
  readonly lagSeconds: number
  /** Whether the rule counts a lookup; without it the rule counts all. */
  readonly counts?: (access: PeerAccess) => boolean
}

/** Counts the lookups of an address in a sliding window. Raises an alarm above `limit`. */
const rateRule = ({ name, limit, windowSeconds, lagSeconds, counts = every }: RateRule): Peer => {
  const times = new Map<number, Float64Array>()
  const positions = new Map<number, number>()
  const size = limit + 1
  return {
    name,
    lagSeconds,
    observe(access) {
      if (!counts(access)) return false
      let ring = times.get(access.network)
      if (ring === undefined) {
        ring = new Float64Array(size).fill(Number.NEGATIVE_INFINITY)
        times.set(access.network, ring)
      }
      const position = positions.get(access.network) ?? 0
      ring[position] = access.at
      const next = (position + 1) % size
      positions.set(access.network, next)
      return access.at - (ring[next] ?? Number.NEGATIVE_INFINITY) < windowSeconds
    },
  }
}

type LeakyBucket = {
  readonly name: string
  readonly capacity: number
  readonly leakSeconds: number
}

/**
 * A leaky bucket for each address, which counts distinct references. It raises an alarm above `capacity`. One reference
 * leaks out every `leakSeconds`.
 */
const leakyBucket = ({ name, capacity, leakSeconds }: LeakyBucket): Peer => {
  const buckets = new Map<number, { level: number; at: number; seen: Set<number> }>()
  return {
    name,
    lagSeconds: logReaderLagSeconds,
    observe(access) {
      let bucket = buckets.get(access.network)
      const level = bucket === undefined ? 0 : Math.max(0, bucket.level - (access.at - bucket.at) / leakSeconds)
      if (bucket === undefined || level === 0) {
        bucket = { level: 0, at: access.at, seen: new Set() }
        buckets.set(access.network, bucket)
      }
      bucket.level = level
      bucket.at = access.at
      if (bucket.seen.has(access.reference)) return false
      bucket.seen.add(access.reference)
      bucket.level += 1
      if (bucket.level <= capacity) return false
      buckets.delete(access.network)
      return true
    },
  }
}

/**
 * Threshold random walk (Jung, Paxson, Berger, Balakrishnan 2004) with the constants of Zeek's implementation. As
 * there, an address that was judged benign once is never judged again.
 */
const thresholdRandomWalk = (): Peer => {
  const ratios = new Map<number, { ratio: number; seen: Set<number>; settled: boolean }>()
  const detection = 0.99
  const falsePositive = 0.01
  const benignSuccess = 0.8
  const scannerSuccess = 0.1
  return {
    name: "trw",
    lagSeconds: logReaderLagSeconds,
    observe(access) {
      let state = ratios.get(access.network)
      if (state === undefined) {
        state = { ratio: 1, seen: new Set(), settled: false }
        ratios.set(access.network, state)
      }
      if (state.settled || state.seen.has(access.reference)) return false
      state.seen.add(access.reference)
      state.ratio *= access.isHit ? scannerSuccess / benignSuccess : (1 - scannerSuccess) / (1 - benignSuccess)
      if (state.ratio >= detection / falsePositive) {
        ratios.delete(access.network)
        return true
      }
      if (state.ratio <= (1 - detection) / (1 - falsePositive)) {
        state.settled = true
        state.seen.clear()
      }
      return false
    },
  }
}

const firewallLagSeconds = 30
const logReaderLagSeconds = 2

/** New instances of all peers. */
export const makePeers = (): Peer[] => {
  const firewall = { lagSeconds: firewallLagSeconds }
  const misses = { lagSeconds: logReaderLagSeconds, counts: isMiss }
  return [
    rateRule({ name: "waf-100-per-5-min", limit: 100, windowSeconds: 300, ...firewall }),
    rateRule({ name: "waf-10-per-1-min", limit: 10, windowSeconds: 60, ...firewall }),
    leakyBucket({ name: "crowdsec-5-leak-10-s", capacity: 5, leakSeconds: 10 }),
    rateRule({ name: "fail2ban-5-per-10-min", limit: 4, windowSeconds: 600, ...misses }),
    thresholdRandomWalk(),
  ]
}

/** Wayseal's charts that alert somebody. */
export const ownName = "wayseal"
export const detectorNames = [ownName, ...makePeers().map((peer) => peer.name)]
