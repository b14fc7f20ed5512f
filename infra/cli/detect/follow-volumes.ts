import {
  addVolume,
  newVolumeWatch,
  noVolume,
  type VolumeCrossing,
  type VolumeSums,
  type VolumeWatch,
  watchVolume,
} from "../../../shared/watch/detection/charts/volume.ts"
import { volumeBucketSeconds } from "../../../shared/watch/detection/thresholds/thresholds.ts"

/** A crossing of the volume chart of one retailer, with the sums of its whole episode. */
export type FoundVolume = { readonly retailer: number; readonly crossing: VolumeCrossing; readonly episode: VolumeSums }

/** Follows the advisory volume chart of every retailer through a log. */
export type VolumeFollower = {
  /**
   * To be called before a lookup is scored: judges the ten minutes that ended before it. Later lookups do not change
   * these.
   */
  advance(access: { readonly at: number; readonly retailer: number }): readonly FoundVolume[]
}

/**
 * @param sumsOf first contacts of a retailer by the start of each ten minutes, epoch seconds
 * @param thresholdOf the threshold that a retailer sets for itself
 */
export const followVolumes = (
  sumsOf: (retailer: number) => ReadonlyMap<number, VolumeSums>,
  thresholdOf: (retailer: number) => number | undefined,
): VolumeFollower => {
  const watches = new Map<number, VolumeWatch>()
  /** Starts of ten minutes that are not judged yet. */
  const unjudged = new Set<number>()
  let judgedUntil = Number.NEGATIVE_INFINITY

  const judge = (until: number): FoundVolume[] => {
    judgedUntil = until
    const ended = [...unjudged].filter((at) => at < until).sort((a, b) => a - b)
    for (const at of ended) unjudged.delete(at)
    return [...watches].flatMap(([retailer, before]) => {
      const sums = sumsOf(retailer)
      const { watch, crossings } = watchVolume(before, timedSums(sums, ended), thresholdOf(retailer))
      watches.set(retailer, watch)
      return crossings.map((crossing) => ({ retailer, crossing, episode: episodeOf(sums, crossing) }))
    })
  }

  return {
    advance({ at, retailer }) {
      const start = at - (at % volumeBucketSeconds)
      const found = start > judgedUntil ? judge(start) : []
      if (start >= judgedUntil) unjudged.add(start)
      if (!watches.has(retailer)) watches.set(retailer, newVolumeWatch)
      return found
    },
  }
}

const timedSums = (sums: ReadonlyMap<number, VolumeSums>, starts: readonly number[]) =>
  starts.flatMap((at) => {
    const of = sums.get(at)
    return of === undefined ? [] : [{ at, ...of }]
  })

const episodeOf = (sums: ReadonlyMap<number, VolumeSums>, { from, at }: VolumeCrossing): VolumeSums =>
  [...sums].filter(([start]) => start >= from && start <= at).reduce((sum, [, of]) => addVolume(sum, of), noVolume)
