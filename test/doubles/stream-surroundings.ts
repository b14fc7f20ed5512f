import { type FailedChange, mostUnended } from "../../shared/base/platform/set-aside.ts"
import type { StreamSurroundings } from "../../shared/base/platform/stream-work.ts"
import { afterOnSystem } from "../../shared/base/platform/timers.ts"

/** What the handler of a stream needs of its surroundings, in memory and without waiting. */
export type MemorySurroundings = StreamSurroundings & {
  /** Changes that were set aside. */
  readonly kept: FailedChange[]
  /** The pauses between attempts, in milliseconds. */
  readonly pauses: number[]
}

/**
 * @param options.fails whether the bucket takes nothing, as one that cannot be reached
 * @param options.begun how many attempts of each change began and did not end. Handlers of several processes share it
 */
export function streamSurroundings(options: { fails?: boolean; begun?: Map<string, number> } = {}): MemorySurroundings {
  const { fails = false, begun = new Map<string, number>() } = options
  const [kept, pauses]: [FailedChange[], number[]] = [[], []]
  return {
    kept,
    pauses,
    setAside: {
      async keep(change) {
        if (fails) throw new Error("The bucket cannot be reached")
        kept.push(change)
      },
      async begin({ sequenceNumber }) {
        const unended = begun.get(sequenceNumber) ?? 0
        begun.set(sequenceNumber, Math.min(mostUnended, unended + 1))
        return unended
      },
      end: async ({ sequenceNumber }, unended) => void begun.set(sequenceNumber, unended),
    },
    after: afterOnSystem,
    pause: async (milliseconds) => void pauses.push(milliseconds),
    clock: () => new Date("2026-11-01T14:00:00Z"),
    random: () => 1,
  }
}

/** An error of AWS that a later attempt does not meet. */
export const throttled = (): Error => Object.assign(new Error("Rate exceeded"), { name: "ThrottlingException" })
