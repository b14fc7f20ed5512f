/** Which parcels an account or a session has proven. Times are epoch seconds. */
export type ProvenParcels = {
  /** Whether it was proven. The time begins anew then, as long as the visitor comes back. */
  has(key: string, at: number): boolean
  add(key: string, at: number): void
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
  const add = (key: string, at: number): void => {
    usedAt.delete(key)
    usedAt.set(key, at)
    for (const [oldest, last] of usedAt) {
      if (usedAt.size <= mostProven && at - last < rememberedSeconds) break
      usedAt.delete(oldest)
    }
  }
  return {
    add,
    has(key, at) {
      const last = usedAt.get(key)
      if (last === undefined || at - last >= rememberedSeconds) return false
      add(key, at)
      return true
    },
  }
}
