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

/**
 * Calls `read` until it finds something.
 *
 * @param awaited names what is awaited, for the error
 * @throws Error when it finds nothing in time
 */
export async function waitUntil<T>(
  awaited: string,
  read: () => Promise<T | undefined>,
  options: { readonly patienceSeconds: number; readonly everyMilliseconds?: number },
): Promise<T> {
  const deadline = Date.now() + options.patienceSeconds * 1000
  for (;;) {
    const found = await read()
    if (found !== undefined) return found
    if (Date.now() > deadline) throw new Error(`Waited ${options.patienceSeconds} s for ${awaited}, without success`)
    await pause(options.everyMilliseconds ?? 250)
  }
}
