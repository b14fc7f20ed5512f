import { hubAudience } from "../../base/contracts/envelope.ts"
import type { Clock } from "../../base/platform/clock.ts"
import { daySeconds } from "../../base/platform/instants.ts"
import type { BreachCases } from "./breach-cases.ts"
import { waitingKey } from "./case-keys.ts"
import type { MarkerRow } from "./case-rows.ts"

/** A side that says it waits is waited for so long. If it crashed meanwhile, the others go on then. */
const waitedForMilliseconds = 1_000

/** How often a writer looks whether it is the turn of its side, and how many times before it goes on anyway. */
const lookMilliseconds = 20
const mostLooks = 150

type Ports = {
  cases: Pick<BreachCases, "waiting" | "wait" | "forget">
  clock: Clock
  sleep(milliseconds: number): Promise<void>
}

/** The turns that the sides of a case take, as one writer sees them. */
export type SideTurns = {
  /** Says that the side of the writer waits: another writer was first. */
  lostRace(caseId: string): Promise<void>
  /** Whether another side waits for longer. If so, it returns when that one was served. */
  hasYielded(caseId: string): Promise<boolean>
  /** The turn is over. The side no longer waits. */
  end(): Promise<void>
}

/**
 * Turns of the sides of a case: each party is one, and so is the hub. All of them change one row, so whoever loses a
 * race says that its side waits. All others leave the next change to the side that has waited longest. So many writers
 * of one side cannot keep another waiting.
 *
 * @param side the id of a party, or `hub`
 */
export function sideTurns({ cases, clock, sleep }: Ports, side: string = hubAudience): SideTurns {
  const known = new Set<string>()
  let isAnyway = false
  const standing = async (caseId: string): Promise<MarkerRow[]> => {
    const now = clock().getTime()
    const rows = await cases.waiting(caseId)
    return rows.filter(({ at }) => now - Date.parse(at) < waitedForMilliseconds)
  }
  const sayWaiting = async (caseId: string, rows: readonly MarkerRow[]): Promise<void> => {
    known.add(caseId)
    if (rows.some(({ sk }) => sk === side)) return
    const now = clock()
    const expiresAt = Math.floor(now.getTime() / 1_000) + daySeconds
    await cases.wait({ ...waitingKey(caseId, side), caseId, type: "marker", at: now.toISOString(), expiresAt })
  }
  const isOthersTurn = (rows: readonly MarkerRow[]): boolean => {
    const own = rows.find(({ sk }) => sk === side)
    if (own !== undefined) known.add(own.caseId)
    return rows.some((row) => row.sk !== side && (own === undefined || isBefore(row, own)))
  }
  return {
    lostRace: async (caseId) => sayWaiting(caseId, await standing(caseId)),
    async hasYielded(caseId) {
      let rows = await standing(caseId)
      if (isAnyway || !isOthersTurn(rows)) return false
      for (let looks = 0; looks < mostLooks && isOthersTurn(rows); looks++) {
        await sayWaiting(caseId, rows)
        await sleep(lookMilliseconds)
        rows = await standing(caseId)
      }
      isAnyway = isOthersTurn(rows)
      return true
    },
    end: () => cases.forget([...known].map((caseId) => waitingKey(caseId, side))),
  }
}

const isBefore = (one: MarkerRow, other: MarkerRow): boolean =>
  one.at === other.at ? one.sk < other.sk : one.at < other.at
