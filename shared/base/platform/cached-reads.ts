import type { Clock } from "./clock.ts"

/** What was read is read again after this. */
export const cacheLifeMilliseconds = 60_000
/** If it cannot be read again, what was read last counts until this long after. */
export const longestStaleMilliseconds = 300_000

const rememberedItems = 5_000

/** `triedAt`: of the last read, also one that failed. Epoch milliseconds. */
type Kept<Value> = { value: Value | undefined; readAt: number; triedAt: number }

/**
 * Reads the values of items, each once a minute at most. That an item has no value is remembered too. Reads of one item
 * at the same time share one. Of too many items, the one that was read first is forgotten.
 *
 * @param options.keyOf items with the same key are the same
 * @param options.read values by key; an item without a value is left out
 * @param options.onFailure called for each read that failed while older values still count
 * @returns values by key. It throws what `read` threw if an item was never read, or not for five minutes
 */
export function cachedReads<Item, Value>(options: {
  keyOf: (item: Item) => string
  read: (items: readonly Item[]) => Promise<ReadonlyMap<string, Value>>
  clock: Clock
  onFailure: () => void
}): (items: readonly Item[]) => Promise<ReadonlyMap<string, Value>> {
  const { keyOf, read, clock, onFailure } = options
  const kept = new Map<string, Kept<Value>>()
  const reading = new Map<string, Promise<void>>()

  async function readAgain(due: ReadonlyMap<string, Item>, now: number): Promise<void> {
    try {
      const values = await read([...due.values()])
      for (const key of due.keys()) {
        kept.delete(key)
        kept.set(key, { value: values.get(key), readAt: now, triedAt: now })
      }
      forgetFirst(kept)
    } catch (error) {
      const known = [...due.keys()].flatMap((key) => kept.get(key) ?? [])
      if (known.length < due.size || known.some((one) => isTooOld(one, now))) throw error
      for (const one of known) one.triedAt = now
      onFailure()
    } finally {
      for (const key of due.keys()) reading.delete(key)
    }
  }

  return async (items) => {
    const now = clock().getTime()
    const asked = new Map(items.map((item) => [keyOf(item), item]))
    const due = new Map([...asked].filter(([key]) => !reading.has(key) && isDue(kept.get(key), now)))
    if (due.size > 0) {
      const started = readAgain(due, now)
      for (const key of due.keys()) reading.set(key, started)
    }
    await Promise.all(new Set([...asked.keys()].flatMap((key) => reading.get(key) ?? [])))
    return new Map(
      [...asked.keys()].flatMap((key) => {
        const value = kept.get(key)?.value
        return value === undefined ? [] : [[key, value] as const]
      }),
    )
  }
}

function forgetFirst(kept: Map<string, unknown>): void {
  for (const key of kept.keys()) {
    if (kept.size <= rememberedItems) return
    kept.delete(key)
  }
}

const isTooOld = ({ readAt }: Kept<unknown>, now: number): boolean => now - readAt >= longestStaleMilliseconds

const isDue = (one: Kept<unknown> | undefined, now: number): boolean =>
  one === undefined || now - one.triedAt >= cacheLifeMilliseconds || isTooOld(one, now)
