/** Other detectors, from their published rules, each keyed by network address. */

export type PeerAccess = {
  readonly at: number
  readonly network: number
  /** Number of the reference, to tell distinct ones apart. */
  readonly reference: number
  readonly hit: boolean
  readonly failed: boolean
}

export type Peer = {
  readonly name: string
  /** Seconds from the lookup that crossed to the refusal. */
  readonly lagSeconds: number
  /** Whether this lookup alarms. */
  observe(access: PeerAccess): boolean
}

/** Counts requests of an address in a sliding window; alarms above `limit`. */
const rateRule = (
  name: string,
  limit: number,
  windowSeconds: number,
  lagSeconds: number,
  counts: (access: PeerAccess) => boolean,
): Peer => {
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

/** A leaky bucket of an address: overflows at more than `capacity`, one drop leaks every `leakSeconds`; distinct references only. */
const leakyBucket = (
  name: string,
  capacity: number,
  leakSeconds: number,
  counts: (access: PeerAccess) => boolean,
): Peer => {
  const buckets = new Map<number, { level: number; at: number; seen: Set<number> }>()
  return {
    name,
    lagSeconds: 2,
    observe(access) {
      if (!counts(access)) return false
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
 * Threshold random walk (Jung, Paxson, Berger, Balakrishnan 2004) with the constants and the lasting benign verdict of Zeek's
 * implementation: an address judged benign is not looked at again.
 */
const thresholdRandomWalk = (): Peer => {
  const ratios = new Map<number, { ratio: number; seen: Set<number>; settled: boolean }>()
  const detection = 0.99
  const falsePositive = 0.01
  const benignSuccess = 0.8
  const scannerSuccess = 0.1
  return {
    name: "trw",
    lagSeconds: 2,
    observe(access) {
      let state = ratios.get(access.network)
      if (state === undefined) {
        state = { ratio: 1, seen: new Set(), settled: false }
        ratios.set(access.network, state)
      }
      if (state.settled || state.seen.has(access.reference)) return false
      state.seen.add(access.reference)
      state.ratio *= access.hit ? scannerSuccess / benignSuccess : (1 - scannerSuccess) / (1 - benignSuccess)
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

const every = () => true
const missed = (access: PeerAccess) => !access.hit

/** Fresh instances of all peers. */
export const makePeers = (): Peer[] => [
  rateRule("waf-100-per-5-min", 100, 300, 30, every),
  rateRule("waf-10-per-1-min", 10, 60, 30, every),
  rateRule("atp-20-per-10-min", 20, 600, 30, every),
  leakyBucket("crowdsec-40-leak-0.5-s", 40, 0.5, every),
  leakyBucket("crowdsec-10-misses-leak-10-s", 10, 10, missed),
  leakyBucket("crowdsec-5-leak-10-s", 5, 10, every),
  rateRule("fail2ban-5-per-10-min", 4, 600, 2, missed),
  rateRule("sigma-10-errors-per-10-min", 10, 600, 2, missed),
  thresholdRandomWalk(),
]

/** All charts, and those that page somebody: all but the advisory one. */
export const ownName = "wayseal"
export const pagingName = "wayseal-paging"
export const detectorNames = [ownName, pagingName, ...makePeers().map((peer) => peer.name)]
