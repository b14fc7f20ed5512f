import type { LoggedLeaf } from "../../../base/contracts/logged-disclosure.ts"
import type { KeyedHash } from "../../../base/keyed-hash/keyed-hash.ts"
import { leafOfValue } from "../../../base/platform/merkle-tree.ts"
import { withReplaced } from "./close-day.ts"
import type { DisclosureLog } from "./disclosure-log.ts"
import { leavesPerRow, partAt } from "./leaf-at.ts"
import { disclosureFor } from "./log-disclosures.ts"
import { type ClosedDay, rowNameOf } from "./log-rows.ts"

export type LeafReader = {
  log: Pick<DisclosureLog, "closed" | "leaves" | "entries">
  hashes: Pick<KeyedHash, "lastingHash">
}

/**
 * Some leaves of a closed day in the order of its tree, each with its disclosure. The disclosure of an erased shipment
 * is gone.
 *
 * @param page.from place of the first leaf, from 0
 */
export async function leavesOfDay(
  { log, hashes }: LeafReader,
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
      closed.day,
      leaves.map(({ row }) => row),
    )
    const byName = new Map(rows.map((row) => [rowNameOf(row), row]))
    for (const { row: name, leaf, replaces } of leaves) {
      const row = byName.get(name)
      const disclosure = row && withReplaced(disclosureFor(hashes, closed.party, row).disclosure, replaces)
      const isSame = disclosure !== undefined && leafOfValue(disclosure) === leaf
      found.push({ leaf, ...(isSame ? { disclosure } : {}) })
    }
    place += leaves.length
  }
  return found
}
