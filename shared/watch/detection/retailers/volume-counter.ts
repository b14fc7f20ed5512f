import type { Clock } from "../../../base/platform/clock.ts"
import { addVolume, noVolume, type VolumeSums } from "../charts/volume.ts"
import type { RetailerVolumes, VolumeKey } from "./retailer-volumes.ts"

/** A write is made for this many contacts, of any retailers, or for fewer after this long. */
const contactsAtOnce = 25
const fewestContacts = 5
const pauseMilliseconds = 30_000

/**
 * Adds up first contacts in the memory of a container, so that the advisory volume chart does not cost a write for each
 * lookup. Sums count in the ten minutes in which they are written, so none is late.
 *
 * A container that stops loses what it still holds. A write that fails is not repeated, because it may have been made.
 * An advisory chart can tolerate both; a visitor should not wait for it.
 */
export type VolumeCounter = {
  count(key: VolumeKey, sums: VolumeSums): void
  /**
   * Writes the sums that have waited longest, once 25 contacts were counted since the last write, or five contacts and
   * 30 seconds have passed. So it costs one write for 25 contacts where there are many, and at most one for five where
   * there are few. It never throws.
   */
  writeDue(): Promise<void>
  /** Writes everything. It never throws. */
  writeAll(): Promise<void>
}

/** @param options.onLost called with the number of first contacts whose write failed */
export function volumeCounter(options: {
  volumes: Pick<RetailerVolumes, "add">
  clock: Clock
  onLost: (contacts: number) => void
}): VolumeCounter {
  const { volumes, clock, onLost } = options
  /** In the order in which they were counted first. */
  const waiting = new Map<string, { key: VolumeKey; sums: VolumeSums }>()
  let wroteAt = 0
  let counted = 0

  async function write(name: string, { key, sums }: { key: VolumeKey; sums: VolumeSums }): Promise<void> {
    const now = clock()
    waiting.delete(name)
    wroteAt = now.getTime()
    counted = 0
    try {
      await volumes.add(key, now, sums)
    } catch {
      onLost(sums.contacts)
    }
  }

  return {
    count(key, sums) {
      if (sums.contacts === 0) return
      counted += sums.contacts
      const name = `${key.retailerId}|${key.tool}`
      waiting.set(name, { key, sums: addVolume(waiting.get(name)?.sums ?? noVolume, sums) })
    },
    async writeDue() {
      const [oldest] = waiting
      const hasPaused = clock().getTime() - wroteAt >= pauseMilliseconds
      const isDue = counted >= contactsAtOnce || (counted >= fewestContacts && hasPaused)
      if (oldest !== undefined && isDue) await write(...oldest)
    },
    async writeAll() {
      await Promise.all([...waiting].map((entry) => write(...entry)))
    },
  }
}
