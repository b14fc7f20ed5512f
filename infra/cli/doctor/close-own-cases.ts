import { recountSeconds } from "../../../shared/desk/exposures/plan-counts.ts"
import type { OwnCase } from "./check-walk.ts"
import type { SeenCase } from "./is-own-case.ts"

/** What closing needs of the stage. */
export type ClosingDesk = {
  /** The case as its party sees it; undefined if it cannot be read. */
  readonly see: (own: OwnCase) => Promise<SeenCase | undefined>
  /** Whether the case holds nothing but this run. */
  readonly isSafe: (seen: SeenCase) => boolean
  readonly stateFalseAlarm: (own: OwnCase) => Promise<Pick<Response, "ok" | "status">>
  /** Waits between two rounds. */
  readonly pause: () => Promise<void>
  /** The time in epoch milliseconds. */
  readonly now: () => number
}

/** The watch over duties, which counts what is due, runs once a minute. */
const watchSeconds = 60

/**
 * The hub may take this long to count the last lookups of a run: it counts again what an index may have hidden. What a
 * party states counts for what is known then, so it assesses and states it again while the case grows.
 */
export const closingPatienceMilliseconds = (recountSeconds + 2 * watchSeconds) * 1_000

/**
 * States for each party that the case of the run is a false alarm, until the case is closed. Returns why it is still
 * open, if it is. A case that holds more than the run stays open.
 */
export async function closeOwnCases(cases: readonly OwnCase[], desk: ClosingDesk): Promise<string | undefined> {
  const until = desk.now() + closingPatienceMilliseconds
  for (;;) {
    const unsafe = await whyUnsafe(cases, desk)
    if (unsafe !== undefined) return unsafe
    const refused = await stateForAll(cases, desk)
    const [last] = cases.slice(-1)
    const after = last === undefined ? undefined : await desk.see(last)
    // The statement of one party may have closed it, and then the hub refuses the next.
    if (after?.state === "falseAlarm") return undefined
    const isLate = desk.now() >= until
    if (refused !== undefined && (isLate || !refused.isForNow)) return refused.problem
    if (isLate) return stillOpen
    await desk.pause()
  }
}

const conflict = 409

const stillOpen =
  "The case is still open after some minutes: the hub still counts, or a party cannot state it. Close it by hand"

/** The case may grow between two rounds, by a real breach too. */
async function whyUnsafe(cases: readonly OwnCase[], desk: ClosingDesk): Promise<string | undefined> {
  for (const own of cases) {
    const seen = await desk.see(own)
    if (seen === undefined) return `${own.caseAlias} of ${own.party.id} could not be read. Close it by hand`
    if (!desk.isSafe(seen))
      return `${own.caseAlias} of ${own.party.id} holds more than this run. It was left open: look at what else was looked up, and close it by hand`
  }
  return undefined
}

/** Why a statement was refused. A case that grew since it was assessed may be closed in the next round. */
type Refused = { readonly problem: string; readonly isForNow: boolean }

async function stateForAll(cases: readonly OwnCase[], desk: ClosingDesk): Promise<Refused | undefined> {
  for (const own of cases) {
    const { ok, status } = await desk.stateFalseAlarm(own)
    const problem = `${own.caseAlias} of ${own.party.id} could not be closed (${status}). Close it by hand`
    if (!ok) return { problem, isForNow: status === conflict }
  }
  return undefined
}
