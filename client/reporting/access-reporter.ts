import type { TrackingAccess } from "../../shared/base/contracts/tracking-accessed.ts"
import { makeCounting } from "../access-logs/shipping/count-accesses.ts"
import { keptPositions } from "../access-logs/shipping/kept-positions.ts"
import { keptReports, numberedReports } from "../access-logs/shipping/numbered-reports.ts"
import { type Sending, sendAccesses, sendEvent, sendUnsent } from "../access-logs/shipping/send-accesses.ts"
import type { Transport } from "../events/transport.ts"
import { type GuardHealth, readingOf } from "../guard/unjudged-requests.ts"

/** How a program reports the lookups in its own tool. */
export type AccessReporterOptions = {
  /** The way to the hub: `overHttps` or `overEventBridge`. */
  readonly transport: Transport
  /** The file for the numbers and for what the hub may not have. One program alone writes it. Keep it over restarts. */
  readonly file: string
  /** The middleware that judges the lookups. Counts then say whether it let requests pass unjudged. */
  readonly guard?: { counts(): GuardHealth }
  /** Ends waiting for a hub that is busy. */
  readonly signal?: AbortSignal
  /** Gets a sentence when the hub takes nothing at the moment. By default nobody hears of it. */
  readonly onWait?: (sentence: string) => void
  /** How long to try again, in seconds. By default 15 minutes. */
  readonly patienceSeconds?: number
}

/** A lookup that the hub will never take: its place in what was reported, and why. */
export type RefusedAccess = { readonly index: number; readonly reason: string }

export type AccessReporter = {
  /**
   * Reports lookups under the next numbers. They are in the file before they are sent, so that a crash loses none.
   *
   * @returns the lookups that break a rule of the hub
   * @throws Error when the hub refuses the call or takes nothing for too long. Nothing is lost: the next call of
   *   `resume` sends it again
   */
  report(accesses: readonly TrackingAccess[]): Promise<readonly RefusedAccess[]>
  /** Sends again what an earlier run, or a report that failed, did not bring to the hub. */
  resume(): Promise<void>
  /**
   * Says that everything that was looked up until this time was given to `report`. Call it every five minutes, also
   * when nothing was looked up. After 30 minutes without it the hub alarms you and your retailers.
   *
   * @throws Error as `report`
   */
  countUntil(until: Date): Promise<void>
  /** Says that the program ends for good, where it counted last. Nobody waits for its counts after that. */
  end(): Promise<void>
}

/**
 * Reports the lookups in a carrier's own tool with numbers and counts, so that the hub notices what is missing.
 *
 * @throws Error when the file holds something else or cannot be written
 */
export function accessReporter({ transport, file, guard, ...options }: AccessReporterOptions): AccessReporter {
  const { signal = new AbortController().signal, onWait = () => {}, patienceSeconds = 900 } = options
  const sending: Sending = { transport, signal, onWait, patienceSeconds }
  const reports = numberedReports(keptReports(keptPositions(file)))
  const counting = makeCounting(reports, {
    sources: 1,
    send: (event) => sendEvent(event, sending),
    askGuard: guard && (async () => readingOf(guard.counts())),
  })
  return {
    async report(accesses) {
      const numbered = accesses.map((access, index) => ({ access, line: index }))
      const refused = await sendAccesses(numbered, { ...sending, reports })
      return refused.map(({ line, reason }) => ({ index: line, reason }))
    },
    resume: () => sendUnsent(reports, sending),
    countUntil: (until) => counting.countUntil(until.getTime()),
    end: () => counting.end(),
  }
}
