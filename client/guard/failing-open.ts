import { AskedWrongly, type Shows, type Verdict } from "./asked-lookup.ts"

/** Why a lookup passed without being judged: an error, a decision that took too long, or too many requests at once. */
export type OpenReason = "error" | "slow" | "behind"

/** What lets lookups pass when the guard cannot judge them in time. */
export type FailingOpen = {
  /** The verdict, or what a stranger is shown where there is none in time. Never throws. */
  decide(judge: () => Verdict): Verdict
  /** Does something that nobody waits for. An error is an alarm, and nothing else. Never throws. */
  attempt(work: () => void): void
  /** How often it failed open. */
  readonly failedOpen: Readonly<Record<OpenReason, number>>
  stop(): void
}

export type FailingOpenRules = {
  /** A decision that takes longer is not waited for. */
  readonly limitMilliseconds: number
  /** What a stranger is shown, and so everybody while nobody is judged. */
  readonly strangers: Shows
  /** Takes a line for the operator. It has no value of a visitor. */
  readonly onAlarm: (line: string) => void
}

const beatMilliseconds = 10
/** The same alarm is said once in this time. */
const quietMilliseconds = 10_000

const meanings: Readonly<Record<OpenReason, string>> = {
  error: "an error",
  slow: "a decision took longer than the limit",
  behind: "more requests than it can judge in time",
}

/**
 * Lets lookups pass when they cannot be judged, and raises an alarm. While requests wait longer than the limit for
 * their turn, they pass at once, so that the guard catches up.
 */
export function failingOpen({ limitMilliseconds, strangers, onAlarm }: FailingOpenRules): FailingOpen {
  const failedOpen = { error: 0, slow: 0, behind: 0 }
  const saidAt = new Map<OpenReason, number>()
  let beatAt = performance.now()
  const beat = setInterval(() => {
    beatAt = performance.now()
  }, beatMilliseconds).unref()

  const alarm = (reason: OpenReason, detail = ""): void => {
    failedOpen[reason] += 1
    const now = performance.now()
    if (now - (saidAt.get(reason) ?? Number.NEGATIVE_INFINITY) < quietMilliseconds) return
    saidAt.set(reason, now)
    onAlarm(`The guard lets lookups pass unjudged: ${meanings[reason]}${detail}. ${failedOpen[reason]} so far.`)
  }
  return {
    decide(judge) {
      const startedAt = performance.now()
      if (startedAt - beatAt > limitMilliseconds + beatMilliseconds) {
        alarm("behind")
        return strangers
      }
      try {
        const verdict = judge()
        if (performance.now() - startedAt <= limitMilliseconds) return verdict
        alarm("slow")
      } catch (error) {
        alarm("error", nameOf(error))
      }
      return strangers
    },
    attempt(work) {
      try {
        work()
      } catch (error) {
        alarm("error", nameOf(error))
      }
    },
    failedOpen,
    stop: () => clearInterval(beat),
  }
}

/** Messages of other errors may have a value of a visitor. */
const nameOf = (error: unknown): string => {
  if (error instanceof AskedWrongly) return ` (${error.message.replace(/\.$/, "")})`
  return error instanceof Error ? ` (${error.name})` : ""
}
