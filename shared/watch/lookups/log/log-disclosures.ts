import { derivedId } from "../../../base/contracts/envelope.ts"
import { accessId as accessIdSchema, shipmentId as shipmentIdSchema } from "../../../base/contracts/fields.ts"
import type { LoggedDisclosure } from "../../../base/contracts/logged-disclosure.ts"
import type { KeyedHash } from "../../../base/keyed-hash/keyed-hash.ts"
import type { Clock } from "../../../base/platform/clock.ts"
import { type Disclosure, type LedgerKey, nameOfItem } from "../ledger/disclosure.ts"
import type { Disclosures } from "../ledger/disclosures.ts"
import type { DisclosureLog } from "./disclosure-log.ts"
import { keptLongerSeconds, type LoggedItem, type LoggedRow, loggedKeyOf } from "./log-rows.ts"
import { pairName } from "./pair-name.ts"

type Hashes = Pick<KeyedHash, "lastingHash">

/**
 * Logs entries of the ledger that are new or changed, once for the retailer and the carrier, on the UTC day on which
 * this runs. It logs them as the ledger has them now, so changes may come late, again and in any order. What was
 * erased since is not logged.
 *
 * @returns how many entries of the ledger were logged
 */
export function makeLogDisclosures(tools: {
  disclosures: Pick<Disclosures, "get">
  log: Pick<DisclosureLog, "log">
  hashes: Hashes
  clock: Clock
}): (changed: readonly LedgerKey[]) => Promise<number> {
  return async (changed) => {
    const keys = new Map(changed.map((key) => [nameOfItem(key), key]))
    const day = tools.clock().toISOString().slice(0, 10)
    const items = await tools.disclosures.get([...keys.values()])
    await tools.log.log(items.map((item) => loggedRowOf(tools.hashes, item, day)))
    return items.length
  }
}

/** What the log of a day has of an entry of the ledger. */
export function loggedRowOf(hashes: Hashes, item: Disclosure, day: string): LoggedRow {
  const { network: _, prefix: __, block: ___, tokenKey: ____, firstFields: _____, expiresAt, ...logged } = item
  return {
    ...loggedKeyOf(hashes, item, day),
    type: "logged",
    day,
    revision: item.revision ?? 1,
    item: logged,
    expiresAt: expiresAt + keptLongerSeconds,
  }
}

/** Who has an entry in its statement. Before a retailer claims the parcel, the ledger names its carrier instead. */
export function partiesOf({ retailerId, carrierId }: Pick<Disclosure, "retailerId" | "carrierId">): string[] {
  return [...new Set([retailerId, carrierId])]
}

/** An entry as one of its parties may see it, and the other party. It lacks what it replaces: see closing a day. */
export function disclosureFor(
  hashes: Hashes,
  party: string,
  { item, day }: Pick<LoggedRow, "item" | "day">,
): { disclosure: Omit<LoggedDisclosure, "replaces">; counterparty: string | undefined } {
  const counterparty = partiesOf(item).find((other) => other !== party)
  const name = nameOfItem(item)
  const shared = {
    pair: pairName(hashes, item),
    sharedSalt: hashes.lastingHash("ledger-log", "shared-salt", name, day),
  }
  const disclosure = {
    ...seenBy(hashes, party, item),
    entry: entryOf(hashes, party, item),
    day,
    salt: hashes.lastingHash("ledger-log", "salt", party, name, day),
    ...(counterparty === undefined ? {} : shared),
  }
  return { disclosure, counterparty }
}

/** The name under which a party's log has an entry of the ledger. */
export function entryOf(hashes: Hashes, party: string, key: LedgerKey): string {
  return hashes.lastingHash("ledger-log", "entry", party, nameOfItem(key))
}

/** What a party may see of a disclosure, with its own ids and names that only this party gets. */
function seenBy(hashes: Hashes, party: string, item: LoggedItem) {
  const { at, lastAt, fields, proof, provenForExposure, tool, subject, recordId, retailerId, reportedBy } = item
  const shipment = party === retailerId ? shipmentIdSchema.safeParse(item.shipmentId).data : undefined
  const access = party === reportedBy ? accessIdSchema.safeParse(item.accessId).data : undefined
  return {
    type: "wayseal-disclosure-1" as const,
    at,
    ...(lastAt === undefined ? {} : { lastAt }),
    fields,
    proof,
    proven: provenForExposure,
    tool,
    accessor: derivedId("accessor", party, subject),
    parcel: hashes.lastingHash("ledger-log", "parcel", party, recordId),
    ...(shipment === undefined ? {} : { shipmentId: shipment }),
    ...(access === undefined ? {} : { accessId: access }),
  }
}
