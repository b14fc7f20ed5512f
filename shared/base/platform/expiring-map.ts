const rememberedKeys = 5_000

/** Values by key, each kept for a number of milliseconds. If there are too many, the oldest is removed. */
export function expiringMap<Value = number>(milliseconds: number) {
  const kept = new Map<string, { value: Value; until: number }>()
  return {
    get(key: string, now: Date): Value | undefined {
      const entry = kept.get(key)
      return entry !== undefined && entry.until > now.getTime() ? entry.value : undefined
    },
    set(key: string, value: Value, now: Date): void {
      kept.delete(key)
      kept.set(key, { value, until: now.getTime() + milliseconds })
      const oldest = kept.keys().next().value
      if (kept.size > rememberedKeys && oldest !== undefined) kept.delete(oldest)
    },
    delete(key: string): void {
      kept.delete(key)
    },
  }
}
