import type { KeptPositions } from "./kept-positions.ts"
import { newReports, type ReportsState, reportsState } from "./reports-state.ts"

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
