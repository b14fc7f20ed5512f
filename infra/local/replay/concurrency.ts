import { setTimeout as pause } from "node:timers/promises"

/** Calls `work` for each item, for at most a given number at a time. The first failure ends it. */
export async function inParallel<T>(
  items: readonly T[],
  parallel: number,
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index]
      if (item !== undefined) await work(item, index)
    }
  }
  await Promise.all(Array.from({ length: Math.min(parallel, items.length) }, worker))
}

/** Work that is awaited later. Until then its failure does not end the process. */
export function awaitedLater<T>(work: Promise<T>): Promise<T> {
  work.catch(() => {})
  return work
}

/** Takes how far something has come, and hands it on. A value that differs from the last one is a move. */
export type Seen = <Value extends number | string>(value: Value) => Value

/** The slowest function that works through a queue has 300 s, and a message that it failed comes again 10 s later. */
export const usualPatienceSeconds = 420

/**
 * Calls `read` until it finds something. How long that takes depends on the machine and on what else it does. So this
 * gives up only when nothing has moved for a long time.
 *
 * @param awaited names what is awaited, for the error
 * @param read says with `seen` how far it has come
 * @param options.patienceSeconds how long nothing may move
 * @throws Error that says what was awaited and seen last, when nothing moved for so long
 */
export async function waitUntil<T>(
  awaited: string,
  read: (seen: Seen) => Promise<T | undefined>,
  options: { readonly patienceSeconds?: number; readonly everyMilliseconds?: number } = {},
): Promise<T> {
  const { patienceSeconds = usualPatienceSeconds, everyMilliseconds = 250 } = options
  let last: number | string | undefined
  // This clock stands still while the machine sleeps.
  let movedAt = performance.now()
  const seen: Seen = (value) => {
    if (value !== last) movedAt = performance.now()
    last = value
    return value
  }
  for (;;) {
    const found = await read(seen)
    if (found !== undefined) return found
    if (performance.now() > movedAt + patienceSeconds * 1000) {
      const lastly = last === undefined ? "" : ` Last seen: ${last}.`
      throw new Error(`Waited for ${awaited}, and nothing moved for ${patienceSeconds} s.${lastly}`)
    }
    await pause(everyMilliseconds)
  }
}
