import { accessesCounted, longestWindow } from "../../../shared/contracts/accesses-counted.ts"
import { derivedId } from "../../../shared/contracts/envelope.ts"
import { buildEvent, type PartyEvent } from "../../events/build-event.ts"
import type { KeptCount, NumberedReports } from "./numbered-reports.ts"

/** How often a program counts. The hub misses it after 30 minutes. */
const everyMilliseconds = 5 * 60_000
/** A web server writes the line of a request a moment after its answer. */
const writingMilliseconds = 5_000

/** Says to the hub up to when everything was reported. */
export type Counting = {
  /** A source was read to its end at this time, in epoch milliseconds, and the hub has all of it. */
  caughtUp(source: string, at: number): Promise<void>
  /** The program ends for good. */
  end(at: number): Promise<void>
}

/**
 * Counts once all sources were read to their end. After an interruption it counts the hours between too, because by
 * then they are reported. A count is kept before it is sent, and goes again as it was after a crash.
 *
 * @param sources how many there are
 * @param send resolves once the hub has the event, and throws if it does not get there
 */
export function makeCounting(
  reports: NumberedReports,
  { sources, send }: { sources: number; send: (event: PartyEvent) => Promise<void> },
): Counting {
  const readUntil = new Map<string, number>()
  let isCounting = false
  const countUntil = counterOf(reports, send)
  return {
    async caughtUp(source, at) {
      readUntil.set(source, at - writingMilliseconds)
      const { countedUntil, count } = reports.counting()
      const until = Math.min(...readUntil.values())
      const isDue = countedUntil === undefined || until - Date.parse(countedUntil) >= everyMilliseconds
      if (isCounting || readUntil.size < sources || !(isDue || count !== undefined)) return
      isCounting = true
      await countUntil(until, false).finally(() => {
        isCounting = false
      })
    },
    end: (at) => countUntil(at, true),
  }
}

/** Counts up to a time, in as many windows as that takes. */
function counterOf(reports: NumberedReports, send: (event: PartyEvent) => Promise<void>) {
  const sendCount = async (count: KeptCount): Promise<void> => {
    await send(eventOf(count))
    // What was reported meanwhile is counted next.
    const { accesses } = reports.counting()
    await reports.keepCounting({ countedUntil: count.until, accesses: accesses - count.accesses })
  }
  return async (until: number, ended: boolean): Promise<void> => {
    for (;;) {
      const { count, countedUntil, accesses, lastNumber } = reports.counting()
      if (count !== undefined) {
        await sendCount(count)
        continue
      }
      if (reports.unsent().length > 0) return
      if (countedUntil === undefined) return reports.keepCounting({ countedUntil: iso(until), accesses })
      const from = Date.parse(countedUntil)
      if (from >= until) return
      const windowUntil = Math.min(until, from + longestWindow)
      const next = { stream: reports.stream, from: countedUntil, until: iso(windowUntil), accesses, lastNumber }
      const isEnd = ended && windowUntil === until
      await reports.keepCounting({ countedUntil, accesses, count: { ...next, ...(isEnd ? { ended: true } : {}) } })
    }
  }
}

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString()

/** The same count is the same event, also after a crash. */
function eventOf(count: KeptCount): PartyEvent {
  return buildEvent(accessesCounted, count, {
    id: derivedId(accessesCounted.name, count.stream, count.from, count.until),
  })
}
