import { type LoggedDisclosure, sharedPartOf } from "../../../base/contracts/logged-disclosure.ts"
import type { Proof } from "../../../base/contracts/words.ts"
import type { KeyedHash } from "../../../base/keyed-hash/keyed-hash.ts"
import { chunksOf } from "../../../base/platform/chunks-of.ts"
import type { Clock } from "../../../base/platform/clock.ts"
import { bytesOf, leafOfValue, rootOf } from "../../../base/platform/merkle-tree.ts"
import { disclosureExpiry } from "../ledger/disclosure.ts"
import { clockToleranceMilliseconds } from "../reporting/clock-tolerance.ts"
import type { DisclosureLog } from "./disclosure-log.ts"
import { leafAt, leavesPerRow } from "./leaf-at.ts"
import { disclosureFor, partiesOf } from "./log-disclosures.ts"
import {
  type ClosedDay,
  closedDayKey,
  keptLongerSeconds,
  type Leaf,
  type LoggedRow,
  leavesKey,
  rowNameOf,
} from "./log-rows.ts"

type Closing = {
  log: Pick<DisclosureLog, "ofDay" | "ofParcel" | "closed" | "leaves" | "putLeaves" | "close">
  hashes: Pick<KeyedHash, "lastingHash">
  clock: Clock
}

/**
 * Closes a day of a party: makes the leaves and the tree over what was logged on it. Nothing is logged on it any more
 * when this runs, so a repeat after a crash makes the same tree. The first closed day that is stored counts.
 */
export async function closeDay(
  { log, hashes, clock }: Closing,
  { party, day }: { party: string; day: string },
): Promise<ClosedDay> {
  const there = await log.closed(party, day)
  if (there !== undefined) return there
  const expiresAt = disclosureExpiry(`${day}T00:00:00.000Z`) + keptLongerSeconds
  const leaves: Leaf[] = []
  const sums = daySums()
  for await (const row of log.ofDay(party, day)) {
    const said = disclosureFor(hashes, party, row)
    const { entry } = said.disclosure
    const replaces = await replacedBy(log, row, { party, entry })
    const disclosure = withReplaced(said.disclosure, replaces)
    sums.add(disclosure, said.counterparty)
    const leaf = { entry, row: rowNameOf(row), leaf: leafOfValue(disclosure) }
    leaves.push(replaces === undefined ? leaf : { ...leaf, replaces })
  }
  leaves.sort((one, other) => (one.entry < other.entry ? -1 : 1))
  const parts: ClosedDay["parts"] = []
  for (const some of chunksOf(leaves, leavesPerRow)) {
    const root = rootOf(bytesOf(some.map(({ leaf }) => leaf))).toString("base64url")
    await log.putLeaves({ pk: leavesKey(party, day), sk: root, type: "leaves", leaves: [...some], expiresAt })
    parts.push({ first: some[0]?.entry ?? "", root })
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
export function withReplaced(
  disclosure: Omit<LoggedDisclosure, "replaces">,
  replaces: string | undefined,
): LoggedDisclosure {
  return replaces === undefined ? disclosure : { ...disclosure, replaces }
}

/**
 * The leaf that the entry was on the latest earlier day that has one: what was logged on a day after it was closed is
 * in no leaf of it. An entry whose first lookup was on this day cannot have been logged before, but for clocks that are
 * ahead.
 */
async function replacedBy(
  log: Pick<DisclosureLog, "ofParcel" | "closed" | "leaves">,
  logged: LoggedRow,
  { party, entry }: { party: string; entry: string },
): Promise<string | undefined> {
  const { pk, day, item } = logged
  if (Date.parse(item.at) >= Date.parse(`${day}T00:00:00.000Z`) + clockToleranceMilliseconds) return undefined
  const earlier: string[] = []
  for await (const row of log.ofParcel(pk)) {
    const isSame = rowNameOf(row) === rowNameOf(logged) && partiesOf(row.item).includes(party)
    if (isSame && row.day < day) earlier.push(row.day)
  }
  for (const one of earlier.sort().reverse()) {
    const found = await leafAt(log, { party, day: one, entry })
    if (found !== undefined) return found.leaf.leaf
  }
  return undefined
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
