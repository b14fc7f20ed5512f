/**
 * Which parcels an account or a session has proven. A visitor without either has no key, and nothing is remembered.
 * Times are epoch seconds.
 */
export type ProvenParcels = {
  /** Whether it was proven. The time begins anew then, as long as the visitor comes back. */
  has(key: string | undefined, at: number): boolean
  add(key: string | undefined, at: number): void
  /** Each key with its last use, in their order. Added again in this order, they are as they were. */
  entries(): Iterable<readonly [key: string, usedAt: number]>
  /** Forgets those that nobody used for as long as they are remembered. */
  forget(at: number): void
}

export type ProvenParcelsRules = {
  /** A proof that nobody used for as long is forgotten. */
  readonly rememberedSeconds: number
  /** Proofs that are kept at a time. Of more, those that nobody used for longest are forgotten. */
  readonly mostProven: number
}

/** Remembers proofs under keys that name holder and parcel together, so that a proof opens that parcel alone. */
export function provenParcels({ rememberedSeconds, mostProven }: ProvenParcelsRules): ProvenParcels {
  /** In the order of last use. */
  const usedAt = new Map<string, number>()
  const forget = (at: number): void => {
    for (const [oldest, last] of usedAt) {
      if (usedAt.size <= mostProven && at - last < rememberedSeconds) break
      usedAt.delete(oldest)
    }
  }
  const add = (key: string | undefined, at: number): void => {
    if (key === undefined) return
    usedAt.delete(key)
    usedAt.set(key, at)
    forget(at)
  }
  return {
    add,
    forget,
    entries: () => usedAt.entries(),
    has(key, at) {
      const last = key === undefined ? undefined : usedAt.get(key)
      if (last === undefined || at - last >= rememberedSeconds) return false
      add(key, at)
      return true
    },
  }
}
