import type { LoggedLeaf } from "../../../base/contracts/statement.ts"
import { leafOfValue } from "../../../base/platform/merkle-tree.ts"
import { withReplaced } from "./close-day.ts"
import type { DisclosureLog } from "./disclosure-log.ts"
import { leavesPerRow, partAt } from "./leaf-at.ts"
import type { ClosedDay } from "./log-rows.ts"

/**
 * Some leaves of a closed day in the order of its tree, each with its disclosure. The disclosure of an erased shipment
 * is gone.
 *
 * @param page.from place of the first leaf, from 0
 */
export async function leavesOfDay(
  log: Pick<DisclosureLog, "closed" | "leaves" | "entries">,
  closed: ClosedDay,
  { from, limit }: { from: number; limit: number },
): Promise<LoggedLeaf[]> {
  const found: LoggedLeaf[] = []
  for (let place = from; found.length < limit && place < closed.size; ) {
    const part = await partAt(log, closed, Math.floor(place / leavesPerRow))
    const start = place % leavesPerRow
    const leaves = part?.leaves.slice(start, start + limit - found.length) ?? []
    if (leaves.length === 0) break
    const rows = await log.entries(
      closed.party,
      closed.day,
      leaves.map(({ entry }) => entry),
    )
    const byEntry = new Map(rows.map(({ sk, disclosure }) => [sk, disclosure]))
    for (const { entry, leaf, replaces } of leaves) {
      const logged = byEntry.get(entry)
      const disclosure = logged === undefined ? undefined : withReplaced(logged, replaces)
      const isSame = disclosure !== undefined && leafOfValue(disclosure) === leaf
      found.push({ leaf, ...(isSame ? { disclosure } : {}) })
    }
    place += leaves.length
  }
  return found
}
