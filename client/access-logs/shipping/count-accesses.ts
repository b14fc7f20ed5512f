import { accessesCounted, longestWindow } from "../../../shared/base/contracts/accesses-counted.ts"
import { derivedPartyEventId } from "../../../shared/base/contracts/envelope.ts"
import { buildEvent, type PartyEvent } from "../../events/build-event.ts"
import { type AskGuard, type GuardReading, unjudgedBetween } from "../../guard/unjudged-requests.ts"
import type { CountWindow, NumberedReports } from "./numbered-reports.ts"
import type { KeptCount } from "./reports-state.ts"

type SendEvent = (event: PartyEvent) => Promise<void>

/** How often a program counts. The hub misses it after 30 minutes. */
const everyMilliseconds = 5 * 60_000
/** A web server writes the line of a request a moment after its answer. */
const writingMilliseconds = 5_000

/** Says to the hub up to when everything was reported. */
export type Counting = {
  /** A source was read to its end at this time, in epoch milliseconds, and the hub has all of it. */
  caughtUp(source: string, at: number): Promise<void>
  /** Everything until this time, in epoch milliseconds, was read, and the hub has all of it. */
  countUntil(until: number): Promise<void>
  /** The program ends for good, where it counted last. One that never counted says nothing. */
  end(): Promise<void>
}

/**
 * Counts once all sources were read to their end. After an interruption it counts the hours between too, because by
 * then they are reported. A count is kept before it is sent, and goes again as it was after a crash.
 *
 * @param sources how many there are
 * @param askGuard asks the guard before the tool, if there is one
 * @param send resolves once the hub has the event, and throws if it does not get there
 */
export function makeCounting(
  reports: NumberedReports,
  { sources, send, askGuard }: { sources: number; send: SendEvent; askGuard?: AskGuard | undefined },
): Counting {
  const readUntil = new Map<string, number>()
  let isCounting = false
  const { countUntil, end } = counterOf(reports, send, askGuard)
  return {
    async caughtUp(source, at) {
      readUntil.set(source, at - writingMilliseconds)
      const { countedUntil, count } = reports.counting()
      const until = Math.min(...readUntil.values())
      const isDue = countedUntil === undefined || until - Date.parse(countedUntil) >= everyMilliseconds
      if (isCounting || readUntil.size < sources || !(isDue || count !== undefined)) return
      isCounting = true
      await countUntil(until).finally(() => {
        isCounting = false
      })
    },
    countUntil,
    end,
  }
}

/** Sends the count that is kept, if there is one. */
async function sendKeptCount(reports: NumberedReports, send: SendEvent): Promise<void> {
  const { count } = reports.counting()
  if (count === undefined) return
  await send(eventOf(count))
  await reports.settleCount(count)
}

function counterOf(reports: NumberedReports, send: SendEvent, askGuard: AskGuard | undefined) {
  const sendKept = () => sendKeptCount(reports, send)
  /** @returns false while the hub does not have a report of every number */
  const sendNext = async (window: CountWindow, guard?: GuardReading): Promise<boolean> => {
    if ((await reports.beginCount(window, guard)) === undefined) return false
    await sendKept()
    return true
  }
  return {
    /** Counts up to a time, in as many windows as that takes. */
    async countUntil(until: number): Promise<void> {
      await sendKept()
      const guard = await askGuard?.()
      const unjudged = askGuard === undefined ? undefined : unjudgedBetween(reports.counting().guard, guard)
      for (;;) {
        // A number that is free takes accesses later. A count that includes it now would not fit them.
        if (!reports.isWhole()) return
        const { countedUntil } = reports.counting()
        if (countedUntil === undefined) return reports.startCounting(iso(until), guard)
        const from = Date.parse(countedUntil)
        if (from >= until) return
        const window = { from: countedUntil, until: iso(Math.min(until, from + longestWindow)) }
        const isLast = window.until === iso(until)
        // Nobody knows in which of the windows it was. A crash between them leaves the rest to the next run.
        const passed = unjudged === undefined ? {} : { unjudged: isLast ? unjudged : 0 }
        if (!(await sendNext({ ...window, ...passed }, isLast ? guard : undefined))) return
      }
    },
    /** The last window is as short as one can be, because what came after the count before was perhaps not read. */
    async end(): Promise<void> {
      await sendKept()
      const { countedUntil } = reports.counting()
      if (countedUntil === undefined || reports.unsent().length > 0) return
      await sendNext({ from: countedUntil, until: iso(Date.parse(countedUntil) + 1), ended: true })
    },
  }
}

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString()

/** The same count is the same event, also after a crash. */
function eventOf(count: KeptCount): PartyEvent {
  return buildEvent(accessesCounted, count, {
    id: derivedPartyEventId(accessesCounted.name, count.stream, count.from, count.until),
  })
}
