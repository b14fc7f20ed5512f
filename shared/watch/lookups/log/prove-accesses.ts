import type { LoggedDisclosure } from "../../../base/contracts/logged-disclosure.ts"
import type { KeyedHash } from "../../../base/keyed-hash/keyed-hash.ts"
import { type Disclosure, nameOfItem } from "../ledger/disclosure.ts"
import { withReplaced } from "./close-day.ts"
import type { DisclosureLog } from "./disclosure-log.ts"
import { leafAt } from "./leaf-at.ts"
import { disclosureFor, partiesOf } from "./log-disclosures.ts"
import { type LoggedRow, parcelKey } from "./log-rows.ts"

/**
 * What proves that a lookup is in the ledger of its party.
 * - `included`: the leaf, and the way from it to the root in the statement of the day.
 * - `notClosed`: it is logged, and the day's statement is still to come.
 * - `notLogged`: it is not logged yet, or it is of before the party claimed the parcel.
 */
export type Inclusion =
  | {
      readonly state: "included"
      readonly disclosure: LoggedDisclosure
      readonly day: string
      readonly index: number
      readonly path: string[]
    }
  | { readonly state: "notClosed"; readonly day: string }
  | { readonly state: "notLogged" }

/** Proves that lookups are in the ledger of a party, in their order. */
export type ProveAccesses = (party: string, accesses: readonly Disclosure[]) => Promise<Inclusion[]>

/** Proves each lookup by its latest closed day. */
export function makeProveAccesses({
  log,
  hashes,
}: {
  log: Pick<DisclosureLog, "ofParcel" | "closed" | "leaves">
  hashes: Pick<KeyedHash, "lastingHash">
}): ProveAccesses {
  return async (party, accesses) => {
    const rows: LoggedRow[] = []
    for (const recordId of new Set(accesses.map((access) => access.recordId)))
      for await (const row of log.ofParcel(parcelKey(hashes, recordId)))
        if (partiesOf(row.item).includes(party)) rows.push(row)
    const byItem = Map.groupBy(rows, ({ item }) => nameOfItem(item))
    const reading = readOnce(log)
    const proofs: Inclusion[] = []
    for (const access of accesses) {
      const logged = byItem.get(nameOfItem(access)) ?? []
      proofs.push(await latestProof({ log: reading, hashes }, party, logged))
    }
    return proofs
  }
}

async function latestProof(
  { log, hashes }: { log: Pick<DisclosureLog, "closed" | "leaves">; hashes: Pick<KeyedHash, "lastingHash"> },
  party: string,
  logged: readonly LoggedRow[],
): Promise<Inclusion> {
  const [latest, ...earlier] = logged.toSorted((one, other) => (one.day < other.day ? 1 : -1))
  if (latest === undefined) return { state: "notLogged" }
  for (const row of [latest, ...earlier]) {
    const { day } = row
    const { disclosure } = disclosureFor(hashes, party, row)
    const found = await leafAt(log, { party, day, entry: disclosure.entry })
    if (found === undefined) continue
    const { leaf, index, path } = found
    return { state: "included", disclosure: withReplaced(disclosure, leaf.replaces), day, index, path }
  }
  return { state: "notClosed", day: latest.day }
}

/** Reads each day and each part of it once, because the lookups of a page are often of one day. */
function readOnce({
  closed,
  leaves,
}: Pick<DisclosureLog, "closed" | "leaves">): Pick<DisclosureLog, "closed" | "leaves"> {
  const days = new Map<string, ReturnType<DisclosureLog["closed"]>>()
  const parts = new Map<string, ReturnType<DisclosureLog["leaves"]>>()
  return {
    closed: (party, day) => onceIn(days, `${party} ${day}`, () => closed(party, day)),
    leaves: (party, day, root) => onceIn(parts, `${party} ${day} ${root}`, () => leaves(party, day, root)),
  }
}

function onceIn<Value>(known: Map<string, Value>, name: string, read: () => Value): Value {
  const value = known.get(name) ?? read()
  known.set(name, value)
  return value
}
