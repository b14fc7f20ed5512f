import { chunksOf } from "../../../shared/base/platform/chunks-of.ts"

/** Batches that one call puts once the pace no longer matters. */
const batchesPerCall = 10

/**
 * Reports batch after batch. Until the hub has opened a case, each waits for the one before, as it would with a minute
 * between them. The rest goes as fast as the bus accepts it, because what was seen does not depend on the pace. When it
 * is noticed does: twelve hours of reports then wait in the queue together, as no carrier's do.
 *
 * @param batches each with the number of its window, in the order of time
 * @param report.put puts some batches on the bus
 * @param report.opensCase waits until the hub has handled what was put, and says whether it has opened a case
 * @returns when the batch of each window was put, in epoch milliseconds, without those that went as fast as possible
 */
export async function reportInOrder<Batch extends readonly [window: number, ...unknown[]]>(
  batches: readonly Batch[],
  report: { put: (some: readonly Batch[]) => Promise<void>; opensCase: () => Promise<boolean> },
): Promise<ReadonlyMap<number, number>> {
  const putAt = new Map<number, number>()
  for (const [place, batch] of batches.entries()) {
    const [window] = batch
    putAt.set(window, Date.now())
    await report.put([batch])
    if (!(await report.opensCase())) continue
    for (const call of chunksOf(batches.slice(place + 1), batchesPerCall)) await report.put(call)
    break
  }
  return putAt
}
