import * as z from "zod"
import { instant } from "../../shared/base/contracts/envelope.ts"
import { count } from "../../shared/base/contracts/fields.ts"

/** What a guard says of its counts, in its process and at `/healthz`. */
const guardHealth = z.object({
  /** When it began, and so its counts. */
  startedAt: instant,
  failedOpen: z.object({ error: count, slow: count, behind: count }),
})
export type GuardHealth = Readonly<z.infer<typeof guardHealth>>

/** How many requests a guard let pass unjudged since it began. */
export const guardReading = z.object({ since: instant, unjudged: count })
export type GuardReading = z.infer<typeof guardReading>

/** Asks a guard. Undefined: it did not answer, so requests may pass unjudged. Never throws. */
export type AskGuard = () => Promise<GuardReading | undefined>

export const readingOf = ({ startedAt: since, failedOpen: { error, slow, behind } }: GuardHealth): GuardReading => ({
  since,
  unjudged: error + slow + behind,
})

const patienceMilliseconds = 2_000

/** Asks a guard of `wayseal guard` at its address. */
export const guardAt =
  (url: URL): AskGuard =>
  async () => {
    try {
      const answer = await fetch(new URL("/healthz", url), { signal: AbortSignal.timeout(patienceMilliseconds) })
      return readingOf(guardHealth.parse(await answer.json()))
    } catch {
      return undefined
    }
  }

/**
 * How many requests passed unjudged between two readings, at least. Undefined: none. A guard that began anew has
 * forgotten some, and one that did not answer says nothing.
 */
export function unjudgedBetween(before: GuardReading | undefined, now: GuardReading | undefined): number | undefined {
  if (now === undefined) return 0
  if (before !== undefined && before.since !== now.since) return now.unjudged
  const passed = now.unjudged - (before?.unjudged ?? 0)
  return passed > 0 ? passed : undefined
}
