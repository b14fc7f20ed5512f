import { type LoggedDisclosure, sharedPartOf } from "../../../base/contracts/statement.ts"
import type { Proof } from "../../../base/contracts/words.ts"
import { groupsOf } from "../../../base/platform/chunks-of.ts"
import type { Clock } from "../../../base/platform/clock.ts"
import { bytesOf, leafOfValue, rootOf } from "../../../base/platform/merkle-tree.ts"
import { disclosureExpiry } from "../ledger/disclosure.ts"
import { clockToleranceMilliseconds } from "../reporting/clock-tolerance.ts"
import type { DisclosureLog } from "./disclosure-log.ts"
import { leafAt, leavesPerRow } from "./leaf-at.ts"
import { type ClosedDay, closedDayKey, keptLongerSeconds, type Leaf, type LoggedRow, leavesKey } from "./log-rows.ts"

type Closing = {
  log: Pick<DisclosureLog, "ofDay" | "ofRecord" | "closed" | "leaves" | "putLeaves" | "close">
  clock: Clock
}

/**
 * Closes a day of a party: makes the leaves and the tree over what was logged on it. Nothing is logged on it any more
 * when this runs, so a repeat after a crash makes the same tree. The first closed day that is stored counts.
 */
export async function closeDay(
  { log, clock }: Closing,
  { party, day }: { party: string; day: string },
): Promise<ClosedDay> {
  const there = await log.closed(party, day)
  if (there !== undefined) return there
  const expiresAt = disclosureExpiry(`${day}T00:00:00.000Z`) + keptLongerSeconds
  const parts: ClosedDay["parts"] = []
  const sums = daySums()
  for await (const rows of groupsOf(log.ofDay(party, day), leavesPerRow)) {
    const leaves: Leaf[] = []
    for (const row of rows) {
      const replaces = await replacedBy(log, row)
      const disclosure = withReplaced(row.disclosure, replaces)
      sums.add(disclosure, row.counterparty)
      const leaf = leafOfValue(disclosure)
      leaves.push({ entry: row.sk, leaf, ...(replaces === undefined ? {} : { replaces }) })
    }
    const root = rootOf(bytesOf(leaves.map(({ leaf }) => leaf))).toString("base64url")
    await log.putLeaves({ pk: leavesKey(party, day), sk: root, type: "leaves", leaves, expiresAt })
    parts.push({ first: leaves[0]?.entry ?? "", root })
  }
  return log.close({
    ...closedDayKey(party, day),
    type: "closedDay",
    party,
    day,
    closedAt: clock().toISOString(),
    root: rootOf(bytesOf(parts.map(({ root }) => root))).toString("base64url"),
    parts,
    ...sums.result(),
    expiresAt,
  })
}

/** A disclosure as it is a leaf, with the leaf that it replaces. */
export function withReplaced(disclosure: LoggedRow["disclosure"], replaces: string | undefined): LoggedDisclosure {
  return replaces === undefined ? disclosure : { ...disclosure, replaces }
}

/**
 * The leaf that the entry was on the latest earlier day. An entry whose first lookup was on this day cannot have been
 * logged before, but for clocks that are ahead.
 */
async function replacedBy(
  log: Pick<DisclosureLog, "ofRecord" | "closed" | "leaves">,
  { party, sk, recordId, disclosure: { day, at } }: LoggedRow,
): Promise<string | undefined> {
  if (Date.parse(at) >= Date.parse(`${day}T00:00:00.000Z`) + clockToleranceMilliseconds) return undefined
  let latest = ""
  for await (const row of log.ofRecord(recordId)) {
    const earlier = row.disclosure.day
    if (row.party === party && row.sk === sk && earlier < day && earlier > latest) latest = earlier
  }
  if (latest === "") return undefined
  return (await leafAt(log, { party, day: latest, entry: sk }))?.leaf.leaf
}

/** Adds up what a statement says of the disclosures of a day. */
function daySums() {
  let size = 0
  let disclosures = 0
  const lookups = new Map<string, { tool: string; proof: Proof; entries: number }>()
  const shared = new Map<string, { pair: string; counterparty: string; leaves: string[] }>()
  return {
    add(disclosure: LoggedDisclosure, counterparty: string | undefined): void {
      const { tool, proof, replaces, pair } = disclosure
      size += 1
      if (replaces === undefined) disclosures += 1
      const name = `${tool} ${proof}`
      lookups.set(name, { tool, proof, entries: (lookups.get(name)?.entries ?? 0) + 1 })
      const part = sharedPartOf(disclosure)
      if (pair === undefined || counterparty === undefined || part === undefined) return
      const of = shared.get(pair) ?? { pair, counterparty, leaves: [] }
      of.leaves.push(leafOfValue(part))
      shared.set(pair, of)
    },
    result: () => ({
      size,
      disclosures,
      lookups: [...lookups].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, sum]) => sum),
      shared: [...shared.values()]
        .sort((one, other) => (one.pair < other.pair ? -1 : 1))
        .map(({ leaves, ...of }) => ({
          ...of,
          disclosures: leaves.length,
          root: rootOf(bytesOf(leaves.sort())).toString("base64url"),
        })),
    }),
  }
}
