import type { GuardReading } from "../../guard/unjudged-requests.ts"
import type { KeptPositions } from "./kept-positions.ts"
import type { LineAccess } from "./line-access.ts"
import { type KeptCount, newReports, type ReportsState, reportsState } from "./reports-state.ts"

/** Where a program keeps the numbers of its reports. */
export type KeptReports = {
  current(): ReportsState
  /** Is durable once it resolves. `next` is called again if another process changed the state meanwhile. */
  change(next: (state: ReportsState) => ReportsState): Promise<void>
}

const stateName = "reports"

/** The reports that are kept under these positions, for one process alone. The first time it chooses a stream. */
export function keptReports(positions: KeptPositions): KeptReports {
  let state = positions.get(stateName, reportsState) ?? newReports()
  return {
    current: () => state,
    async change(next) {
      const changed = next(state)
      if (changed === state) return
      state = changed
      await positions.keep(stateName, state)
    },
  }
}

/** A report with its number. A retry sends the same accesses under it. */
export type NumberedReport = { readonly number: number; readonly accesses: readonly LineAccess[] }

/** The hours that a count is about. */
export type CountWindow = Pick<KeptCount, "from" | "until" | "unjudged" | "ended">

/**
 * The numbers of the reports of one program. What has a number is durable before it is sent: after a crash the same
 * accesses go again under the same number, and no number is left out.
 */
export type NumberedReports = {
  readonly stream: string
  /** Gives each group of accesses a number. */
  begin(groups: readonly (readonly LineAccess[])[]): Promise<readonly NumberedReport[]>
  /** The hub has refused the report as it was, and gets these accesses under its number. None: the number is free. */
  change(number: number, accesses: readonly LineAccess[]): Promise<void>
  /** The hub has these reports. */
  settle(numbers: readonly number[]): Promise<void>
  /** Reports that an earlier run may not have brought to the hub. */
  unsent(): readonly NumberedReport[]
  /** Whether the hub has a report of every number up to the last one. */
  isWhole(): boolean
  /** Where counting stands. */
  counting(): Pick<ReportsState, "countedUntil" | "accesses" | "lastNumber" | "guard" | "count">
  /** The first count begins here. */
  startCounting(from: string, guard: GuardReading | undefined): Promise<void>
  /**
   * Keeps a count of what was reported, before it is sent. Another process can have begun a report meanwhile.
   *
   * @param guard what the guard said, unless the next count has to be compared with what it said before
   * @returns undefined while the hub does not have a report of every number
   */
  beginCount(window: CountWindow, guard?: GuardReading): Promise<KeptCount | undefined>
  /** The hub has this count. What was reported after it began is counted next. */
  settleCount(count: KeptCount): Promise<void>
}

/** The numbers of the reports that are kept here. */
export function numberedReports(kept: KeptReports): NumberedReports {
  return {
    stream: kept.current().stream,
    async begin(groups) {
      let numbered: NumberedReport[] = []
      await kept.change((state) => {
        const unused = [...state.unused]
        let { lastNumber } = state
        const reports = groups.map((accesses) => ({ number: unused.shift() ?? ++lastNumber, accesses: [...accesses] }))
        numbered = reports
        return { ...state, lastNumber, unused, unsent: [...state.unsent, ...reports] }
      })
      return numbered
    },
    change: (number, accesses) =>
      kept.change((state) => {
        const others = state.unsent.filter((one) => one.number !== number)
        if (accesses.length > 0) return { ...state, unsent: [...others, { number, accesses: [...accesses] }] }
        return { ...state, ...withoutLast([...state.unused, number], state.lastNumber), unsent: others }
      }),
    settle: (numbers) =>
      kept.change((state) => {
        const settled = state.unsent.filter(({ number }) => numbers.includes(number))
        if (settled.length === 0) return state
        const accesses = settled.reduce((sum, one) => sum + one.accesses.length, state.accesses)
        return { ...state, accesses, unsent: state.unsent.filter(({ number }) => !numbers.includes(number)) }
      }),
    unsent: () => kept.current().unsent,
    isWhole: () => isWhole(kept.current()),
    ...countsOf(kept),
  }
}

const isWhole = ({ unsent, unused }: ReportsState): boolean => unsent.length === 0 && unused.length === 0

function countsOf(
  kept: KeptReports,
): Pick<NumberedReports, "counting" | "startCounting" | "beginCount" | "settleCount"> {
  return {
    counting: () => kept.current(),
    startCounting: (from, guard) => kept.change((state) => ({ ...state, countedUntil: from, ...readingIn(guard) })),
    async beginCount(window, guard) {
      let begun: KeptCount | undefined
      await kept.change((state) => {
        const canCount = window.ended === true ? state.unsent.length === 0 : isWhole(state)
        begun = canCount
          ? { stream: state.stream, ...window, accesses: state.accesses, lastNumber: state.lastNumber }
          : undefined
        return begun === undefined ? state : { ...state, count: begun, ...readingIn(guard) }
      })
      return begun
    },
    settleCount: (count) =>
      kept.change(({ count: _, ...state }) => ({
        ...state,
        countedUntil: count.until,
        accesses: state.accesses - count.accesses,
      })),
  }
}

const readingIn = (guard: GuardReading | undefined) => (guard === undefined ? {} : { guard })

/** Free numbers at the end were never used. The others are given out again. */
function withoutLast(free: readonly number[], lastNumber: number): Pick<ReportsState, "unused" | "lastNumber"> {
  const unused = new Set(free)
  let last = lastNumber
  while (unused.delete(last)) last -= 1
  return { unused: [...unused].sort((one, other) => one - other), lastNumber: last }
}
