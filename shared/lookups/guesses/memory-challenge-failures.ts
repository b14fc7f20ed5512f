import { type Interrupt, memoryTable, type Observable } from "../../platform/memory-table.ts"
import type { ChallengeFailures, ChallengeFailuresRow } from "./challenge-failures.ts"

/** Counters of failed proofs in memory. */
export function memoryChallengeFailures(
  options: { interrupt?: Interrupt } = {},
): ChallengeFailures & Observable<ChallengeFailuresRow> {
  const table = memoryTable<ChallengeFailuresRow>("challengeFailures", options.interrupt)
  return {
    ...table.observable,
    take: ({ counterKey, limit, cost = 1, expiresAt }) =>
      table.effect("take", () => {
        const failures = table.get(counterKey)?.failures ?? 0
        if (failures >= limit) return false
        table.put(counterKey, { counterKey, failures: failures + cost, expiresAt })
        return true
      }),
    giveBack: ({ counterKey, cost = 1 }) =>
      table.effect("giveBack", () => {
        const row = table.get(counterKey)
        if (row !== undefined && row.failures > 0) table.put(counterKey, { ...row, failures: row.failures - cost })
      }),
  }
}
